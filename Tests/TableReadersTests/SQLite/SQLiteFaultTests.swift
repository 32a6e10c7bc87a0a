import ArchiveStreams
import Glibc
import StageKit
import Testing

@testable import TableReaders

struct SQLiteFaultTests {
    static let database = Database(
        """
        CREATE TABLE t (a, b, c);
        INSERT INTO t VALUES (1, 'x', 9007199254740992), (2, 'y', 9007199254740993), ('z', 3, -9223372036854775808);
        CREATE TABLE u (a, b);
        INSERT INTO u VALUES (X'01', 1e999), (CAST(X'FF' AS TEXT), 'a' || char(0) || 'b');
        CREATE VIEW now AS SELECT datetime('now') AS a;
        """)

    static let values: [(query: String, failure: String)] = [
        (
            "SELECT a FROM t",
            "data.db:3:1: error[FS415]: Column 'a' has 2 numbers, and one cell of the other kind; the first, 'z', is not a "
                + "number. Expected numbers only or texts only."
        ),
        (
            "SELECT a, b FROM t WHERE a <> 'z' OR b = 3",
            "data.db:3:1: error[FS415]: Column 'a' has 2 numbers, and one cell of the other kind; the first, 'z', is not a "
                + "number. Expected numbers only or texts only."
        ),
        (
            "SELECT 1 AS k, b FROM t",
            "data.db:3:2: error[FS415]: Column 'b' has 2 texts, and one cell of the other kind; the first, '3', is a "
                + "number. Expected numbers only or texts only."
        ),
        (
            "SELECT c FROM t WHERE a IN (1, 2)",
            "data.db:2:1: error[FS435]: The value of column 'c' in row 2 is 9007199254740993; expected a whole number of at "
                + "most 2^53 in magnitude, as a double holds each."
        ),
        (
            "SELECT a FROM u",
            "data.db:1:1: error[FS482]: The value of column 'a' in row 1 is a BLOB; expected a number, a text or NULL."
        ),
        (
            "SELECT b FROM u LIMIT 1",
            "data.db:1:1: error[FS434]: The value of column 'b' in row 1 is infinity; expected a finite number, or NULL for "
                + "no value."
        ),
        (
            "SELECT a FROM u WHERE typeof(a) = 'text'",
            "data.db:1:1: error[FS403]: The value of column 'a' in row 1 is a text that is not UTF-8; expected Unicode text."
        ),
        (
            "SELECT b FROM u WHERE typeof(b) = 'text'",
            "data.db:1:1: error[FS404]: The value of column 'b' in row 1 is a text with a NUL character in it; expected text."
        ),
        (
            "SELECT a FROM t WHERE a > 100 AND b = 'q'",
            "pipeline.xml:3:4: error[FS407]: The query gives no rows; expected at least one."
        ),
        (
            "SELECT a, b AS a FROM t",
            "data.db:1: error[FS413]: Two columns are named 'a', the 1st and the 2nd; expected each name once."
        ),
        (
            "SELECT abs(-9223372036854775808) AS a",
            "data.db:1: error[FS484]: The query failed while it ran: integer overflow (1)."
        ),
    ]

    @Test(arguments: values)
    func `values that no column holds are named with their row`(_ fault: (query: String, failure: String)) {
        #expect(Self.database.failure(fault.query) == fault.failure)
    }

    @Test func `a text where numbers are asked for is refused`() {
        #expect(
            Self.database.failure("SELECT b FROM t", as: ["b": .numeric])
                == "data.db:1:1: error[FS416]: Column 'b' must hold numbers, and 2 cells are not one; the first is 'x'."
        )
    }

    static let refused: [(query: String, reason: String)] = [
        ("", "The query is empty"), ("  -- nothing", "The query is empty"),
        ("SELECT 1 AS a; SELECT 2", "more than one statement"),
        ("SELECT 1 AS a; DROP TABLE t", "more than one statement"),
        ("SELECT 1 AS a; nonsense", "more than one statement"),
        ("DELETE FROM t", "a change of the database, which a query may not"), ("UPDATE t SET a = 1", "a change of"),
        ("INSERT INTO t VALUES (1, 2, 3)", "a change of"), ("DROP TABLE t", "a change of"),
        ("CREATE TEMP TABLE x (a)", "a change of"), ("PRAGMA table_info(t)", "uses PRAGMA"), ("BEGIN", "a change of"),
        ("ATTACH 'other.db' AS o", "uses ATTACH or DETACH"), ("VACUUM INTO 'copy.db'", "gives no rows of its own"),
        ("SELECT load_extension('x')", "the function 'load_extension'"),
        ("SELECT random() AS a", "the function 'random'"),
        ("SELECT a FROM now", "the function 'datetime'"),
        ("SELECT current_timestamp AS a", "the function 'current_timestamp'"),
        ("SELECT exp(1.0) AS a", "the function 'exp'"), ("SELECT randomblob(4) AS a", "the function 'randomblob'"),
        ("EXPLAIN SELECT 1", "gives no rows of its own"), ("SELEC 1", "near \"SELEC\": syntax error"),
        ("SELECT \"nosuch\" FROM t", "no such column: nosuch"), ("SELECT a FROM missing", "no such table: missing"),
        ("SELECT ? AS a", "The query is wrong"), ("SELECT * FROM pragma_database_list", "The query is wrong"),
        ("SELECT 1\u{0} AS a", "a NUL character"),
    ]

    @Test(arguments: refused)
    func `a query that is no single safe SELECT is refused at its place`(_ fault: (query: String, reason: String)) {
        let found = Self.database.failure(fault.query)
        #expect(found.hasPrefix("pipeline.xml:3:4: error[FS481]: ") && found.contains(fault.reason), "\(found)")
    }

    @Test func `a query that never ends is stopped`() {
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS m FROM n"
        #expect(
            Self.database.failure(endless, timeLimit: 0.05)
                == "pipeline.xml:3:4: error[FS483]: The query ran longer than 0.05 seconds, its time limit.")
    }

    @Test func `a table larger than allowed is refused`() {
        let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT i FROM n"
        let reader = SQLiteReader(file: Self.database.file.path, query: SQLiteQuery(text: many))
        let found = failure { try reader.using(threads: 1, memory: 100_000).read { _ in [.automatic] } }
        #expect(found?.diagnostic.code == "FS422" && found?.kind == .resource)
    }

    @Test func `texts count where a table larger than allowed is refused`() {
        let many =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
            + "SELECT printf('%.*c', 10000, 'x') || i AS a FROM n"
        let reader = SQLiteReader(file: Self.database.file.path, query: SQLiteQuery(text: many))
        let found = failure { try reader.using(threads: 1, memory: 1_000_000).read { _ in [.automatic] } }
        #expect(found?.description.contains("FS422]: The table needs about 2.6 MB for 256 rows of 1 column") == true)
    }

    @Test func `a query whose every step takes long is stopped in time`() {
        let large =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            + "SELECT max(length(printf('%.*c', 4000000, 'x') || i)) AS m FROM n"
        let start = ContinuousClock.now
        #expect(Self.database.failure(large, timeLimit: 0.05).contains("FS483"))
        #expect(ContinuousClock.now - start < .seconds(20))
        let larger = "SELECT length(replace(printf('%.*c', 3000000, 'x'), 'x', 'yy')) AS m"
        #expect(Self.database.failure(larger).contains("FS484]: The query passed a limit: string or blob too big"))
    }

    @Test func `of a link to a database the log is looked for where it leads`() throws {
        let database = Database("PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);")
        let link = TemporaryFile("link.db", nil)
        #expect(symlink(database.file.path, link.path) == 0)
        let reader = SQLiteReader(file: link.path, query: SQLiteQuery(text: "SELECT a FROM t ORDER BY a"))
        #expect(try reader.read { _ in [.automatic] }.cells("a") == ["1.0", "2.0"])
        database.file.write([1], beside: "-wal")
        let found = failure { try reader.read { _ in [.automatic] } }
        #expect(found?.description.contains("FS486]: Changes of the database stand in a log beside it") == true)
    }

    @Test func `a database whose last change was broken off is refused`() throws {
        let database = Database("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);")
        // The header of a journal with one page to be put back, of a database that had one page.
        let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        database.file.write(magic + [0, 0, 0, 1] + [UInt8](repeating: 0xFF, count: 4096), beside: "-journal")
        let found = database.failure("SELECT a FROM t ORDER BY a")
        #expect(found.contains("FS486]: A change of the database was broken off"), "\(found)")
    }

    @Test func `a run that is cancelled stops its query`() async {
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS m FROM n"
        let task = Task.detached { try Self.database.read(endless) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `files that are no database are refused`() throws {
        func failure(_ bytes: [UInt8]?) -> String {
            let file = TemporaryFile("data.db", bytes)
            let found = TableReadersTests.failure {
                try SQLiteReader(file: file.path, query: SQLiteQuery(text: "SELECT name FROM sqlite_master")).read {
                    _ in
                    [.automatic]
                }
            }
            return found.map { $0.description.replacing(file.path, with: "data.db") } ?? ""
        }
        #expect(failure(nil).contains("FS400"))
        #expect(failure([]) == "data.db:1: error[FS480]: The file is no database of SQLite 3.")
        #expect(failure(Array("x,y\n1,2\n".utf8)).contains("FS480"))
        let header = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0xFF, count: 1000)
        #expect(failure(header).contains("FS480]: The file is no database of SQLite that can be read: "))
    }

    @Test func `a damaged database is refused or read, and never fatal`() throws {
        let database = Database(
            "CREATE TABLE t (a); "
                + (0..<200).map { "INSERT INTO t VALUES (\($0));" }.joined())
        let whole = try ByteSource(path: database.file.path).readAll()
        var random = SplitMix(seed: 5)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            database.file.write(bytes)
            _ = database.failure("SELECT a FROM t ORDER BY a", timeLimit: 5)
        }
        database.file.write(Array(whole.prefix(whole.count / 2)))
        #expect(database.failure("SELECT a FROM t ORDER BY a").contains("FS480"))
    }
}
