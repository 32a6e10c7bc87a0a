import ArchiveStreams
import Glibc
import StageKit

/// Reads the rows of a query on a database of SQLite, without writing anything.
///
/// 1. The file is looked at: is it a database, and is all of it there?
/// 2. The query is compiled on a read-only connection that allows one SELECT and a list of functions whose results follow
///    from their arguments alone (``QueryGuard``).
/// 3. Its columns are typed by their values as stored: INTEGER and REAL are numbers, TEXT is text, NULL, an empty text
///    and each missing token are missing. A mixture, a BLOB, a whole number beyond 2⁵³ and an infinite one are refused.
///
/// A log of changes beside the file (`-wal`) is refused unless it is empty: the file's digest would not cover it.
public struct SQLiteReader: TableReader {
    /// The database.
    public let file: String
    /// What is asked.
    public let query: SQLiteQuery
    /// The texts that stand for no value, besides the empty text.
    public let missingTokens: [String]
    /// The most bytes that the table may take; `nil` for no limit.
    public private(set) var memoryLimit: Int?

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - file: The path of the database.
    ///   - query: What is asked.
    ///   - missingTokens: The texts that stand for no value, besides the empty text.
    public init(file: String, query: SQLiteQuery, missingTokens: [String] = ["NA"]) {
        self.file = file
        self.query = query
        self.missingTokens = missingTokens
    }

    /// Whether a file's name says that it is a database: `.db`, `.sqlite` or `.sqlite3`.
    ///
    /// - Parameter path: The path of the file.
    public static func isDatabase(name path: String) -> Bool {
        let parts = path.lowercased().split(separator: ".")
        return parts.count > 1 && ["db", "sqlite", "sqlite3"].contains(parts.last)
    }

    /// The reader with a limit; a query runs on one thread.
    public func using(threads: Int, memory: Int?) -> SQLiteReader {
        var reader = self
        reader.memoryLimit = memory
        return reader
    }

    /// Runs the query.
    ///
    /// - Parameters:
    ///   - progress: Not called: nobody knows how many rows there will be.
    ///   - plan: Says how each column is to be read, given the names; one answer for each name.
    /// - Returns: The columns that are not skipped; a row's line is its number, from 1.
    /// - Throws: ``StageFailure`` at the first fault; what `plan` throws; `CancellationError`.
    public func read(
        progress: @escaping (_ completed: Int, _ total: Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        let state = try DatabaseFile(file)
        let guardian = QueryGuard(seconds: query.timeLimit)
        let connection = try SQLiteConnection(file: file, isImmutable: state.isLogged, guardian: guardian)
        let statement = try SQLiteStatement(query, connection, guardian, file: file)
        let header = TableHeader(file: file, names: statement.names)
        try header.check()
        let readings = try plan(header)
        precondition(
            readings.count == header.names.count,
            "SQLiteReader.read: \(readings.count) columns were planned, the query has \(header.names.count)")
        let tokens = MissingTokens(missingTokens)
        var columns = readings.indices.filter { readings[$0] != .skip }
            .map { StorageColumn(place: $0, reading: readings[$0], tokens: tokens) }
        var row = 0
        while try statement.step(query, guardian, file: file) {
            row += 1
            if row % 4096 == 0 { try Task.checkCancellation() }
            if row % 256 == 0 {
                let textSize = columns.reduce(0) { $0 + $1.textSize }
                try StageFailure.refuseTable(
                    rows: row, columns: columns.count, textSize: textSize, limit: memoryLimit, file: file)
            }
            for i in columns.indices {
                do throws(StorageColumn.Fault) { try columns[i].append(statement.pointer, row: row) } catch {
                    throw error.failure(column: header.names[columns[i].place], columns[i].place, row: row, file: file)
                }
            }
        }
        guard row > 0 else {
            throw StageFailure(
                .data, code: "FS407", "The query gives no rows; expected at least one.", at: query.location)
        }
        guard try DatabaseFile(file) == state else {
            throw StageFailure(
                .data, code: "FS486", "The database changed while it was read; run again when nobody writes to it.",
                at: SourceLocation(file: file, line: 1))
        }
        return try table(header, columns, rowCount: row)
    }

    private func table(
        _ header: TableHeader, _ columns: [StorageColumn], rowCount: Int
    ) throws(StageFailure) -> SourceTable {
        var finished: [SourceTable.Column] = []
        for column in columns {
            let (place, missing) = (column.place, column.missing)
            do throws(ColumnFault) {
                finished.append(
                    SourceTable.Column(
                        place: place, content: Column(name: header.names[place], values: try column.finish()),
                        missingCount: missing.count,
                        firstMissing: missing.first.map {
                            SourceLocation(file: file, line: $0.position.line, column: $0.position.column)
                        }))
            } catch { throw error.failure(column: header.names[place], file: file) }
        }
        return SourceTable(
            header: header, columns: finished, origins: RowOrigins(file: file, lines: Array(1...rowCount)))
    }
}

extension StorageColumn.Fault {
    /// The failure that stops the run.
    fileprivate func failure(column name: String, _ place: Int, row: Int, file: String) -> StageFailure {
        let (code, found): (String, String) =
            switch self {
            case .blob: ("FS482", "is a BLOB; expected a number, a text or NULL")
            case .integer(let value):
                ("FS435", "is \(value); expected a whole number of at most 2^53 in magnitude, as a double holds each")
            case .infinity(let value):
                ("FS434", "is \(value < 0 ? "minus " : "")infinity; expected a finite number, or NULL for no value")
            case .notUTF8: ("FS403", "is a text that is not UTF-8; expected Unicode text")
            case .null: ("FS404", "is a text with a NUL character in it; expected text")
            case .tooManyLevels: ("FS420", "is one distinct text too many; expected at most \(Int32.max)")
            }
        return StageFailure(
            self.isLimit ? .resource : .data, code: code, "The value of column '\(name)' in row \(row) \(found).",
            at: SourceLocation(file: file, line: row, column: place + 1))
    }

    private var isLimit: Bool { if case .tooManyLevels = self { true } else { false } }
}

/// What can be told of a database file without SQLite.
private struct DatabaseFile: Equatable {
    /// Whether changes go to a log beside the file.
    let isLogged: Bool
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Looks at the file and what is beside it.
    ///
    /// - Throws: ``StageFailure`` where it is no database (FS480), or a log beside it has changes (FS486).
    init(_ file: String) throws(StageFailure) {
        var start: [UInt8] = []
        do throws(ArchiveError) {
            let source = try ByteSource(path: file)
            start = try source.next(100) ?? []
        } catch { throw error.inputFailure }
        let place = SourceLocation(file: file, line: 1)
        guard start.count == 100, start.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw StageFailure(.data, code: "FS480", "The file is no database of SQLite 3.", at: place)
        }
        // The format numbers for writing and reading: 2 is a log beside the file.
        isLogged = start[18] == 2 || start[19] == 2
        // Of a link the log is beside what it leads to.
        for log in [file, Self.destination(of: file)].map({ $0 + "-wal" }) where Self.holdsBytes(log) {
            throw StageFailure(
                .data, code: "FS486",
                "Changes of the database stand in a log beside it, '\(log)'; expected all of it in one file.",
                at: place,
                suggestion: "close the program that writes to it, or run PRAGMA wal_checkpoint(TRUNCATE)")
        }
        var status = stat()
        guard stat(file, &status) == 0 else {
            throw StageFailure(.io, code: "FS402", "The data cannot be read: \(file) is gone.", at: place)
        }
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    private static func destination(of file: String) -> String {
        guard let path = realpath(file, nil) else { return file }
        defer { free(path) }
        return String(cString: path)
    }

    private static func holdsBytes(_ file: String) -> Bool {
        var status = stat()
        return stat(file, &status) == 0 && status.st_size > 0
    }
}
