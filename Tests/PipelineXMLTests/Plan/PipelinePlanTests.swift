import StageKit
import Testing

@testable import PipelineXML

struct PipelinePlanTests {
    private let selection = loadText + "<normalize/><l1-select/><l2-refit/><evaluate/>"

    private func wiring(_ content: String) throws -> [String] {
        try #require(try check(content).plan).stages.map { stage in
            [stage.id, stage.input, stage.features, stage.model].map { $0 ?? "-" }.joined(separator: " ")
        }
    }

    @Test func `references default to the nearest earlier stage that gives what is needed`() throws {
        #expect(
            try wiring(selection) == [
                "load - - -", "normalize load - -", "l1-select normalize - -", "l2-refit normalize l1-select -",
                "evaluate normalize - l2-refit",
            ])
    }

    @Test func `references that are written count`() throws {
        let text =
            loadText + """
                <normalize id="a"/><normalize id="b" input="load" method="minmax"/><l1-select id="s"/>
                <l1-select id="t" input="a"/><l2-refit input="a" features="s"/><evaluate input="b" model="s"/>
                """
        #expect(
            try wiring(text) == [
                "load - - -", "a load - -", "b load - -", "s b - -", "t a - -", "l2-refit a s -", "evaluate b - s",
            ])
    }

    @Test func `ids are the elements' names, counted where they are taken`() throws {
        let text =
            loadText
            + "<normalize/><normalize id='normalize-2'/><normalize/><normalize/><normalize id='l1-select'/><l1-select/>"
        let plan = try #require(try check(text).plan)
        #expect(
            plan.stages.map(\.id) == [
                "load", "normalize", "normalize-2", "normalize-3", "normalize-4", "l1-select", "l1-select-2",
            ])
        #expect(plan.stages.map(\.isIDWritten) == [false, false, true, false, false, true, false])
    }

    @Test func `an id that a later stage writes is left to it`() throws {
        let plan = try #require(try check(loadText + "<normalize/><normalize id='normalize'/>").plan)
        #expect(plan.stages.map(\.id) == ["load", "normalize-2", "normalize"])
    }

    @Test func `two sources may stand side by side`() throws {
        let text =
            loadText + "<load id='b' path='b.csv'><target column='y'/></load><normalize/><normalize input='load'/>"
        #expect(try wiring(text) == ["load - - -", "b - - -", "normalize b - -", "normalize-2 load - -"])
    }

    @Test func `columns count as normalized only along the input`() throws {
        let text = loadText + "<normalize/><s:smooth/><l1-select/><l1-select input='load'/>"
        #expect(try check(text).diagnostics.map(account).map { $0.prefix(12) } == ["FS207 2:83+9"])
    }

    @Test func `what is not written takes its default`() throws {
        let plan = try #require(try check(loadText).plan)
        #expect((plan.name, plan.seed, plan.description, plan.folder) == ("p", 0, nil, "d"))
        #expect(
            plan.bundle
                == PlannedBundle(path: "d/p.fsel.tar.gz", text: "p.fsel.tar.gz", format: .tarGzip, location: nil))
        let zip = try #require(try check(loadText + "<bundle format='zip'/>").plan)
        #expect(zip.bundle.path == "d/p.fsel.zip")
        let load = plan.stages[0].options
        #expect(load.values["missing-tokens"] == CheckedOption(value: .names(["NA"]), origin: .standard))
        #expect(load.values["delimiter"] == nil)
    }

    @Test func `what is written comes with its place`() throws {
        let text =
            loadText
            + "\n<gates><gate of='load' metric='rows' min='2' max=' 1e3 '/></gates>\n<bundle path='o/b.tar.gz'/>"
        let plan = try #require(try check(text, attributes: " seed='7'").plan)
        #expect(plan.seed == 7)
        #expect(plan.gates.map { [$0.of, $0.metric] } == [["load", "rows"]])
        #expect(plan.gates.map { [$0.min, $0.max] } == [[2, 1000]])
        #expect(plan.gates.map(\.location.description) == ["d/p.xml:3:9"])
        #expect(plan.bundle.path == "d/o/b.tar.gz")
        #expect(plan.bundle.location?.description == "d/p.xml:4:15")
        #expect(plan.stages[0].location == SourceLocation(file: "d/p.xml", line: 2, column: 2, length: 4))
        let path = plan.stages[0].options.values["path"]
        #expect(path?.location == SourceLocation(file: "d/p.xml", line: 2, column: 13, length: 5))
        #expect(path?.resolvedPath == "d/x.csv")
        #expect(plan.stages[0].options.child("target")?.location?.column == 21)
    }

    @Test func `text is kept where the descriptor has it`() throws {
        let plan = try #require(
            try check(
                "<description> a\n b </description><load path='x'><target column='y'/><query>\n SELECT 1 </query></load>"
            ).plan)
        #expect(plan.description == "a\n b")
        #expect(plan.stages[0].options.child("query")?.text == "SELECT 1")
        #expect(plan.stages[0].options.text == nil)
    }

    @Test func `a schema's place may be written at the root`() throws {
        let hint =
            " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:fsel:pipeline:1 p.xsd'"
        #expect(try check(loadText, attributes: hint).diagnostics == [])
    }

    @Test func `faults in included files come in the place of their include`() throws {
        let folder = try TemporaryFolder([
            "p.xml": pipelineText("<a/>\n<include href='f.xml' x='y'/>\n<b/>"),
            "f.xml": "<fragment xmlns='urn:fsel:pipeline:1' z=''>\n<c/> text</fragment>",
        ])
        let result = PipelineCheck(try PipelineDocument(path: folder.path + "/p.xml"), stages: SampleStages.all)
        #expect(
            result.diagnostics.map(account) == [
                "FS102 2:2+1 There is no stage <a>",
                "FS103 1:39+1 <fragment> has no attribute 'z'",
                "FS102 2:2+1 There is no stage <c>",
                "FS108 2:6+4 <fragment> holds no text",
                "FS103 3:23+1 <include> has no attribute 'x'",
                "FS102 4:2+1 There is no stage <b>",
            ])
    }

    @Test func `what may stand in a file that could not be read is not told as unknown`() throws {
        let text =
            "<include href='gone.xml'/><param name='a' type='int' default='1'/><normalize input='data'/>"
            + "<l1-select max-features='${b}'/><gates><gate of='x' metric='m' min='1'/></gates>"
        let result = try check(text, set: ["c=1", "d.e=2"])
        #expect(result.diagnostics.map(account) == ["FS020 2:16+8 The included file 'gone.xml' does not exist"])
        #expect(result.failureKind == .pipeline)
    }

    @Test func `faults of the command line decide the exit before those of the file, and those before plugins`() throws
    {
        let foreign = loadText + "<x:a xmlns:x='urn:x'/>"
        #expect(try check(foreign).failureKind == .plugin)
        #expect(try check(foreign + "<normalize a=''/>").failureKind == .pipeline)
        #expect(try check(foreign + "<normalize a=''/>", set: ["q=1"]).failureKind == .usage)
    }

    @Test func `a thousand stages are planned`() throws {
        let text = loadText + String(repeating: "<normalize/>", count: 999)
        let plan = try #require(try check(text).plan)
        #expect(plan.stages.last?.id == "normalize-999")
        #expect(plan.stages.last?.input == "normalize-998")
    }
}
