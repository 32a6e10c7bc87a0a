import StageKit
import Testing

private func element(_ missing: String, _ rest: String = "") -> String {
    "<load path=\"data.csv\" missing=\"\(missing)\"><target column=\"y\"/>\(rest)</load>"
}

private let data = "id,x,t,y\n1,1,a,1\n2,,b,2\n,3,c,3\n4,4,NA,4\n5,5,e,\n6,6,f,6\n"
private let withID = "<column name=\"id\" role=\"id\"/>"

struct MissingRowsTests {
    @Test func `error names the first gap of the file and counts the others`() async throws {
        let found = try await failure(element("error", withID), data: data)
        #expect(
            found.text
                == "data.csv:3:3: error[FS451]: Column 'x' has no value here, and 2 more values are missing in the file; "
                + "expected a value in each row, as missing=\"error\" demands.")
        #expect(found.failure?.kind == .data)
        #expect(
            found.failure?.diagnostic.suggestion
                == "set missing=\"drop-row\" to leave such rows out, or \"keep\" and add <impute>")
    }

    @Test func `error is the default, and a row without target is one`() async throws {
        let found = try await failure(
            "<load path=\"data.csv\"><target column=\"y\"/></load>", data: "x,y\n1,2\n2,\n3,4\n")
        #expect(
            found.text == "data.csv:3:3: error[FS451]: Column 'y' has no value here; expected a value in each row, as "
                + "missing=\"error\" demands.")
    }

    @Test func `drop-row keeps whole rows and says how many went`() async throws {
        let loaded = try await load(element("drop-row", withID), data: data)
        #expect(loaded.table.origins?.numbers == [0, 2, 5])
        #expect(loaded.table.column("x")?.numbers == [1, 3, 6])
        #expect(loaded.table.column("t")?.values == .categorical(codes: [0, 1, 2], levels: ["a", "c", "f"]))
        #expect(
            loaded.diagnostics.map { "\($0.severity) \($0.code) \($0.message)" } == [
                "note FS470 3 of 6 rows were dropped for missing values: 1 in 'x', 1 in 't', 1 in 'y'."
            ])
        #expect(loaded.diagnostics[0].location?.line == 2 && loaded.diagnostics[0].location?.column == 32)
    }

    @Test func `losing most of the rows is a warning`() async throws {
        let loaded = try await load(element("drop-row"), data: "x,y,z\n1,1,\n2,2,\n3,3,1\n,4,\n5,5,2\n")
        #expect(
            loaded.diagnostics.map { "\($0.severity) \($0.message)" } == [
                "warning 3 of 5 rows were dropped for missing values: 3 in 'z', 1 in 'x'."
            ])
    }

    @Test func `keep leaves gaps in features and drops rows without target`() async throws {
        let loaded = try await load(element("keep", withID), data: data)
        #expect(loaded.table.rowCount == 5)
        #expect(loaded.table.column("x")?.firstMissing == 1)
        #expect(loaded.table.column("t")?.firstMissing == 3)
        #expect(loaded.table.target?.values == [1, 2, 3, 4, 6])
        #expect(
            loaded.diagnostics.map { "\($0.severity) \($0.code) \($0.message)" } == [
                "warning FS470 1 of 6 rows were dropped for missing values: 1 in 'y'."
            ])
    }

    @Test(arguments: ["weight", "group", "offset", "fold"])
    func `keep cannot keep a row without what nothing can fill in`(_ role: String) async throws {
        let found = try await failure(
            element("keep", "<column name=\"w\" role=\"\(role)\"/>"), data: "x,w,y\n1,2,3\n2,,\n3,,5\n4,4,1\n")
        #expect(
            found.text
                == "data.csv:4: error[FS452]: Column 'w' has no value in this row, and it is the \(role); expected one "
                + "in each row.")
        #expect(found.failure?.diagnostic.suggestion == "set missing=\"drop-row\" to leave such rows out")
    }

    @Test func `keep cannot keep a row without the key of the split`() async throws {
        let found = try await failure(
            element("keep", "<split method=\"hash\" key=\"k\"/>"), data: "x,k,y\n1,2,3\n2,,4\n3,4,5\n")
        #expect(
            found.text
                == "data.csv:3: error[FS452]: Column 'k' has no value in this row, and it is the key of the split; "
                + "expected one in each row.")
    }

    @Test func `no row left names the columns that took them`() async throws {
        let found = try await failure(
            element("drop-row"), data: "a,b,c,d,y\n1,NA,NA,,1\n,,,1,2\nNA,,1,,3\n")
        #expect(
            found.text
                == "pipeline.xml:2:32: error[FS453]: No row of 'data.csv' is left, since each of the 3 has a missing "
                + "value: 3 in 'b', 2 in 'a', 2 in 'c' and some in 1 more column.")
        #expect(found.failure?.kind == .data)
        #expect(
            found.failure?.diagnostic.suggestion
                == "give such columns the role 'ignore', or set missing=\"keep\" and add <impute>")
    }
}
