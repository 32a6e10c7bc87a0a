import Glibc
import StageKit
import Testing

@testable import TableReaders

struct SQLiteReaderTests {
    static let people = Database(
        """
        CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, age REAL, city TEXT, odd);
        INSERT INTO people VALUES (1, 'ann', 20, 'Köln', 1), (2, 'bob', NULL, 'NA', 'x'), (3, 'cyd', 30.5, '', 2),
          (4, NULL, 40, 'Bonn', X'00');
        CREATE VIEW old AS SELECT id, age FROM people WHERE age > 25;
        """)

    @Test func `columns are typed by their values`() throws {
        let table = try Self.people.read("SELECT id, name, age, city AS place FROM people ORDER BY id")
        #expect(table.header.names == ["id", "name", "age", "place"])
        #expect(table.cells("id") == ["1.0", "2.0", "3.0", "4.0"])
        #expect(table.columns[1].values == .categorical(codes: [0, 1, 2, -1], levels: ["ann", "bob", "cyd"]))
        #expect(table.cells("age") == ["20.0", nil, "30.5", "40.0"])
        #expect(table.columns[3].values == .categorical(codes: [1, -1, -1, 0], levels: ["Bonn", "Köln"]))
        #expect(table.columns.map(\.missingCount) == [0, 1, 1, 2])
        #expect(table.columns[2].firstMissing?.line == 2 && table.columns[2].firstMissing?.column == 3)
        #expect(table.origins.lines == [1, 2, 3, 4])
    }

    @Test func `numbers may be read as texts, and columns left out`() throws {
        let table = try Self.people.read(
            "SELECT id, age, odd FROM people WHERE id < 4 ORDER BY id", as: ["age": .text, "id": .skip, "odd": .text])
        #expect(table.columns.map(\.name) == ["age", "odd"])
        #expect(table.columns[0].values == .categorical(codes: [0, -1, 1], levels: ["20", "30.5"]))
        #expect(table.cells("odd") == ["1", "x", "2"])
    }

    @Test func `a column without values is numeric`() throws {
        let table = try Self.people.read("SELECT NULL AS none, id FROM people")
        #expect(table.cells("none") == [nil, nil, nil, nil])
        #expect(table.columns[0].content.isNumeric)
    }

    @Test func `views, joins and functions may be used`() throws {
        let table = try Self.people.read(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)
            SELECT i, round(avg(age), 1) AS mean, row_number() OVER (ORDER BY i DESC) AS place
            FROM n JOIN old ON old.id >= n.i GROUP BY i ORDER BY i; -- the end
            """)
        #expect(table.cells("mean") == ["35.3", "35.3", "35.3"] && table.cells("place") == ["3.0", "2.0", "1.0"])
    }

    @Test func `texts of a database in UTF-16 are the same`() throws {
        let database = Database("PRAGMA encoding='UTF-16be'; CREATE TABLE t (a); INSERT INTO t VALUES ('ä'), ('𝄞');")
        #expect(try database.read("SELECT a FROM t ORDER BY rowid").cells("a") == ["ä", "𝄞"])
    }

    @Test func `nothing is written beside the file, whatever its journal`() throws {
        let database = Database("PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);")
        #expect(try database.read("SELECT a FROM t ORDER BY a").cells("a") == ["1.0", "2.0"])
        for suffix in ["-wal", "-shm", "-journal"] { #expect(!exists(database.file.path + suffix), "\(suffix)") }
        database.file.write([1, 2, 3], beside: "-wal")
        #expect(
            database.failure("SELECT a FROM t")
                == "data.db:1: error[FS486]: Changes of the database stand in a log beside it, 'data.db-wal'; expected all of "
                + "it in one file.")
    }

    @Test func `names with characters of a URI are plain names`() throws {
        let database = Database("CREATE TABLE t (a); INSERT INTO t VALUES (7);", name: "a?b#c%41 ü.db")
        #expect(try database.read("SELECT a FROM t").cells("a") == ["7.0"])
    }

    @Test(arguments: [
        ("SELECT a FROM t ORDER BY a", true), ("select a from t order\n by a limit 3", true),
        ("SELECT a FROM t", false),
        ("SELECT * FROM (SELECT a FROM t ORDER BY a)", false), ("SELECT 'ORDER BY' FROM t", false),
        ("SELECT a FROM t -- ORDER BY a", false), ("SELECT a /* ORDER BY */ FROM t", false),
        ("SELECT \"ORDER\" BY FROM t", false), ("SELECT [ORDER], `BY` FROM t", false),
        ("SELECT a FROM \"order\", by", false),
        ("SELECT row_number() OVER (ORDER BY a) FROM t", false), ("SELECT a FROM t ORDER /* x */ BY (SELECT 1)", true),
        ("WITH x AS (SELECT 1) SELECT * FROM x ORDER BY 1;", true), ("SELECT reorder by", false), ("SELECT 'a", false),
        ("SELECT order.by", false),
    ])
    func `a query has an order of its own`(_ text: String, isOrdered: Bool) {
        #expect(SQLiteQuery(text: text).isOrdered == isOrdered)
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
