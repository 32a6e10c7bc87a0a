public import StageKit

/// Turns every categorical feature into columns of 0 and 1, one per level.
///
/// ```
/// column=level = 1 where column is level, else 0      for every level, or every level but the first
/// ```
///
/// The levels are those of the whole loaded column in the order of their code points, whatever rows the stage is fitted
/// on: a fold that lacks a level has a column of zeros there. The new columns stand where the feature stood.
public struct EncodeStage: LearningStage {
    /// The greatest number of columns that one stage makes.
    public static let maximumColumnCount = 10_000

    /// What the stage is.
    public static let descriptor = StageDescriptor(
        EncodeOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table])

    /// A complete pipeline with the stage's options at their defaults.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    private let options: EncodeOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `encode`.
    public init(options: StageOptions) {
        self.options = EncodeOptions(options)
    }

    /// Lists the levels of every categorical feature.
    ///
    /// - Parameters:
    ///   - input: The training rows.
    ///   - settled: Not used: nothing is chosen.
    ///   - context: Not used but for its place in the protocol.
    /// - Returns: Per categorical feature its checks, an indicator per level and a drop.
    /// - Throws: ``StageFailure``: there would be more than ``maximumColumnCount`` columns (FS530), two columns of one
    ///   name (FS531), a feature has a missing value (FS532).
    /// - Complexity: O(n · categorical features + levels · log levels).
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let table = input.table
        let features = table.features.compactMap(CategoricalFeature.init)
        // First of all, since a column of names has as many levels as rows.
        try checkCount(features)
        try checkPresence(features, table)
        let coded = features.map { ($0, codedLevels($0)) }
        try checkNames(coded, table)
        try Task.checkCancellation()
        return Fit(
            operations: coded.flatMap(operations),
            dropped: coded.filter { $0.1.isEmpty }.map { feature, _ in
                DroppedFeature(name: feature.name, reason: .constant, detail: "one level")
            },
            facts: [
                Fit.Fact("method", options.method.rawValue), Fit.Fact("encoded features", String(coded.count)),
                Fit.Fact("columns", String(coded.reduce(0) { $0 + $1.1.count })),
            ])
    }

    private func codedLevels(_ feature: CategoricalFeature) -> [String] {
        options.method == .oneHot ? feature.sortedLevels : Array(feature.sortedLevels.dropFirst())
    }

    private func operations(_ feature: CategoricalFeature, _ levels: [String]) -> [ColumnOperation] {
        let name = feature.name
        var operations: [ColumnOperation] = []
        if options.unknownLevels == .error {
            operations.append(.requireLevel(input: name, levels: feature.sortedLevels))
        }
        operations.append(.requirePresent(input: name))
        operations += levels.map { .indicator(input: name, output: feature.columnName($0), level: $0) }
        return operations + [.drop(input: name)]
    }

    // MARK: Checks

    private func checkCount(_ features: [CategoricalFeature]) throws(StageFailure) {
        var total = 0
        for feature in features {
            let count = options.method == .oneHot ? feature.levelCount : max(0, feature.levelCount - 1)
            total += count
            guard total > Self.maximumColumnCount else { continue }
            let others = total == count ? "" : ", \(total) with the features before it"
            throw StageFailure(
                .resource, code: "FS530",
                "Feature '\(feature.name)' has \(feature.levelCount) levels, which makes \(count) columns\(others), "
                    + "expected at most \(Self.maximumColumnCount) in all: give it another role, or fewer levels.",
                at: options.location)
        }
    }

    private func checkPresence(_ features: [CategoricalFeature], _ table: Table) throws(StageFailure) {
        for feature in features {
            guard let row = feature.firstMissing else { continue }
            throw StageFailure(
                .data, code: "FS532",
                "Feature '\(feature.name)' has no value in this row: put <impute> before <encode>, or load with "
                    + "missing=\"drop-row\".", at: table.location(ofRow: row) ?? options.location)
        }
    }

    private func checkNames(_ coded: [(CategoricalFeature, [String])], _ table: Table) throws(StageFailure) {
        var sourceOfName: [String: String] = [:]
        for column in table.columns { sourceOfName[column.name] = column.name }
        for (feature, levels) in coded {
            for level in levels {
                let name = feature.columnName(level)
                if let other = sourceOfName[name] {
                    throw StageFailure(
                        .data, code: "FS531",
                        "Level '\(level)' of feature '\(feature.name)' needs a column '\(name)', but column '\(other)' "
                            + "gives one of that name: rename one of them in the data.", at: options.location)
                }
                sourceOfName[name] = feature.name
            }
        }
    }
}
