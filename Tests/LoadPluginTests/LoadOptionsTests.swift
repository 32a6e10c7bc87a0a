import LoadPlugin
import StageKit
import Testing

struct LoadOptionsTests {
    /// An element that begins on line 2 of the pipeline, and what is said of it.
    static let faults: [(load: String, failure: String)] = [
        (
            "<load path=\"data.csv\" delimiter=\"tabs\"><target column=\"y\"/></load>",
            "pipeline.xml:2:34: error[FS440]: Attribute 'delimiter' of <load> is 'tabs', expected 'tab' or one ASCII "
                + "character that is no letter, digit, blank, quote, point or sign."
        ),
        (
            "<load path=\"data.csv\" delimiter=\".\"><target column=\"y\"/></load>",
            "pipeline.xml:2:34: error[FS440]: Attribute 'delimiter' of <load> is '.', expected 'tab' or one ASCII "
                + "character that is no letter, digit, blank, quote, point or sign."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<column name=\"y\" type=\"numeric\"/></load>",
            "pipeline.xml:3:15: error[FS441]: <column> names 'y', which is the target; expected another column, the "
                + "target's type being an attribute of <target>."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<column name=\"x\"/>\n<column name=\"x\" role=\"id\"/></load>",
            "pipeline.xml:4:15: error[FS441]: <column> names 'x' a second time; expected each column once."
        ),
        (
            """
            <load path="data.csv"><target column="y"/>
            <column name="a" role="weight"/><column name="b" role="id"/><column name="c" role="id"/>
            <column name="d" role="weight"/></load>
            """,
            "pipeline.xml:4:15: error[FS442]: The column 'd' has the role 'weight', which 'a' has already; expected one "
                + "such column."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<column name=\"w\" role=\"offset\" type=\"categorical\"/></load>",
            "pipeline.xml:3:38: error[FS443]: The column 'w' has the role 'offset' and the type 'categorical'; expected "
                + "type 'numeric'."
        ),
        (
            "<load path=\"data.csv\">\n<target column=\"y\" type=\"count\" positive=\"1\"/></load>",
            "pipeline.xml:3:43: error[FS444]: The target has the positive class '1' and the type 'count'; expected type "
                + "'binary'."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<split method=\"hash\"/></load>",
            "pipeline.xml:3:2: error[FS445]: <split method=\"hash\"> has no 'key'; expected a column."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<split method=\"group\"/></load>",
            "pipeline.xml:3:2: error[FS445]: <split method=\"group\"> has no 'key'; expected a column, or a <column> whose "
                + "role is 'group'."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<split method=\"time\" key=\"y\"/></load>",
            "pipeline.xml:3:27: error[FS445]: The key of <split> is the target 'y'; expected another column."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<split key=\"x\"/></load>",
            "pipeline.xml:3:13: error[FS445]: <split method=\"random\"> makes no use of 'key'; expected it not to be written."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\"/>\n<split method=\"none\" test=\"0.1\"/></load>",
            "pipeline.xml:3:28: error[FS445]: <split method=\"none\"> makes no use of 'test'; expected it not to be written."
        ),
        (
            "<load path=\"data.csv\"><target column=\"y\" type=\"numeric\"/>\n<split method=\"stratified\"/></load>",
            "pipeline.xml:3:16: error[FS445]: <split> is stratified and the target's type is 'numeric'; expected a target "
                + "with classes."
        ),
    ]

    @Test(arguments: faults)
    func `options that contradict each other are named with their place`(_ fault: (load: String, failure: String))
        async throws
    {
        let found = try await failure(fault.load)
        #expect(found.text == fault.failure)
        #expect(found.failure?.kind == .pipeline)
    }

    @Test func `options made by hand need a target too`() throws {
        let options = try StageOptions(LoadStage.descriptor.element, ["path": "data.csv"])
        let found = #expect(throws: StageFailure.self) { try LoadStage(options: options) }
        #expect(found?.description == "error[FS446]: <load> has no <target>; expected one.")
    }

    @Test func `the method none is no split`() async throws {
        let loaded = try await load(
            "<load path=\"data.csv\"><target column=\"y\"/><split method=\"none\"/></load>", data: "x,y\n1,2\n2,3\n")
        #expect(loaded.table.rowCount == 2 && loaded.output.test == nil)
    }
}
