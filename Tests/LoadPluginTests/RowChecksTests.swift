import StageKit
import Testing

private let weighted = "<load path=\"data.csv\"><target column=\"y\"/><column name=\"w\" role=\"weight\"/></load>"

struct RowChecksTests {
    @Test(arguments: [
        (
            "x,w,y\n1,1,1\n2,-0.5,2\n",
            "data.csv:3: error[FS459]: The weight 'w' is -0.5 in this row; expected 0 or more."
        ),
        (
            "x,w,y\n1,0,1\n2,0,2\n",
            "data.csv:1: error[FS459]: The weight 'w' is 0 in all 2 rows; expected it to be above 0 in some."
        ),
        (
            "x,w,y\n1,1e308,1\n2,1e308,2\n",
            "data.csv:1: error[FS459]: The weights 'w' sum to more than the range of a double; expected smaller ones, of "
                + "which only the ratios count."
        ),
        (
            "x,w,y\n1,1,1\n1,1,2\n",
            "data.csv:1: error[FS455]: No feature varies over the 2 rows; expected at least one of the 1 to vary."
        ),
        (
            "x,w,y\n1,heavy,1\n2,1,2\n",
            "data.csv:2:3: error[FS416]: Column 'w' must hold numbers, and one cell is not one; the first is 'heavy'."
        ),
    ])
    func `rows that no model can use are named with their place`(data: String, text: String) async throws {
        let found = try await failure(weighted, data: data)
        #expect(found.text == text)
        #expect(found.failure?.kind == .data)
    }

    @Test func `row names without a name are no feature, and are warned of until a column says what they are`()
        async throws
    {
        let data = ",x,y\na,1,1\nb,2,3\nc,4,4\n"
        let plain = "<load path=\"data.csv\"><target column=\"y\"/></load>"
        let loaded = try await load(plain, data: data)
        #expect(loaded.table.features.map(\.name) == ["x"])
        #expect(loaded.table.column("row.names")?.role == .id)
        #expect(
            loaded.diagnostics.map(\.message) == [
                "The first column has no name and is taken for the names of the rows, as R and pandas write them: it is called "
                    + "'row.names' and has the role 'id'."
            ])
        #expect(loaded.diagnostics.first?.code == "FS476" && loaded.diagnostics.first?.severity == .warning)
        let named = plain.replacing("/></load>", with: "/><column name=\"row.names\" role=\"ignore\"/></load>")
        let said = try await load(named, data: data)
        #expect(said.table.column("row.names") == nil && said.diagnostics.isEmpty)
    }

    @Test func `columns of numbers with a comma are refused together, unless they have a type`() async throws {
        let options = "<load path=\"data.csv\" delimiter=\";\"><target column=\"y\"/></load>"
        let data = "x;z;y\n1,5;a;1,0\n2,25;b;3,5\n-3,0;1,5;4,5\n"
        let found = try await failure(options, data: data)
        #expect(
            found.text
                == "data.csv:1:1: error[FS477]: 2 columns (x, y) hold numbers with a comma, such as '-3,0'; expected a "
                + "decimal point and no other mark.")
        #expect(found.failure?.diagnostic.suggestion == "where they are no numbers, give them a type")
        let typed = options.replacing("\"y\"/></load>", with: "\"y\" type=\"multiclass\"/></load>")
        #expect(
            try await failure(typed, data: data).text
                == "data.csv:1:1: error[FS477]: Column 'x' holds numbers with a comma, such as '-3,0'; expected a decimal point "
                + "and no other mark.")
        let both = typed.replacing("</load>", with: "<column name=\"x\" type=\"categorical\"/></load>")
        #expect(try await load(both, data: data).table.column("x")?.isNumeric == false)
    }

    @Test func `zero weights are fine`() async throws {
        #expect(try await load(weighted, data: "x,w,y\n1,0,1\n2,3,2\n").table.weights == [0, 3])
    }

    @Test func `a feature without any value is a warning`() async throws {
        let loaded = try await load(
            "<load path=\"data.csv\" missing=\"keep\"><target column=\"y\"/></load>", data: "x,z,y\n1,,1\n2,NA,2\n")
        #expect(
            loaded.diagnostics.map { "\($0.severity) \($0.code) \($0.message)" } == [
                "warning FS471 Column 'z' has no value in any row; give it the role 'ignore' to leave it out."
            ])
    }

    @Test func `a text that differs in each row is a warning`() async throws {
        let rows = (1...11).map { "\($0 + 1),name \($0),\($0 * $0)\n" }.joined()
        let loaded = try await load("<load path=\"data.csv\"><target column=\"y\"/></load>", data: "x,n,y\n" + rows)
        #expect(
            loaded.diagnostics.map { "\($0.severity) \($0.code) \($0.message)" } == [
                "warning FS472 Column 'n' has a different text in each of the 11 rows; if it names the rows, give it the role "
                    + "'id'."
            ])
    }
}
