import StageKit
import Testing

struct ColumnPlanTests {
    @Test(arguments: [
        (
            "<load path=\"data.csv\"><target column=\"targte\"/></load>", "did you mean 'target'?",
            "pipeline.xml:2:39: error[FS450]: 'data.csv' has no target column 'targte'; expected one of its 3 columns."
        ),
        (
            "<load path=\"data.csv\"><target column=\"target\"/>\n<column name=\"Zip\" role=\"id\"/></load>",
            "did you mean 'zip'?",
            "pipeline.xml:3:15: error[FS450]: 'data.csv' has no column 'Zip'; expected one of its 3 columns."
        ),
        (
            "<load path=\"data.csv\"><target column=\"target\"/>\n<split method=\"time\" key=\"when\"/></load>", nil,
            "pipeline.xml:3:27: error[FS450]: 'data.csv' has no split key 'when'; expected one of its 3 columns."
        ),
        (
            "<load path=\"data.csv\" delimiter=\";\"><target column=\"target\"/></load>",
            "the header is a single field; is the delimiter right?",
            "pipeline.xml:2:53: error[FS450]: 'data.csv' has no target column 'target'; expected one of its 1 column."
        ),
    ])
    func `a column that is not there is named where it is written`(load: String, suggestion: String?, text: String)
        async throws
    {
        let found = try await failure(load, data: "x,zip,target\n1,2,3\n4,5,6\n")
        #expect(found.text.replacing("'data.csv'", with: "'data.csv'") == text)
        #expect(found.failure?.kind == .data)
        #expect(found.failure?.diagnostic.suggestion == suggestion)
    }

    @Test func `a table without a feature is refused`() async throws {
        let found = try await failure(
            "<load path=\"data.csv\"><target column=\"y\"/><column name=\"x\" role=\"id\"/></load>")
        #expect(
            found.text
                == "data.csv:1: error[FS454]: No column of 'data.csv' is a feature; expected at least one beside the "
                + "target.")
        #expect(found.failure?.kind == .data)
    }

    @Test func `ids, groups and folds may mix numbers and texts`() async throws {
        let loaded = try await load(
            """
            <load path="data.csv"><target column="y"/><column name="i" role="id"/><column name="g" role="group"/></load>
            """, data: "i,g,x,y\n1,a,1,2\nb,2,2,3\n")
        #expect(loaded.table.groups == ["a", "2"])
        #expect(loaded.table.column("i")?.texts == ["1", "b"])
    }

    @Test func `an ignored column may hold anything`() async throws {
        let loaded = try await load(
            "<load path=\"data.csv\"><target column=\"y\"/><column name=\"j\" role=\"ignore\"/></load>",
            data: "j,x,y\n1,1,2\nb,2,3\n,3,4\n")
        #expect(loaded.table.columns.map(\.name) == ["x", "y"])
    }

    @Test func `a mixture is refused at its cell`() async throws {
        let found = try await failure(
            "<load path=\"data.csv\"><target column=\"y\"/></load>", data: "x,y\n1,2\n2,many\n3,5\n")
        #expect(
            found.text
                == "data.csv:3:3: error[FS415]: Column 'y' has 2 numbers, and one cell of the other kind; the first, "
                + "'many', is not a number. Expected numbers only or texts only.")
    }
}
