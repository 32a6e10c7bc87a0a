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
