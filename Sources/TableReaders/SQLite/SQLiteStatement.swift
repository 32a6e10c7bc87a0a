import CSQLite
import StageKit

/// A compiled query, let go once.
final class SQLiteStatement {
    let pointer: OpaquePointer
    private let connection: SQLiteConnection

    /// Compiles a query.
    ///
    /// - Throws: ``StageFailure`` where it is no single SELECT, uses what it may not, or is wrong (FS481).
    init(_ query: SQLiteQuery, _ connection: SQLiteConnection, _ guardian: QueryGuard, file: String)
        throws(StageFailure)
    {
        func wrong(_ message: String) -> StageFailure {
            StageFailure(.pipeline, code: "FS481", message, at: query.location)
        }
        guard !query.text.utf8.contains(0) else { throw wrong("The query has a NUL character in it.") }
        var compiled: OpaquePointer?
        var hasMore = false
        let status = query.text.withCString { text in
            var rest: UnsafePointer<CChar>?
            let status = sqlite3_prepare_v3(
                connection.pointer, text, -1, UInt32(SQLITE_PREPARE_NO_VTAB), &compiled, &rest)
            hasMore = status == SQLITE_OK && Self.hasStatement(rest, connection)
            return status
        }
        guard status == SQLITE_OK else {
            if let refusal = guardian.refusal {
                throw wrong("The query uses \(refusal), which a query may not; expected one SELECT of safe functions.")
            }
            if status & 0xFF != SQLITE_ERROR { throw connection.failure(file: file) }
            throw wrong("The query is wrong: \(String(cString: sqlite3_errmsg(connection.pointer))).")
        }
        guard let compiled else { throw wrong("The query is empty; expected one SELECT.") }
        pointer = compiled
        self.connection = connection
        guard !hasMore else { throw wrong("The query has more than one statement; expected one SELECT.") }
        guard sqlite3_stmt_readonly(pointer) != 0, sqlite3_stmt_isexplain(pointer) == 0,
            sqlite3_column_count(pointer) > 0
        else { throw wrong("The query gives no rows of its own; expected one SELECT.") }
    }

    deinit { sqlite3_finalize(pointer) }

    /// Whether a text has anything but blanks, comments and semicolons in it.
    private static func hasStatement(_ text: UnsafePointer<CChar>?, _ connection: SQLiteConnection) -> Bool {
        var rest = text
        while let start = rest, start.pointee != 0 {
            var compiled: OpaquePointer?
            let status = sqlite3_prepare_v3(connection.pointer, start, -1, 0, &compiled, &rest)
            sqlite3_finalize(compiled)
            if status != SQLITE_OK || compiled != nil { return true }
            if rest == start { return false }
        }
        return false
    }

    /// The names of the columns.
    var names: [String] {
        (0..<sqlite3_column_count(pointer)).map { column in
            sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: Whether there is one.
    /// - Throws: ``StageFailure`` where the time is over (FS483) or SQLite fails (FS480, FS484); `CancellationError`.
    func step(_ query: SQLiteQuery, _ guardian: QueryGuard, file: String) throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let status where status & 0xFF == SQLITE_INTERRUPT:
            try Task.checkCancellation()
            throw StageFailure(
                .resource, code: "FS483",
                "The query ran longer than \(shortest(query.timeLimit)) seconds, its time limit.", at: query.location)
        default: throw connection.failure(file: file)
        }
    }
}
