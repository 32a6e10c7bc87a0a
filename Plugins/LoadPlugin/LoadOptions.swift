import StageKit
import TableReaders

/// What `<load>` was told, checked as far as it can be without the data.
struct LoadOptions: Sendable {
    /// What the file holds.
    enum Format: String, OptionChoice { case auto, csv, tsv }

    /// What becomes of rows with missing values.
    enum MissingPolicy: String, OptionChoice {
        case error
        case dropRow = "drop-row"
        case keep
    }

    /// The file.
    let path: String
    /// How the file is written.
    let format: DelimitedFormat
    /// What becomes of rows with missing values.
    let missing: MissingPolicy
    /// Where `missing` is written, or the element.
    let missingLocation: SourceLocation?
    /// What is to be predicted.
    let target: TargetOptions
    /// What was said of single columns.
    let columns: [ColumnOptions]
    /// How rows are divided; `nil` for not at all.
    let split: SplitOptions?

    /// Reads checked options.
    ///
    /// - Throws: ``StageFailure`` of kind `pipeline` where they contradict each other.
    init(_ options: StageOptions) throws(StageFailure) {
        path = options[Self.pathOption]
        missing = options[Self.missingOption]
        missingLocation = options.location(of: "missing")
        let isTabbed = options[Self.formatOption].isTabbed(path: path)
        format = DelimitedFormat(
            delimiter: try Self.delimiter(options) ?? (isTabbed ? .tab : .comma),
            missingTokens: options[Self.missingTokensOption])
        guard let target = options.child("target") else {
            throw StageFailure(.pipeline, code: "FS446", "<load> has no <target>; expected one.", at: options.location)
        }
        let checkedTarget = try TargetOptions(target)
        let checkedColumns = try ColumnOptions.all(options.children("column"), target: checkedTarget)
        self.target = checkedTarget
        columns = checkedColumns
        split = try options.child("split").flatMap { element throws(StageFailure) in
            try SplitOptions(element, target: checkedTarget, columns: checkedColumns)
        }
    }

    /// Reads `delimiter`: `tab`, or one ASCII character that is part of no number or name.
    private static func delimiter(_ options: StageOptions) throws(StageFailure) -> UInt8? {
        guard let text = options[delimiterOption] else { return nil }
        if text == "tab" || text == "\t" { return .tab }
        let forbidden = Array("\"+-. ".utf8)
        if let byte = text.utf8.first, text.utf8.count == 1, (0x21...0x7E).contains(byte), !forbidden.contains(byte),
            !text.allSatisfy({ $0.isLetter || $0.isNumber })
        {
            return byte
        }
        throw StageFailure(
            .pipeline, code: "FS440",
            "Attribute 'delimiter' of <load> is '\(text)', expected 'tab' or one ASCII character that is no letter, digit, "
                + "blank, quote, point or sign.", at: options.location(of: "delimiter"))
    }
}

extension LoadOptions.Format {
    /// Whether fields are separated by tabs; `auto` goes by the file's name.
    fileprivate func isTabbed(path: String) -> Bool {
        self == .auto ? DelimitedFormat.isTabSeparated(name: path) : self == .tsv
    }
}

extension UInt8 {
    fileprivate static let tab = UInt8(ascii: "\t")
    fileprivate static let comma = UInt8(ascii: ",")
}

// MARK: Keys

extension LoadOptions {
    static let pathOption = Option<String>.path(
        "path",
        help: "The file: CSV or TSV in UTF-8, plain or packed with gzip, zstd, bzip2, xz or as the one file of a zip.")
    static let formatOption = Option<Format>.choice(
        "format", default: .auto,
        help: "What the file holds; auto is TSV for a name in .tsv or .tab, and CSV otherwise.")
    static let delimiterOption = Option<String?>.optionalString(
        "delimiter", help: "The character between fields, or tab; the format's own where it is not written.")
    static let missingOption = Option<MissingPolicy>.choice(
        "missing", default: .error,
        help: "What to do with missing values: refuse them, drop their rows, or keep them but for rows without target.")
    static let missingTokensOption = Option<[String]>.names(
        "missing-tokens", default: ["NA"], help: "The texts that stand for no value, besides the empty field.")

    /// What `<load>` takes.
    static let element = ElementDescriptor(
        name: "load", summary: "Reads a table from a file and may set test rows apart.",
        options: [
            pathOption.descriptor, formatOption.descriptor, delimiterOption.descriptor, missingOption.descriptor,
            missingTokensOption.descriptor,
        ],
        children: [
            ChildDescriptor(TargetOptions.element, minCount: 1, maxCount: 1),
            ChildDescriptor(ColumnOptions.element, minCount: 0, maxCount: nil),
            ChildDescriptor(SplitOptions.element, minCount: 0, maxCount: 1),
        ])
}
