extension OptionType: CustomStringConvertible {
    /// What is expected, as a phrase: `a number > 0 and <= 1`.
    public var description: String {
        switch self {
        case .integer(let min, let max):
            "a whole number" + bounds(min.map { ">= \($0)" }, max.map { "<= \($0)" })
        case .number(let range):
            "a number"
                + bounds(
                    range.min.map { "\(range.excludesMin ? ">" : ">=") \(shortest($0))" },
                    range.max.map { "\(range.excludesMax ? "<" : "<=") \(shortest($0))" })
        case .choice(let words): "one of " + words.map { "'\($0)'" }.joined(separator: ", ")
        case .string: "text"
        case .path: "a path"
        case .column: "a column name"
        case .names: "names separated by spaces"
        case .keyword(let words, let other):
            words.map { "'\($0)'" }.joined(separator: ", ") + " or \(other)"
        }
    }

    private func bounds(_ parts: String?...) -> String {
        let present = parts.compactMap(\.self)
        return present.isEmpty ? "" : " " + present.joined(separator: " and ")
    }
}

/// A number as a person writes it: shortest text that reads back the same, whole numbers without `.0`.
///
/// - Parameter value: A number.
public func shortest(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 0x1p54 { return value == 0 ? "0" : String(Int64(value)) }
    return value.description
}
