internal import StageKit

extension OptionType {
    /// Reads a value; blanks around a number or a word do not count, blanks in free text do.
    ///
    /// - Parameter text: The text after parameters were filled in.
    func parse(trimmed text: String) -> OptionValue? { parse(normalized(text)) }

    /// A text without the blanks that do not count.
    func normalized(_ text: String) -> String {
        switch self {
        case .integer, .number, .choice: text.withoutOuterBlanks
        case .string, .path, .column, .names: text
        case .keyword(_, let other): other.normalized(text)
        }
    }

    /// Whether the value is a path.
    var isPath: Bool {
        switch self {
        case .path: true
        case .keyword(_, let other): other.isPath
        default: false
        }
    }

    /// The words that a value may be; empty where it is no matter of words.
    var words: [String] {
        switch self {
        case .choice(let words), .keyword(let words, _): words
        default: []
        }
    }
}
