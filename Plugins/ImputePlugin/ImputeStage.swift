public import StageKit

/// Fills missing values of features with what the training rows teach: the mean, the median, the most frequent value or
/// a constant.
///
/// ```
/// mean            Σ vᵢxᵢ / Σ vᵢ over the rows with a value
/// median          q(½) over the rows with a value
/// most-frequent   the value with the largest Σ vᵢ; of equals the first level, or the smallest number
/// constant        what is written
/// ```
///
/// vᵢ are the row weights, 1 without a weight column; rows of weight 0 do not count. q is
/// ``weightedQuantile(_:weights:at:)``. A categorical feature takes its most frequent level under `mean` and `median`.
/// Every feature gets its operation, whether or not a training row lacks a value, so that new rows may lack one. The
/// target and the columns of other roles are never imputed.
public struct ImputeStage: LearningStage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        ImputeOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table])

    /// A complete pipeline with the stage's options at their defaults.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    private let options: ImputeOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `impute`.
    /// - Throws: ``StageFailure``: a constant without value (FS520), a value without constant (FS521), a column with
    ///   neither method nor value (FS522) or named twice (FS523).
    public init(options: StageOptions) throws {
        self.options = try ImputeOptions(options)
    }

    /// Learns what takes the place of a missing value, feature by feature.
    ///
    /// - Parameters:
    ///   - input: The training rows.
    ///   - settled: Not used: nothing is chosen.
    ///   - context: Workers, cancellation.
    /// - Returns: An operation per feature.
    /// - Throws: ``StageFailure``: a named column is no feature (FS524), a feature has no value in any training row
    ///   (FS525), a constant is no number (FS526), a method needs numbers (FS527).
    /// - Complexity: O(n · features), and a sort per feature for the median and the most frequent number.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let table = input.table
        try checkNames(table)
        let features = table.features
        let options = options
        let weights = RowWeights(table)
        let isInFold = context.isInFold
        let operations = try await context.map(features.count) { index in
            let own = options.columns.first { $0.name == features[index].name }
            return try ColumnImputation(
                features[index], weights: weights, rule: own?.rule ?? options.rule, isOwnRule: own != nil,
                isInFold: isInFold
            ).operation()
        }
        let holes = features.map { column in
            column.firstMissing.map { first in (first..<column.count).count(where: column.isMissing) } ?? 0
        }
        return Fit(
            operations: operations,
            facts: [
                Fit.Fact("method", options.rule.method.rawValue),
                Fit.Fact("features with missing values", String(holes.count { $0 > 0 })),
                Fit.Fact("imputed values", String(holes.reduce(0, +))),
            ])
    }

    private func checkNames(_ table: Table) throws(StageFailure) {
        for column in options.columns where table.column(column.name)?.role != .feature {
            let found = table.column(column.name).map { "is there as \($0.role.rawValue)" } ?? "is not there"
            let nearest = nearestName(to: column.name, among: table.features.map(\.name))
            throw StageFailure(
                .data, code: "FS524",
                "<impute> names the column '\(column.name)', which \(found), expected a feature.", at: column.location,
                suggestion: nearest.map { "did you mean '\($0)'?" })
        }
    }
}
