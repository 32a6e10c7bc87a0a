public import StageKit

/// A query whose rows are a table.
public struct SQLiteQuery: Sendable, Hashable {
    /// The statement: one SELECT.
    public let text: String
    /// How long it may run, in seconds.
    public let timeLimit: Double
    /// Where it is written, for messages.
    public let location: SourceLocation?

    /// Creates a query.
    ///
    /// - Parameters:
    ///   - text: The statement: one SELECT.
    ///   - timeLimit: How long it may run, in seconds, above 0.
    ///   - location: Where it is written.
    public init(text: String, timeLimit: Double = 600, location: SourceLocation? = nil) {
        self.text = text
        self.timeLimit = timeLimit
        self.location = location
    }

    /// Whether the rows have an order of their own: `ORDER BY` outside of parentheses, strings and comments.
    ///
    /// Without one SQLite may give the rows in another order in its next version, and what depends on a row's number (a
    /// random split, a fold) changes with it.
    public var isOrdered: Bool {
        var words = TopLevelWords(text)
        var last = ""
        while let word = words.next() {
            if last == "order", word == "by" { return true }
            last = word
        }
        return false
    }
}

/// The words of a statement that stand outside of parentheses, strings, quoted names and comments, in lower case.
private struct TopLevelWords {
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> String? {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "'"), .quote, UInt8(ascii: "`"): skip(past: [bytes[at]])
            case UInt8(ascii: "["): skip(past: [UInt8(ascii: "]")])
            case UInt8(ascii: "-") where starts("--"): skip(past: [.lineFeed])
            case UInt8(ascii: "/") where starts("/*"):
                at += 1
                skip(past: Array("*/".utf8))
            case UInt8(ascii: "("):
                depth += 1
                at += 1
            case UInt8(ascii: ")"):
                depth -= 1
                at += 1
            case let byte where isWord(byte):
                let word = bytes[at...].prefix(while: isWord)
                at += word.count
                if depth == 0 { return String(decoding: word, as: UTF8.self).lowercased() }
            case UInt8(ascii: " "), UInt8(ascii: "\t"), .lineFeed, .carriageReturn, 0x0C: at += 1
            default:
                at += 1
                if depth == 0 { return "" }
            }
        }
        return nil
    }

    private func starts(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

    private func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Goes behind the next occurrence of an end mark.
    private mutating func skip(past end: [UInt8]) {
        at += 1
        while at < bytes.count {
            if bytes[at...].starts(with: end) {
                at += end.count
                return
            }
            at += 1
        }
    }
}
