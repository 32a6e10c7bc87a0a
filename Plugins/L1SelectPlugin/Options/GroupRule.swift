import SparseGLM
import StageKit

/// What one `<group>` says: features that are selected together.
struct GroupRule: Sendable {
    /// The names of its features, or of the columns from which features were made, and where they stand.
    let members: [(name: String, location: SourceLocation?)]
    /// What λ is multiplied by for the group.
    let factor: Double

    /// Reads a `<group>`.
    init(_ options: StageOptions) {
        members = options.children.map { ($0[L1SelectOptions.memberOption], $0.location(of: "name")) }
        factor = options[L1SelectOptions.groupFactorOption]
    }
}

extension L1SelectOptions {
    /// Refuses what cannot stand beside groups.
    ///
    /// - Throws: ``StageFailure`` FS558.
    static func checkGroups(_ options: StageOptions) throws(StageFailure) {
        let element = options.child("group")
        let isGrouped = options[categoricalOption] == .group
        guard element != nil || isGrouped else {
            guard options.isWritten("group-l1-ratio"), options[groupL1RatioOption] != 0 else { return }
            throw StageFailure(
                .pipeline, code: "FS558",
                "<l1-select> has 'group-l1-ratio' and no groups, expected <group> or categorical=\"group\".",
                at: options.location(of: "group-l1-ratio"))
        }
        let cause = element == nil ? "categorical=\"group\"" : "<group>"
        let location = element?.location ?? options.location(of: "categorical")
        if options[solverOption].isTextbook {
            throw StageFailure(
                .pipeline, code: "FS558",
                "<l1-select> has \(cause) and the solver '\(options[solverOption].rawValue)', which does not know groups; "
                    + "expected 'auto' or 'coordinate-descent'.",
                at: location)
        }
        if let bounds = options.child("bounds") {
            throw StageFailure(
                .pipeline, code: "FS558",
                "<l1-select> has \(cause) and <bounds>, expected at most one of them.", at: bounds.location)
        }
    }

    /// The groups among given features, and the factors of the features outside of them.
    ///
    /// A `<group>` names features, or loaded columns and with them every feature made from these. With
    /// `categorical="group"` the features made from one column, two or more, are a group as well where no `<group>` has
    /// them; its factor is the one that `<keep>` or `<penalty>` gives to all of them.
    ///
    /// - Parameters:
    ///   - features: The features, in the order of the matrix.
    ///   - factors: What the rules say, one per feature; `nil` where they say nothing.
    /// - Throws: ``StageFailure`` FS558 where groups overlap or have several factors, FS559 where a name is no feature's.
    func groups(
        among features: [Column], factors: [Double]?
    ) throws(StageFailure) -> (groups: [ColumnGroup], factors: [Double]?) {
        var isGrouped = [Bool](repeating: false, count: features.count)
        var groups: [ColumnGroup] = []
        for rule in groupRules {
            groups.append(try group(rule, among: features, factors: factors, isGrouped: &isGrouped))
        }
        guard groupsCategorical else { return (groups, factors) }
        var factors = factors
        for columns in madeTogether(features, isGrouped: isGrouped) {
            groups.append(ColumnGroup(columns: columns, factor: try commonFactor(of: columns, features, factors)))
            for place in columns { factors?[place] = 1 }
        }
        return (groups, factors)
    }

    private func group(
        _ rule: GroupRule, among features: [Column], factors: [Double]?, isGrouped: inout [Bool]
    ) throws(StageFailure) -> ColumnGroup {
        var columns: [Int] = []
        for member in rule.members {
            for place in try places(of: member.name, element: "group", at: member.location, in: features).places {
                guard !isGrouped[place] else {
                    throw StageFailure(
                        .pipeline, code: "FS558",
                        "<group> names the feature '\(features[place].name)', which is in a group already.",
                        at: member.location)
                }
                guard (factors?[place] ?? 1) == 1 else {
                    throw StageFailure(
                        .pipeline, code: "FS558",
                        "<group> names the feature '\(features[place].name)', of which a <keep> or <penalty> speaks; "
                            + "expected 'factor' of <group>.",
                        at: member.location)
                }
                isGrouped[place] = true
                columns.append(place)
            }
        }
        return ColumnGroup(columns: columns.sorted(), factor: rule.factor)
    }

    /// The features that were made from one column, two or more, by the order of the first.
    private func madeTogether(_ features: [Column], isGrouped: [Bool]) -> [[Int]] {
        let made = features.indices.filter { features[$0].source != features[$0].name && !isGrouped[$0] }
        return Dictionary(grouping: made) { features[$0].source }.values
            .filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    private func commonFactor(
        of columns: [Int], _ features: [Column], _ factors: [Double]?
    ) throws(StageFailure) -> Double {
        let own = Set(columns.map { factors?[$0] ?? 1 }).sorted()
        guard own.count > 1 else { return own[0] }
        throw StageFailure(
            .pipeline, code: "FS558",
            "The features made from '\(features[columns[0]].source)' are one group and have the penalty factors "
                + "\(own.map { shortest($0) }.joined(separator: ", ")); expected one factor.",
            at: location)
    }
}
