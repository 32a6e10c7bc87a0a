public import StageKit

/// Reads CSV and TSV files, compressed or not, in a single pass; several of the same columns make one table.
///
/// 1. The text is read in blocks, which are cut into whole records and then worked on side by side.
/// 2. A block is checked: UTF-8 without NUL, with or without a byte order mark.
/// 3. It is scanned: where records and fields begin and end (``DelimitedFormat``). Blank lines may stand at the end alone.
/// 4. The first record names the columns, and the caller says how each is to be read.
/// 5. Each column's fields are read: numbers in decimal syntax, correctly rounded, with blanks around an unquoted number
///    ignored and a leading `+` allowed; texts exactly as they stand, each distinct one kept once, ordered by code point.
///
/// What is read does not depend on blocks or threads. Memory is the table's own, 8 bytes for a number, 4 for a text and
/// the distinct texts, and a few mebibytes for each thread.
public struct DelimitedReader: TableReader {
    /// How the files are written.
    public let format: DelimitedFormat
    /// How many threads to use.
    public private(set) var threads = 2
    /// The most bytes that the table may take; `nil` for no limit.
    public private(set) var memoryLimit: Int?
    private let input: InputFiles

    /// Creates a reader of one file.
    ///
    /// - Parameters:
    ///   - file: The path of the file.
    ///   - format: How the file is written.
    public init(file: String, format: DelimitedFormat = .csv) { self.init(.files([file]), format) }

    /// Creates a reader of all files that a pattern stands for, in the order of their names' bytes; they must have the same
    /// columns.
    ///
    /// - Parameters:
    ///   - pattern: The pattern; that no file matches it is a failure of the reading.
    ///   - format: How the files are written.
    public init(pattern: FilePattern, format: DelimitedFormat = .csv) { self.init(.pattern(pattern), format) }

    init(_ input: InputFiles, _ format: DelimitedFormat = .csv) {
        self.input = input
        self.format = format
    }

    /// The reader with so many threads and so much memory.
    ///
    /// - Parameters:
    ///   - threads: How many threads to use, from 1.
    ///   - memory: The most bytes that the table may take; `nil` for no limit.
    public func using(threads: Int, memory: Int?) -> DelimitedReader {
        var reader = self
        reader.threads = max(1, threads)
        reader.memoryLimit = memory
        return reader
    }

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - progress: Takes how many bytes of a file were read and how many there are; not called for a packed file, whose
    ///     unpacked size nobody knows.
    ///   - plan: Says how each column is to be read, given the names; one answer for each name.
    /// - Returns: The columns that are not skipped.
    /// - Throws: ``StageFailure`` at the first fault of the files, in their order, or else at the first column that cannot
    ///   be read as asked; what `plan` throws; `CancellationError`.
    /// - Complexity: O(bytes); O(levels log levels) for each column of texts.
    public func read(
        progress: @escaping (_ completed: Int, _ total: Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        let files = try input.files()
        let feed = RecordFeed(format: format, sizes: files.map(FileSource.storedSize), size: 1 << 20) {
            try FileSource(path: files[$0])
        }
        return try read(feed, files, progress: progress, columns: plan)
    }

    /// Reads blocks of text in the place of the only file.
    ///
    /// - Parameters:
    ///   - plan: Says how each column is to be read.
    ///   - size: How many bytes to scan at once. No result depends on it.
    ///   - largestRecord: The most bytes of a record.
    ///   - nextBlock: Gives the next bytes, at least one, or `nil` at the end; called by one thread at a time.
    package func read(
        columns plan: (TableHeader) throws -> [ColumnReading], size: Int = 1 << 20,
        largestRecord: Int = RecordFeed.largestRecord, nextBlock: @escaping () throws -> [UInt8]?
    ) throws -> SourceTable {
        let feed = RecordFeed(format: format, sizes: [1], size: size, largestRecord: largestRecord) { _ in
            BlockSource(nextBlock: nextBlock)
        }
        return try read(feed, [input.name], progress: { _, _ in }, columns: plan)
    }

    private func read(
        _ feed: RecordFeed, _ files: [String], progress: @escaping (Int, Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        var feed = feed
        let first = TextBlock()
        _ = feed.next(first)
        if let failure = first.failure { throw failure }
        let header = try first.scanHeader(format, file: files[0])
        let assembly = TableAssembly(
            header: header, files: files, readings: try plan(header), tokens: MissingTokens(format.missingTokens),
            memoryLimit: memoryLimit ?? .max)
        return try TableLoad(format: format, files: files, feed: feed, assembly: assembly)
            .run(from: first, threads: threads, progress: progress)
    }
}
