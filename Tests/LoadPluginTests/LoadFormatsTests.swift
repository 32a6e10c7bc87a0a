import ArchiveStreams
import LoadPlugin
import StageKit
import Testing

struct LoadFormatsTests {
    /// A `.npy` file of doubles, n × p.
    static func npy(_ rows: [[Double]]) -> [UInt8] {
        array("(\(rows.count), \(rows.first?.count ?? 0))", rows.flatMap { $0 })
    }

    static func array(_ shape: String, _ numbers: [Double]) -> [UInt8] {
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }"
        let text = Array(header.utf8) + Array(repeating: 0x20, count: 117 - header.utf8.count) + [0x0A]
        let data = numbers.flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
        }
        return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + text + data
    }

    static func npz() throws -> [UInt8] {
        try ArchiveWriter.archive(
            [
                ArchiveEntry(path: "X.npy", bytes: npy([[1, 2], [3, 5], [5, 6]])),
                ArchiveEntry(path: "y.npy", bytes: array("(3,)", [4, 5, 6])),
                ArchiveEntry(path: "weights.npy", bytes: array("(3,)", [1, 0, 2])),
            ], format: .zip, modified: 1_000_000_000, name: "data.npz")
    }

    @Test(arguments: ["data.npy", "data.bin"])
    func `an array's columns are f1 to fp, one of them the target`(_ name: String) async throws {
        let folder = try LoadingFolder()
        try folder.write(Self.npy([[1, 2, 3], [.nan, 5, 6], [7, 8, 10]]), to: name)
        let format = name == "data.bin" ? "format=\"npy\"" : ""
        let loaded = try await folder.run(
            "<load path=\"\(name)\" \(format) missing=\"drop-row\"><target column=\"f3\"/></load>")
        #expect(loaded.table.columns.map(\.name) == ["f1", "f2", "f3"])
        #expect(loaded.table.columns.map(\.role) == [.feature, .feature, .target])
        #expect(loaded.table.column("f2")?.numbers == [2, 8])
        #expect(loaded.table.origins?.lines == [1, 3])
    }

    @Test func `an archive's weights have their role, which another column may not have beside them`() async throws {
        let folder = try LoadingFolder()
        try folder.write(try Self.npz(), to: "data.npz")
        let loaded = try await folder.run("<load path=\"data.npz\"><target column=\"target\"/></load>")
        #expect(loaded.table.columns.map(\.name) == ["f1", "f2", "target", "weight"])
        #expect(loaded.table.weights == [1, 0, 2])
        let second = try await failure(
            "<load path=\"data.npz\"><target column=\"target\"/>\n<column name=\"f1\" role=\"weight\"/></load>",
            in: folder)
        #expect(
            second.text
                == "pipeline.xml:3:15: error[FS442]: The column 'f1' has the role 'weight', which the file gives to "
                + "'weight'; expected one such column.")
        let other = try await folder.run(
            """
            <load path="data.npz"><target column="target"/><column name="f1" role="weight"/>
            <column name="weight" role="ignore"/></load>
            """)
        #expect(other.table.weights == [1, 3, 5] && other.table.columns.map(\.name) == ["f1", "f2", "target"])
    }

    @Test(arguments: ["data.svm", "data.txt"])
    func `a sparse file's columns are f1 to fp and target, and stay sparse in both parts`(_ name: String) async throws {
        let folder = try LoadingFolder()
        let rows = (1...20).map { "\($0 % 3 == 0 ? -1 : 1) 1:\($0) \($0 % 4 + 2):0.5" }.joined(separator: "\n")
        try folder.write(rows, to: name)
        let format = name == "data.txt" ? "format=\"svmlight\"" : ""
        let loaded = try await folder.run(
            """
            <load path="\(name)" \(format)><target column="target" type="binary"/>
            <split method="stratified" test="0.25"/></load>
            """)
        for table in [loaded.table, loaded.test] {
            #expect(table.columns.map(\.name) == ["f1", "f2", "f3", "f4", "f5", "target"])
            #expect(table.features.allSatisfy { $0.sparseNumbers != nil && $0.sparseNumbers?.count == table.rowCount })
            #expect(table.target?.classes == ["-1", "1"])
            let lines = table.origins?.lines ?? []
            #expect(table.column("f1")?.numbers == lines.map(Double.init))
            #expect(table.column("f3")?.numbers == lines.map { $0 % 4 == 1 ? 0.5 : 0 })
        }
        #expect(loaded.table.rowCount == 15 && loaded.test.rowCount == 5 && loaded.diagnostics == [])
    }

    @Test func `queries are groups unless the options say otherwise, and constant features are found`() async throws {
        let folder = try LoadingFolder()
        try folder.write("1.5 qid:7 1:2 2:1\n2 qid:7 2:1\n3 qid:9 1:1 2:1\n", to: "data.libsvm")
        let load = "<load path=\"data.libsvm\"><target column=\"target\"/>"
        let loaded = try await folder.run(load + "</load>")
        #expect(loaded.table.groups == ["7", "7", "9"] && loaded.table.features.map(\.name) == ["f1", "f2"])
        let other = try await folder.run(load + "<column name=\"qid\" role=\"ignore\"/></load>")
        #expect(other.table.groups == nil)
        let flat = try await failure(load + "<column name=\"f1\" role=\"id\"/></load>", in: folder)
        #expect(flat.failure?.diagnostic.code == "FS455")
    }

    @Test func `sparse features that give the target away, or are there twice, are found as dense ones are`()
        async throws
    {
        func rows(_ label: (Int) -> Int) -> String {
            (1...60).map { row in
                let value = row % 4 == 0 ? " 1:\(2 * label(row)) 2:\(2 * label(row))" : ""
                return "\(label(row))\(value) 3:\(row % 7 + 1)\(row % 5 == 0 ? " 4:\(row)" : "")"
            }.joined(separator: "\n")
        }
        let load = "<load path=\"data.svm\"><target column=\"target\"/></load>"
        let folder = try LoadingFolder()
        try folder.write(rows { $0 % 4 == 0 ? $0 : 0 }, to: "data.svm")
        let numbers = try await folder.run(load)
        #expect(numbers.diagnostics.map(\.code) == ["FS474"])
        #expect(numbers.diagnostics[0].message.contains("f1, f2"))
        #expect(numbers.output.profile?.duplicates == [TableProfile.Duplicate(name: "f2", original: "f1")])
        try folder.write(rows { $0 % 4 == 0 ? 1 : 0 }, to: "data.svm")
        let classes = try await folder.run(load)
        #expect(classes.diagnostics.map(\.code) == ["FS475"])
        #expect(classes.diagnostics[0].message.contains("f1, f2"))
    }

    @Test func `a query's rows are a table`() async throws {
        let folder = try LoadingFolder()
        try folder.makeDatabase(
            "CREATE TABLE t (id, k, y); INSERT INTO t VALUES (1, 'a', 2), (2, '-', 3), (3, 'b', 2.5);", in: "data.db")
        let load =
            "<load path=\"data.db\" missing-tokens=\"-\" missing=\"keep\"><query>SELECT * FROM t ORDER BY id</query>"
        let loaded = try await folder.run(load + "<target column=\"y\"/><column name=\"id\" role=\"id\"/></load>")
        #expect(loaded.table.column("k")?.values == .categorical(codes: [0, -1, 1], levels: ["a", "b"]))
        #expect(loaded.table.column("y")?.numbers == [2, 3, 2.5])
        #expect(loaded.diagnostics == [])
    }

    @Test func `a query without an order is warned of`() async throws {
        let folder = try LoadingFolder()
        try folder.makeDatabase("CREATE TABLE t (x, y); INSERT INTO t VALUES (1, 2), (2, 3);", in: "data.db")
        let loaded = try await folder.run(
            "<load path=\"data.db\">\n<query>SELECT x, y FROM t</query><target column=\"y\"/></load>")
        #expect(loaded.diagnostics.map(\.code) == ["FS485"] && loaded.diagnostics.map(\.severity) == [.warning])
        #expect(loaded.diagnostics.first?.location?.line == 3)
    }

    static let faults: [(load: String, failure: String)] = [
        (
            "<load path=\"data.db\"><target column=\"y\"/></load>",
            "pipeline.xml:2:2: error[FS447]: <load format=\"sqlite\"> has no <query>; expected one."
        ),
        (
            "<load path=\"in/data.v2.XLSX\"><target column=\"y\"/></load>",
            "pipeline.xml:2:13: error[FS448]: The format of 'in/data.v2.XLSX' is a spreadsheet, going by the name, which is not "
                + "read; expected CSV, TSV, svmlight, an array of NumPy or a database of SQLite."
        ),
        (
            "<load path=\"part-*.json.gz\"><target column=\"y\"/></load>",
            "pipeline.xml:2:13: error[FS448]: The format of 'part-*.json.gz' is JSON, going by the name, which is not read; "
                + "expected CSV, TSV, svmlight, an array of NumPy or a database of SQLite."
        ),
        (
            "<load path=\"data.csv\">\n<query>SELECT 1</query><target column=\"y\"/></load>",
            "pipeline.xml:3:2: error[FS447]: <load> reads the format 'csv', which makes no use of <query>; expected it not to "
                + "be written."
        ),
        (
            "<load path=\"data.npy\" delimiter=\";\"><target column=\"y\"/></load>",
            "pipeline.xml:2:34: error[FS447]: <load> reads the format 'npy', which makes no use of 'delimiter'; expected it "
                + "not to be written."
        ),
        (
            "<load path=\"data.svm\" delimiter=\";\"><target column=\"y\"/></load>",
            "pipeline.xml:2:34: error[FS447]: <load> reads the format 'svmlight', which makes no use of 'delimiter'; expected "
                + "it not to be written."
        ),
        (
            "<load path=\"data.npy\" missing-tokens=\"-\"><target column=\"y\"/></load>",
            "pipeline.xml:2:39: error[FS447]: <load> reads the format 'npy', which makes no use of 'missing-tokens'; expected "
                + "it not to be written."
        ),
    ]

    @Test(arguments: faults)
    func `options that the format makes no use of are refused`(_ fault: (load: String, failure: String)) async throws {
        let found = try await failure(fault.load)
        #expect(found.text == fault.failure)
        #expect(found.failure?.kind == .pipeline)
    }
}
