import ArchiveStreams
import StageKit

/// Reads CSV and TSV files, compressed or not, in a single pass.
///
/// 1. The text is read in blocks and checked: UTF-8 without NUL, with or without a byte order mark.
/// 2. It is scanned: where records and fields begin and end (``DelimitedFormat``). Blank lines may stand at the end alone.
/// 3. The first record names the columns, and the caller says how each is to be read.
/// 4. Each column's fields are read: numbers in decimal syntax, correctly rounded, with blanks around an unquoted number
///    ignored and a leading `+` allowed; texts exactly as they stand, each distinct one kept once, ordered by code point.
///
/// Memory is a small multiple of the table's own: 8 bytes for a number, 4 for a text and the distinct texts, and room for
/// growing.
public struct DelimitedReader: TableReader {
    /// The file's name, for messages.
    public let file: String
    /// How the file is written.
    public let format: DelimitedFormat

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - file: The path of the file.
    ///   - format: How the file is written.
    public init(file: String, format: DelimitedFormat = .csv) {
        self.file = file
        self.format = format
    }

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - progress: Takes how many bytes were read and how many there are; not called for a packed file, whose unpacked
    ///     size nobody knows.
    ///   - plan: Says how each column is to be read, given the names; one answer for each name.
    /// - Returns: The columns that are not skipped.
    /// - Throws: ``StageFailure`` at the first fault of the file, in its order, or else at the first column that cannot be
    ///   read as asked; what `plan` throws; `CancellationError`.
    /// - Complexity: O(bytes); O(levels log levels) for each column of texts.
    public func read(
        progress: @escaping (_ completed: Int, _ total: Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        let source: ByteSource
        do throws(ArchiveError) { source = try ByteSource(path: file) } catch { throw error.inputFailure }
        return try read(columns: plan) {
            try Task.checkCancellation()
            if source.compression == .none, source.position > 0 { progress(source.position, source.storedSize) }
            do throws(ArchiveError) { return try source.next() } catch { throw error.inputFailure }
        }
    }

    /// Reads blocks of text.
    ///
    /// - Parameters:
    ///   - plan: Says how each column is to be read.
    ///   - size: How many bytes to scan at once. No result depends on it.
    ///   - largestRecord: The most bytes of a record.
    ///   - nextBlock: Gives the next bytes, at least one, or `nil` at the end.
    package func read(
        columns plan: (TableHeader) throws -> [ColumnReading], size: Int = 1 << 20,
        largestRecord: Int = TextChunks.largestRecord, nextBlock: @escaping () throws -> [UInt8]?
    ) throws -> SourceTable {
        var chunks = TextChunks(
            file: file, delimiter: format.delimiter, size: size, largestRecord: largestRecord, nextBlock: nextBlock)
        var fields = FieldTable()
        guard try chunks.next(&fields) else {
            throw StageFailure(
                .data, code: "FS406", "The file is empty; expected a line of column names and rows.",
                at: SourceLocation(file: file, line: 1, column: 1))
        }
        let header = try TableHeader(file: file, fields, chunks.bytes.span)
        var assembly = TableAssembly(
            header: header, readings: try plan(header), tokens: MissingTokens(format.missingTokens))
        try assembly.append(fields, chunks.bytes.span, from: 1)
        while try chunks.next(&fields) { try assembly.append(fields, chunks.bytes.span, from: 0) }
        return try assembly.finish()
    }
}

extension ArchiveError {
    /// The failure that stops the run, with the exit code that the situation has.
    var inputFailure: StageFailure {
        let (failure, code): (StageFailure.Kind, String) =
            switch kind {
            case .missing, .notRegularFile: (.noInput, "FS400")
            case .permissionDenied: (.permission, "FS401")
            case .readFailed, .writeFailed: (.io, "FS402")
            case .tooManyEntries, .tooLarge, .ratioTooLarge: (.resource, "FS402")
            default: (.data, "FS402")
            }
        return StageFailure(failure, code: code, "The data cannot be read: \(self)")
    }
}
