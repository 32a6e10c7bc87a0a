import StageKit

/// What one `<keep>`, `<penalty>` or `<bounds>` says of a feature.
struct ColumnRule: Sendable {
    /// What is said.
    enum Kind: Sendable, Hashable {
        /// The penalty's factor; 0 for `<keep>`.
        case factor(Double)
        /// Bounds on the coefficient.
        case bounds(Double, Double)
    }

    /// The name of a feature, or of the column from which features were made.
    let column: String
    /// What is said.
    let kind: Kind
    /// The element's name.
    let element: String
    /// Where `column` stands.
    let location: SourceLocation?

    /// Reads the rules in document order.
    ///
    /// - Throws: ``StageFailure`` FS558 where two rules speak of the same thing, or bounds say nothing.
    static func all(in options: StageOptions) throws(StageFailure) -> [ColumnRule] {
        var rules: [ColumnRule] = []
        for child in options.children {
            guard let kind = try kind(of: child) else { continue }
            let rule = ColumnRule(
                column: child[L1SelectOptions.columnOption], kind: kind, element: child.descriptor.name,
                location: child.location(of: "column"))
            if let other = rules.first(where: { $0.column == rule.column && $0.isFactor == rule.isFactor }) {
                throw StageFailure(
                    .pipeline, code: "FS558",
                    "<\(rule.element)> names the column '\(rule.column)', of which a <\(other.element)> above "
                        + "speaks already.",
                    at: rule.location)
            }
            rules.append(rule)
        }
        return rules
    }

    private var isFactor: Bool {
        if case .factor = kind { true } else { false }
    }

    private static func kind(of child: StageOptions) throws(StageFailure) -> Kind? {
        switch child.descriptor.name {
        case "keep": return .factor(0)
        case "penalty": return .factor(child[L1SelectOptions.factorOption] ?? 1)
        case "bounds":
            let (min, max) = (child[L1SelectOptions.minOption], child[L1SelectOptions.maxOption])
            if min == nil && max == nil {
                throw StageFailure(
                    .pipeline, code: "FS558", "<bounds> has neither 'min' nor 'max', expected at least one of them.",
                    at: child.location)
            }
            return .bounds(min ?? -.infinity, max ?? .infinity)
        default: return nil
        }
    }
}
