/// How a delimited text file is written: what separates its fields and which fields stand for "no value".
///
/// The syntax is RFC 4180's with a delimiter of choice: records end in LF, CRLF or CR; a field with the delimiter, a
/// quote or a line break in it is quoted, and a quote in it is doubled. Quoting changes nothing else: a quoted number is
/// a number and a quoted `NA` is missing.
public struct DelimitedFormat: Sendable, Hashable {
    /// The byte between fields: ASCII, and neither a quote nor a line break.
    public let delimiter: UInt8
    /// The texts that stand for no value, besides the empty field.
    public let missingTokens: [String]

    /// Comma-separated values.
    public static let csv = DelimitedFormat(delimiter: UInt8(ascii: ","))
    /// Tab-separated values, with quotes as in CSV.
    public static let tsv = DelimitedFormat(delimiter: UInt8(ascii: "\t"))

    /// Creates a format.
    ///
    /// - Parameters:
    ///   - delimiter: The byte between fields: ASCII, and neither a quote nor a line break.
    ///   - missingTokens: The texts that stand for no value, besides the empty field.
    public init(delimiter: UInt8, missingTokens: [String] = ["NA"]) {
        precondition(
            delimiter != 0 && delimiter < 0x80 && ![.quote, .lineFeed, .carriageReturn].contains(delimiter),
            "DelimitedFormat: the delimiter is byte \(delimiter); ASCII but for NUL, quote, CR and LF is needed")
        self.delimiter = delimiter
        self.missingTokens = missingTokens
    }

    /// The byte between fields as a person writes it: `tab`, or one ASCII character that is part of no number or name.
    ///
    /// - Parameter text: What is written.
    /// - Returns: `nil` where it is neither.
    public static func delimiter(_ text: String) -> UInt8? {
        if text == "tab" || text == "\t" { return UInt8(ascii: "\t") }
        let forbidden = Array("\"+-. ".utf8)
        guard let byte = text.utf8.first, text.utf8.count == 1, (0x21...0x7E).contains(byte), !forbidden.contains(byte),
            !text.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        return byte
    }

    /// Whether a file's name says that its fields are separated by tabs: `.tsv` or `.tab`, before the suffix of what packs it.
    ///
    /// - Parameter path: The path of the file.
    public static func isTabSeparated(name path: String) -> Bool {
        var parts = path.lowercased().split(separator: ".")
        if let last = parts.last, ["gz", "zst", "bz2", "xz", "zip"].contains(last) { parts.removeLast() }
        return parts.count > 1 && (parts.last == "tsv" || parts.last == "tab")
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Whether the byte is a space or a tab.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
