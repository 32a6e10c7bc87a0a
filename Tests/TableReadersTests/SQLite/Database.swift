import CSQLite
import StageKit

@testable import TableReaders

/// A database in a temporary file.
final class Database: Sendable {
    let file: TemporaryFile

    /// - Parameter sql: What makes it.
    init(_ sql: String, name: String = "data.db") {
        file = TemporaryFile(name, nil)
        run(sql)
    }

    /// Runs statements.
    func run(_ sql: String) {
        var connection: OpaquePointer?
        sqlite3_open(file.path, &connection)
        var message: UnsafeMutablePointer<CChar>?
        let status = sqlite3_exec(connection, sql, nil, nil, &message)
        let text = message.map { String(cString: $0) } ?? ""
        sqlite3_free(message)
        sqlite3_close(connection)
        precondition(status == SQLITE_OK, "SQLite refused the test's statements: \(text)")
    }

    /// The rows of a query.
    func read(
        _ query: String, as readings: [String: ColumnReading] = [:], timeLimit: Double = 600
    ) throws -> SourceTable {
        let reader = SQLiteReader(
            file: file.path,
            query: SQLiteQuery(
                text: query, timeLimit: timeLimit, location: SourceLocation(file: "pipeline.xml", line: 3, column: 4)))
        return try reader.read { header in header.names.map { readings[$0] ?? .automatic } }
    }

    /// What a query fails with, without the folder; empty where it does not.
    func failure(_ query: String, as readings: [String: ColumnReading] = [:], timeLimit: Double = 600) -> String {
        let found = TableReadersTests.failure { try read(query, as: readings, timeLimit: timeLimit) }
        return found.map { $0.description.replacing(file.path, with: "data.db") } ?? ""
    }
}
