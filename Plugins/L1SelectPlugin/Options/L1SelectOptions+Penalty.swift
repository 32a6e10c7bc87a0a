import SparseGLM
import StageKit

extension L1SelectOptions {
    /// The penalty's shape on given features.
    ///
    /// A rule that names a feature speaks of it alone; one that names a loaded column speaks of every feature made from
    /// it, unless a rule names that feature.
    ///
    /// - Parameter features: The features, in the order of the matrix.
    /// - Throws: ``StageFailure`` FS559 where a rule names no feature, FS558 where groups overlap or have several factors.
    func penalty(for features: [Column]) throws(StageFailure) -> PenaltyShape {
        var factors: [Double]?
        var lower: [Double]?
        var upper: [Double]?
        let byName = try columnRules.map { rule throws(StageFailure) in
            (rule, try places(of: rule.column, element: rule.element, at: rule.location, in: features))
        }
        let ordered = byName.filter { !$0.1.isExact } + byName.filter { $0.1.isExact }
        for (rule, match) in ordered {
            for place in match.places {
                switch rule.kind {
                case .factor(let factor):
                    factors = factors ?? Array(repeating: 1, count: features.count)
                    factors?[place] = factor
                case .bounds(let min, let max):
                    lower = lower ?? Array(repeating: -.infinity, count: features.count)
                    upper = upper ?? Array(repeating: .infinity, count: features.count)
                    lower?[place] = min
                    upper?[place] = max
                }
            }
        }
        let grouped = try groups(among: features, factors: factors)
        return PenaltyShape(
            l1Ratio: l1Ratio, factors: grouped.factors, lowerBounds: lower, upperBounds: upper, groups: grouped.groups,
            groupL1Ratio: groupL1Ratio)
    }

    /// Whether a rule or a group leaves some feature without a penalty.
    var leavesUnpenalised: Bool {
        columnRules.contains { $0.kind == .factor(0) } || groupRules.contains { $0.factor == 0 }
    }

    /// The places of the feature of a name, or of all features made from a column of that name.
    func places(
        of name: String, element: String, at location: SourceLocation?, in features: [Column]
    ) throws(StageFailure) -> (places: [Int], isExact: Bool) {
        if let place = features.firstIndex(where: { $0.name == name }) { return ([place], true) }
        let made = features.indices.filter { features[$0].source == name }
        guard made.isEmpty else { return (made, false) }
        throw StageFailure(
            .data, code: "FS559",
            "<\(element)> names the column '\(name)', which is not among the \(features.count) features.",
            at: location,
            suggestion: nearestName(to: name, among: features.map(\.name)).map { "did you mean '\($0)'?" }
                ?? "does an earlier stage drop it, as <normalize> drops a constant one?")
    }
}
