import ArchiveStreams
import CSQLite
import FSelCommand
import SelectionBundle
import Testing

/// Data from other sources than CSV, and what is shown of data.
struct DataSourcesTests {
    /// The cells of the diabetes data, without the header.
    private func diabetes() throws -> (names: [String], cells: [[String]]) {
        let text = String(
            decoding: try Workplace.read(Workplace.project + "/pipelines/data/diabetes.csv"), as: UTF8.self)
        let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        return (rows[0], Array(rows.dropFirst()))
    }

    /// An array as NumPy writes it; elements of 8 bytes, or texts in bytes.
    private func npy(_ type: String, _ shape: String, _ data: [UInt8]) -> [UInt8] {
        let header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }".utf8)
        let blanks = [UInt8](repeating: 0x20, count: 117 - header.count)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + header + blanks + [0x0A] + data
    }

    private func bytes(_ numbers: [Double]) -> [UInt8] {
        numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) } }
    }

    private func pipeline(_ path: String, _ query: String = "") -> String {
        """
        <pipeline xmlns="urn:fsel:pipeline:1" name="p" seed="3">
          <load id="data" path="\(path)">\(query)<target column="target"/><split test="0.2"/></load>
          <normalize/>
          <l1-select id="select"><cv folds="3"/></l1-select>
          <evaluate/>
          <bundle path="\(path).fsel.tar.gz"/>
        </pipeline>
        """
    }

    @Test func `an archive of NumPy and a query give what the same rows give as CSV`() async throws {
        let (names, cells) = try diabetes()
        let place = try Workplace()
        try place.copy("pipelines/data/diabetes.csv", as: "data.csv")
        let target = try #require(names.firstIndex(of: "target"))
        let features = names.indices.filter { $0 != target }
        let numbers = try cells.map { row in try row.map { try #require(Double($0)) } }
        let width = names.map(\.utf8.count).max() ?? 1
        let labels = features.flatMap { place in
            Array(names[place].utf8) + [UInt8](repeating: 0, count: width - names[place].utf8.count)
        }
        let members = [
            (
                "X.npy",
                npy(
                    "<f8", "(\(cells.count), \(features.count))",
                    bytes(numbers.flatMap { row in features.map { row[$0] } }))
            ),
            ("y.npy", npy("<f8", "(\(cells.count),)", bytes(numbers.map { $0[target] }))),
            ("feature_names.npy", npy("|S\(width)", "(\(features.count),)", labels)),
        ]
        try place.write(
            "data.npz",
            try ArchiveWriter.archive(
                members.map { ArchiveEntry(path: $0.0, bytes: $0.1) }, format: .zip, modified: 1_000_000_000,
                name: "npz"))
        var connection: OpaquePointer?
        #expect(sqlite3_open(place.file("data.db"), &connection) == SQLITE_OK)
        let quoted = names.map { "\"\($0)\"" }.joined(separator: ",")
        let sql =
            "CREATE TABLE d (id INTEGER PRIMARY KEY, \(quoted)); BEGIN;"
            + cells.map { "INSERT INTO d (\(quoted)) VALUES (\($0.joined(separator: ",")));" }.joined() + "COMMIT;"
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)

        let query = "<query>SELECT \(quoted) FROM d ORDER BY id</query>"
        var bundles: [[[UInt8]?]] = []
        for (path, query) in [("data.csv", ""), ("data.npz", ""), ("data.db", query)] {
            let run = await CommandRun.fsel("run", try place.write("p.xml", pipeline(path, query)), "--quiet")
            try #require(run.status == .success, "\(path): \(run.error)")
            let bundle = try BundleReader.read(path: place.file("\(path).fsel.tar.gz"))
            bundles.append(
                ["features/features.csv", "model/model.json", "metrics/metrics.json", "model/golden.csv"].map(
                    bundle.bytes))
            if path == "data.db" {
                let resolved = String(decoding: try #require(bundle.bytes(at: "config/resolved.xml")), as: UTF8.self)
                #expect(resolved.contains("<query time-limit=\"600\">SELECT "))
            }
        }
        #expect(bundles[0] == bundles[1] && bundles[0] == bundles[2] && bundles[0].allSatisfy { $0 != nil })
    }

    @Test func `predict takes the texts for no value that the data had`() async throws {
        let place = try Workplace()
        let rows = (0..<40).map { row in
            "\(row % 7 == 0 ? "-999" : "\(row * 13 % 17)"),\(row * 5 % 11),\(row * 3 % 19)\n"
        }
        try place.write("data.csv", "a,b,target\n" + rows.joined())
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" name="p">
              <load path="data.csv" missing="keep" missing-tokens="-999 none"><target column="target"/></load>
              <impute/><normalize/><l1-select><lambda value="0.001"/></l1-select>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        try #require(run.status == .success, "\(run.error)")
        let bundle = place.file("p.fsel.tar.gz")
        let signature = await CommandRun.fsel("show", bundle, "model/signature.json")
        #expect(signature.output.contains("\"missingTokens\": [\"-999\", \"none\"]"), "\(signature.output)")
        let verified = await CommandRun.fsel("verify", bundle)
        #expect(verified.status == .success)
        let predicted = await CommandRun.fsel(
            "predict", bundle, try place.write("new.csv", "a,b\n-999,1\n,1\nnone,1\n3,1\n"))
        let lines = predicted.output.split(separator: "\n")
        #expect(lines.count == 5, "\(predicted.error)")
        #expect(lines[1] == lines[2] && lines[1] == lines[3] && lines[1] != lines[4])
        let refused = await CommandRun.fsel("predict", bundle, try place.write("na.csv", "a,b\nNA,1\n"))
        #expect(refused.error.contains("FS416"))
    }

    @Test func `what data hold is shown by run, and by plan where it is asked to read them`() async throws {
        let place = try Workplace()
        let rows = (0..<40).map { "\($0 * 13 % 17),\($0 * 13 % 17),\($0 % 3 == 0 ? "u" : "v"),,\($0 * 3 % 19)\n" }
        try place.write("data.csv", "a,b,c,d,target\n" + rows.joined())
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" name="p">
              <load id="data" path="data.csv" missing="keep"><target column="target"/></load>
              <impute><column name="d" value="1" method="constant"/></impute><encode/><normalize/>
              <l1-select><lambda value="0.1"/></l1-select>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        let table = """
            data      40 rows
                      role     type         columns  missing  constant  duplicate
                      feature  numeric            3       40         1          1
                      feature  categorical        1        0         0          0
                      target   numeric            1        0         0          0
                      constant: d
                      duplicate: b = a

            """
        let run = await CommandRun.fsel("run", place.file("p.xml"))
        try #require(run.status == .success, "\(run.error)")
        #expect(run.error.contains(table), "\(run.error)")
        let plan = await CommandRun.fsel("plan", place.file("p.xml"), "--with-environment")
        #expect(plan.status == .success && plan.output.hasSuffix(table), "\(plan.output)")
        #expect(plan.error.contains("FS471"))
        #expect(!(await CommandRun.fsel("plan", place.file("p.xml"))).output.contains("duplicate"))
        let json = await CommandRun.fsel("plan", place.file("p.xml"), "--with-environment", "--json")
        let packed = json.output.filter { !$0.isWhitespace }
        #expect(packed.contains("\"name\":\"b\",\"original\":\"a\""), "\(packed)")
        #expect(packed.contains("\"rowsRead\":40,\"rowsUsed\":40"))
    }
}
