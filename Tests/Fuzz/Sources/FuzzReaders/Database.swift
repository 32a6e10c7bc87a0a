import StageKit

@testable import TableReaders

/// Whatever the database or the query is, its rows are read or refused, twice the same, and nothing is written.
///
/// What does not begin as a database does is taken for a query on the last one that did.
func checkDatabase(_ bytes: [UInt8]) -> CInt {
    var query = "SELECT * FROM t"
    if bytes.starts(with: Array("SQLite format 3".utf8)) {
        ScratchFile.write(bytes)
    } else {
        query = String(decoding: bytes, as: UTF8.self)
    }
    let first = read(query, readings)
    precondition(!ScratchFile.hasCompany, "A file was written beside the database")
    // Of two queries that take long, one may just end in time.
    if case .failure(let text) = first, text.contains("FS483") { return 0 }
    requireSame(read(query, readings), first, "The second time")
    return 0
}

private func read(_ query: String, _ plan: (TableHeader) -> [ColumnReading]) -> Outcome {
    Outcome {
        try SQLiteReader(file: ScratchFile.path, query: SQLiteQuery(text: query, timeLimit: 0.5))
            .using(threads: 1, memory: 1 << 26).read(columns: plan)
    }
}
