import LoadPlugin
import PipelineXML
import StageKit
import StageKitTesting
import Synchronization
import Testing

struct LoadStageTests {
    @Test func `conformance`() async throws {
        let folder = try LoadingFolder()
        try folder.write("x,k,y\n" + (1...24).map { "\($0),k\($0),\($0 % 2)\n" }.joined(), to: "data.csv")
        let options = try folder.options(
            "<load path=\"data.csv\"><target column=\"y\"/><split method=\"hash\" key=\"k\" test=\"0.5\"/></load>")
        let violations = await StageConformance(LoadStage.self, options: options).violations()
        #expect(violations == [])
        withExtendedLifetime(folder) {}
    }

    @Test func `columns keep the order of the file and get their roles`() async throws {
        let loaded = try await load(
            """
            <load path="data.csv"><target column="y"/><column name="name" role="id"/><column name="w" role="weight"/>
            <column name="g" role="group"/><column name="o" role="offset"/><column name="f" role="fold"/>
            <column name="junk" role="ignore"/><column name="zip" type="categorical"/></load>
            """,
            data: "name,x,w,junk,g,o,f,zip,y\nann,1,1,1,7,0.5,2,100,3\nbob,2,0,b,8,-1,1,20,4\n")
        #expect(loaded.table.columns.map(\.name) == ["name", "x", "w", "g", "o", "f", "zip", "y"])
        #expect(
            loaded.table.columns.map(\.role) == [.id, .feature, .weight, .group, .offset, .fold, .feature, .target])
        #expect(loaded.table.weights == [1, 0])
        #expect(loaded.table.groups == ["7", "8"])
        #expect(loaded.table.folds == ["2", "1"])
        #expect(loaded.table.column("zip")?.values == .categorical(codes: [0, 1], levels: ["100", "20"]))
        #expect(loaded.output.test == nil)
        #expect(loaded.diagnostics.isEmpty)
    }

    @Test func `rows remember their line and their number`() async throws {
        let loaded = try await load(
            "<load path=\"data.csv\" missing=\"drop-row\"><target column=\"y\"/></load>",
            data: "x,t,y\n1,\"a\nb\",1\n,a,2\n3,c,3\n")
        #expect(loaded.table.origins?.lines == [2, 5])
        #expect(loaded.table.origins?.numbers == [0, 2])
        #expect(loaded.table.location(ofRow: 1)?.line == 5)
    }

    @Test(arguments: [
        ("data.csv", "", ","), ("data.txt", "", ","), ("data.tsv", "", "\t"), ("data.TAB", "", "\t"),
        ("data.csv", "format=\"tsv\"", "\t"), ("data.tsv", "format=\"csv\"", ","), ("data.tsv", "delimiter=\";\"", ";"),
        ("data.csv", "delimiter=\"tab\"", "\t"), ("data.csv", "delimiter=\"|\"", "|"), ("data.tsv.gz", "", "\t"),
    ])
    func `the delimiter follows from the options and the name`(_ name: String, attributes: String, delimiter: String)
        async throws
    {
        let folder = try LoadingFolder()
        try folder.write("a b,y\n1,2\n3,4\n".replacing(",", with: delimiter), to: name)
        let loaded = try await folder.run("<load path=\"\(name)\" \(attributes)><target column=\"y\"/></load>")
        #expect(loaded.table.column("a b")?.numbers == [1, 3])
    }

    @Test func `the report's facts are counted`() async throws {
        let loaded = try await load(
            """
            <load path="data.csv" missing="keep"><target column="y"/><column name="c" role="ignore"/><split test="0.25"/></load>
            """, data: "a,b,c,y\n1,2,c,u\n3,,1,v\n5,6,2,\n7,8,3,u\n9,1,4,v\n")
        #expect(
            loaded.output.facts.map { "\($0.name): \($0.text)" } == [
                "Rows read: 5", "Rows used: 4", "Features: 2", "Target: y, 2 classes",
                "Missing values: 2", "Columns ignored: c",
                "Split: random, 3 training and 1 test rows",
            ])
    }

    @Test func `progress is told in hundredths`() async throws {
        let folder = try LoadingFolder()
        try folder.write("x,y\n1,2\n2,3\n", to: "data.csv")
        let told = Mutex<[StageContext.Event]>([])
        let stage = try LoadStage(options: folder.options("<load path=\"data.csv\"><target column=\"y\"/></load>"))
        let context = StageContext(stageID: "load") { event in told.withLock { $0.append(event) } }
        _ = try await stage.run(StageInput(table: Table(columns: [])), context: context)
        #expect(told.withLock { $0 } == [.progress(completed: 100, total: 100)])
        withExtendedLifetime(folder) {}
    }

    @Test func `levels are those of all rows that are used, whichever part they are in`() async throws {
        let loaded = try await load(
            "<load path=\"data.csv\"><target column=\"y\"/><split method=\"time\" key=\"t\" test=\"0.5\"/></load>",
            data: "t,c,y\n1,a,1\n2,b,2\n3,c,3\n4,d,4\n")
        let levels = ["a", "b", "c", "d"]
        #expect(loaded.table.column("c")?.values == .categorical(codes: [0, 1], levels: levels))
        #expect(loaded.test.column("c")?.values == .categorical(codes: [2, 3], levels: levels))
    }

    @Test func `the sample is a pipeline, and each option is in it`() throws {
        let sample = try #require(LoadStage.sample)
        let document = try PipelineDocument(path: "sample.xml", bytes: Array(sample.utf8))
        let check = PipelineCheck(document, stages: [LoadStage.descriptor] + Self.laterStages)
        #expect(check.diagnostics.filter { $0.severity == .error } == [])
        let loads = try #require(check.plan).stages.filter { $0.descriptor.name == "load" }.map(\.options)
        for options in loads { _ = try LoadStage(options: options) }
        let element = LoadStage.descriptor.element
        for option in element.options {
            #expect(loads.contains { $0.isWritten(option.name) }, "\(option.name)")
        }
        for child in element.children {
            #expect(loads.contains { !$0.children(child.element.name).isEmpty }, "<\(child.element.name)>")
            for option in child.element.options { #expect(sample.contains("\(option.name)"), "\(option.name)") }
        }
    }

    @Test func `defaults in the sample are the descriptor's`() throws {
        let sample = try #require(LoadStage.sample)
        let document = try PipelineDocument(path: "sample.xml", bytes: Array(sample.utf8))
        let load = try #require(document.root.children.first { $0.name == "load" })
        for option in LoadStage.descriptor.element.options {
            guard let standard = option.standard else { continue }
            #expect(load.attribute(option.name)?.value == standard.description, "\(option.name)")
        }
    }

    @Test func `a file that is not there is missing input`() async throws {
        let folder = try LoadingFolder()
        let found = await #expect(throws: StageFailure.self) {
            try await folder.run("<load path=\"none.csv\"><target column=\"y\"/></load>")
        }
        #expect(found?.kind == .noInput && found?.diagnostic.code == "FS400")
    }

    /// Stand-ins for the stages that the sample goes on with.
    private static let laterStages = ["encode", "normalize", "l1-select"].map { name in
        StageDescriptor(
            ElementDescriptor(name: name, summary: "A later stage."), namespace: StageDescriptor.builtInNamespace,
            takes: [.table], gives: name == "l1-select" ? [.selection, .model] : [])
    }
}
