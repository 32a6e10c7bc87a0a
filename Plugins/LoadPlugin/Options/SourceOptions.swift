import StageKit
import TableReaders

/// What `<load>` reads and how: the options of which each format uses its own.
struct SourceOptions: Sendable {
    /// What the file holds.
    enum Format: String, OptionChoice { case auto, csv, tsv, svmlight, npy, sqlite }

    /// Reads the file.
    let reader: any TableReader
    /// What a person should know of the source before it is read.
    let warning: Diagnostic?
    /// The texts that stand for no value, besides the empty one; `nil` for a format without texts.
    let missingTokens: [String]?

    /// Reads checked options and makes the format's reader: the one place that knows them all.
    ///
    /// - Throws: ``StageFailure`` of kind `pipeline` where an option is of no use to the format, or not what it needs.
    init(_ options: StageOptions) throws(StageFailure) {
        let path = options[Self.pathOption]
        if options[Self.formatOption] == .auto, let name = ForeignFormat.name(of: path) {
            throw StageFailure(
                .pipeline, code: "FS448",
                "The format of '\(path)' is \(name), going by the name, which is not read; expected CSV, TSV, svmlight, an array "
                    + "of NumPy or a database of SQLite.", at: options.location(of: "path"),
                suggestion: "write the rows as CSV, or set format where the name misleads")
        }
        let format = options[Self.formatOption].resolved(path: path)
        try Self.refuseUseless(options, format)
        missingTokens = format == .npy ? nil : options[Self.missingTokensOption]
        switch format {
        case .auto, .csv: reader = try Self.delimited(path, options, separatedBy: UInt8(ascii: ","))
        case .tsv: reader = try Self.delimited(path, options, separatedBy: UInt8(ascii: "\t"))
        case .svmlight: reader = FilePattern(path).map { SvmLightReader(pattern: $0) } ?? SvmLightReader(file: path)
        case .npy: reader = NumPyReader(file: path)
        case .sqlite:
            guard let element = options.child("query") else {
                throw StageFailure(
                    .pipeline, code: "FS447", "<load format=\"sqlite\"> has no <query>; expected one.",
                    at: options.location(of: "format"))
            }
            let asked = QueryOptions(element)
            reader = SQLiteReader(file: path, query: asked.query, missingTokens: options[Self.missingTokensOption])
            warning = asked.warning
            return
        }
        warning = nil
    }

    /// Refuses options that the format makes no use of.
    private static func refuseUseless(_ options: StageOptions, _ format: Format) throws(StageFailure) {
        func refuse(_ what: String, _ isWritten: Bool, at location: SourceLocation?) throws(StageFailure) {
            guard isWritten else { return }
            throw StageFailure(
                .pipeline, code: "FS447",
                "<load> reads the format '\(format.rawValue)', which makes no use of \(what); expected it not to be written.",
                at: location)
        }
        if [.svmlight, .npy, .sqlite].contains(format) {
            try refuse("'delimiter'", options.isWritten("delimiter"), at: options.location(of: "delimiter"))
        }
        if [.svmlight, .npy].contains(format) {
            try refuse(
                "'missing-tokens'", options.isChosen("missing-tokens"), at: options.location(of: "missing-tokens"))
        }
        if format == .npy || format == .sqlite {
            let path = options[pathOption]
            try refuse("'*' and '?' in 'path'", FilePattern(path) != nil, at: options.location(of: "path"))
        }
        if format != .sqlite {
            try refuse("<query>", options.child("query") != nil, at: options.child("query")?.location)
        }
    }

    private static func delimited(
        _ path: String, _ options: StageOptions, separatedBy standard: UInt8
    ) throws(StageFailure) -> any TableReader {
        let format = DelimitedFormat(
            delimiter: try delimiter(options) ?? standard, missingTokens: options[missingTokensOption])
        return FilePattern(path).map { DelimitedReader(pattern: $0, format: format) }
            ?? DelimitedReader(file: path, format: format)
    }

    /// Reads `delimiter`.
    private static func delimiter(_ options: StageOptions) throws(StageFailure) -> UInt8? {
        guard let text = options[delimiterOption] else { return nil }
        if let byte = DelimitedFormat.delimiter(text) { return byte }
        throw StageFailure(
            .pipeline, code: "FS440",
            "Attribute 'delimiter' of <load> is '\(text)', expected 'tab' or one ASCII character that is no letter, digit, "
                + "blank, quote, point or sign.", at: options.location(of: "delimiter"))
    }
}

extension SourceOptions.Format {
    /// The format itself, `auto` going by the file's name.
    fileprivate func resolved(path: String) -> Self {
        guard self == .auto else { return self }
        if SvmLightReader.isSvmLight(name: path) { return .svmlight }
        if NumPyReader.isArray(name: path) { return .npy }
        if SQLiteReader.isDatabase(name: path) { return .sqlite }
        return DelimitedFormat.isTabSeparated(name: path) ? .tsv : .csv
    }
}

// MARK: Keys

extension SourceOptions {
    static let pathOption = Option<String>.path(
        "path",
        help:
            "The file: CSV, TSV or svmlight in UTF-8 or an array of NumPy, plain or packed with gzip, zstd, bzip2, xz or as "
            + "the one file of a zip; an .npz archive; or a database of SQLite. Of CSV, TSV and svmlight several files make one "
            + "table: '*' and '?' in the last part of the path.")
    static let formatOption = Option<Format>.choice(
        "format", default: .auto,
        help:
            "What the file holds; auto goes by its name: .tsv and .tab are TSV, .svm, .svmlight and .libsvm svmlight, .npy "
            + "and .npz arrays, .db, .sqlite and .sqlite3 databases, and all else is CSV.")
    static let delimiterOption = Option<String?>.optionalString(
        "delimiter", help: "The character between fields, or tab; the format's own where it is not written.")
    static let missingTokensOption = Option<[String]>.names(
        "missing-tokens", default: ["NA"], help: "The texts that stand for no value, besides the empty field.")
}
