import StageKit

/// The options of `impute`, checked.
struct ImputeOptions: Sendable {
    /// What takes the place of a missing value.
    enum Method: String, OptionChoice {
        case mean, median
        case mostFrequent = "most-frequent"
        case constant
    }

    /// How a column is imputed.
    struct Rule: Sendable {
        let method: Method
        /// The text of a constant; not empty where the method is `constant`.
        let value: String
        /// Where the value, or else the rule, is written.
        let location: SourceLocation?
    }

    /// A rule for one column.
    struct ColumnRule: Sendable {
        let name: String
        let rule: Rule
        /// Where the column's name is written.
        let location: SourceLocation?
    }

    static let methodOption = Option<Method>.choice(
        "method", default: .mean,
        help:
            "What takes the place of a missing value; a categorical feature takes its most frequent level under mean and "
            + "median too.")
    static let valueOption = Option<String?>.optionalString(
        "value", help: "The number or level of method constant, which needs it.")
    static let nameOption = Option<String>.column("name", help: "The feature.")
    static let columnMethodOption = Option<Method?>.optionalChoice(
        "method", help: "The feature's own method; constant where only a value is written.")
    static let columnValueOption = Option<String?>.optionalString(
        "value", help: "The number or level of the feature's own method constant.")

    static let columnElement = ElementDescriptor(
        name: "column", summary: "A feature that is imputed in its own way.",
        options: [nameOption.descriptor, columnMethodOption.descriptor, columnValueOption.descriptor])
    static let element = ElementDescriptor(
        name: "impute", summary: "Fills missing values of features with what the training rows teach.",
        options: [methodOption.descriptor, valueOption.descriptor],
        children: [ChildDescriptor(columnElement, maxCount: nil)])

    let rule: Rule
    let columns: [ColumnRule]
    let location: SourceLocation?

    /// Checks what no single option can say.
    ///
    /// - Throws: ``StageFailure`` of kind `pipeline`: a constant has no value (FS520), a value has another method (FS521),
    ///   a column has neither (FS522) or is named twice (FS523).
    init(_ options: StageOptions) throws(StageFailure) {
        location = options.location
        rule = try Self.rule(options, options[Self.methodOption], options[Self.valueOption])
        var columns: [ColumnRule] = []
        for child in options.children("column") {
            let name = child[Self.nameOption]
            let value = child[Self.columnValueOption]
            guard let method = child[Self.columnMethodOption] ?? (value == nil ? nil : .constant) else {
                throw StageFailure(
                    .pipeline, code: "FS522",
                    "<column name=\"\(name)\"> of <impute> has neither 'method' nor 'value', expected at least one.",
                    at: child.location)
            }
            if columns.contains(where: { $0.name == name }) {
                throw StageFailure(
                    .pipeline, code: "FS523", "<impute> names the column '\(name)' twice, expected once.",
                    at: child.location(of: "name"))
            }
            columns.append(
                ColumnRule(
                    name: name, rule: try Self.rule(child, method, value), location: child.location(of: "name")))
        }
        self.columns = columns
    }

    private static func rule(
        _ options: StageOptions, _ method: Method, _ value: String?
    ) throws(StageFailure) -> Rule {
        let element = options.descriptor.name
        if let value, method != .constant {
            throw StageFailure(
                .pipeline, code: "FS521",
                "<\(element)> has the value '\(value)' and the method '\(method.rawValue)', but only method 'constant' "
                    + "takes a value.", at: options.location(of: "value"))
        }
        if method == .constant, (value ?? "").isEmpty {
            throw StageFailure(
                .pipeline, code: "FS520",
                "<\(element)> has the method 'constant' and no value, expected a number or a level in 'value'.",
                at: options.location(of: "method"))
        }
        return Rule(method: method, value: value ?? "", location: options.location(of: "value"))
    }
}
