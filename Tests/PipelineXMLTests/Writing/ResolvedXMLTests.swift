import StageKit
import Testing

@testable import PipelineXML

struct ResolvedXMLTests {
    /// What a plan says, without where it says so.
    private func content(_ plan: PipelinePlan) -> [String] {
        func lines(_ element: PlannedElement, _ depth: String) -> [String] {
            let options = element.options
            let values = options.values.sorted { $0.key < $1.key }.map { "\($0)=\($1.value)|\($1.resolvedPath ?? "-")" }
            let own = "\(depth)\(element.name) \(values) \(options.text ?? "-")"
            return [own] + element.children.flatMap { lines($0, depth + " ") }
        }
        let head = [plan.name, String(plan.seed), plan.description ?? "-", plan.folder]
        let stages = plan.stages.flatMap { stage in
            [
                "\(stage.id) \(stage.descriptor.namespace) \(String(describing: [stage.input, stage.features, stage.model]))"
            ]
                + lines(stage.element, " ")
        }
        let gates = plan.gates.map { "\($0.of) \($0.metric) \(String(describing: [$0.min, $0.max]))" }
        return head + stages + gates + [plan.bundle.path, plan.bundle.format.rawValue]
    }

    private let text = """
        <description>Less &lt; more &amp; "so".</description>
        <param name="data" type="path" default="data/x.csv"/>
        <param name="folds" type="int" default=" 7 "/>
        <param name="word" type="string" default="a &lt; b"/>
        <param name="key" type="secret" env="KEY"/>
        <load path="${data}" delimiter="&#9;" missing-tokens="NA  -">
          <column name="$${x}${word}&quot;"/><target column="y&#10;z"/>
          <query> SELECT a
          FROM b WHERE a &lt; '${x}' </query>
        </load>
        <s:smooth token="k:${key}"><s:window/></s:smooth>
        <normalize/>
        <l1-select id="select" l1-ratio="5e-1"><cv folds="${folds}"/></l1-select>
        <l2-refit lambda="joint"/>
        <evaluate/>
        <gates><gate of="evaluate" metric="rmse" max="60"/></gates>
        """

    @Test func `the resolved pipeline checks to the same plan`() throws {
        let environment = ["KEY": "hush"]
        let plan = try #require(try check(text, environment: environment).plan)
        let resolved = plan.resolvedXML()
        let again = try checkFile(resolved, environment: environment)
        #expect(again.diagnostics == [])
        let repeated = try #require(again.plan)
        #expect(content(repeated) == content(plan))
        #expect(repeated.resolvedXML() == resolved)
        #expect(try SchemaValidator(SchemaWriter(stages: SampleStages.all).text).faults(resolved) == [])
    }

    @Test func `defaults, ids, references and parameters are written out and secrets are not`() throws {
        let plan = try #require(try check(text, environment: ["KEY": "hush"]).plan)
        #expect(
            plan.resolvedXML() == """
                <?xml version="1.0" encoding="UTF-8"?>
                <pipeline xmlns="urn:fsel:pipeline:1" name="p" seed="0">
                  <description>Less &lt; more &amp; "so".</description>
                  <param name="key" type="secret" env="KEY"/>
                  <load id="load" path="data/x.csv" delimiter="&#9;" missing-tokens="NA -">
                    <column name="$${x}a &lt; b&quot;" role="feature"/>
                    <target column="y&#10;z"/>
                    <query>SELECT a
                  FROM b WHERE a &lt; '${x}'</query>
                  </load>
                  <smooth xmlns="urn:example:smooth" id="smooth" input="load" token="k:${key}">
                    <window/>
                  </smooth>
                  <normalize id="normalize" input="smooth" method="zscore"/>
                  <l1-select id="select" input="normalize" l1-ratio="0.5">
                    <cv folds="7" rule="1se"/>
                  </l1-select>
                  <l2-refit id="l2-refit" input="normalize" features="select" lambda="joint"/>
                  <evaluate id="evaluate" input="normalize" model="l2-refit" on="test"/>
                  <gates>
                    <gate of="evaluate" metric="rmse" max="60"/>
                  </gates>
                  <bundle path="p.fsel.tar.gz" format="tar.gz"/>
                </pipeline>

                """)
    }

    @Test func `overrides and the environment are written out`() throws {
        let content =
            "<param name='a' type='string' env='A' default='x'/>" + loadText
            + "<normalize/><l1-select><cv/></l1-select>"
            + "<s:smooth token='${a}'/>"
        let plan = try #require(
            try check(content, set: ["l1-select.cv.folds= 5 "], environment: ["A": "${b} $${c}"]).plan)
        let resolved = plan.resolvedXML()
        #expect(resolved.contains("<cv folds=\"5\" rule=\"1se\"/>"))
        #expect(resolved.contains("token=\"$${b} $$${c}\""))
        let again = try #require(try checkFile(resolved).plan)
        #expect(self.content(again) == self.content(plan))
    }

    @Test func `paths of included files and of the command line start from the pipeline's folder`() throws {
        let folder = try TemporaryFolder([
            "p.xml": pipelineText("<include href='parts/load.xml'/><bundle path='out/b.tar.gz'/>"),
            "parts/load.xml": """
            <fragment xmlns="urn:fsel:pipeline:1"><param name="root" type="path" default="data"/>
            <load path="${root}/x.csv"><target column="y"/></load><load path="/abs/x.csv"><target column="y"/></load>
            <load id="third" path="z"><target column="y"/></load></fragment>
            """,
        ])
        let document = try PipelineDocument(path: folder.path + "/p.xml")
        let override = try PipelineOverride("third.path=\(folder.path)/parts/../q.csv")
        let plan = try #require(PipelineCheck(document, stages: SampleStages.all, overrides: [override]).plan)
        #expect(
            plan.stages.map { $0.options.values["path"]?.resolvedPath } == [
                folder.path + "/parts/data/x.csv", "/abs/x.csv", folder.path + "/parts/../q.csv",
            ])
        let resolved = plan.resolvedXML()
        try folder.write("r.xml", resolved)
        #expect(resolved.contains("path=\"parts/data/x.csv\""))
        let again = try #require(
            PipelineCheck(try PipelineDocument(path: folder.path + "/r.xml"), stages: SampleStages.all).plan)
        #expect(content(again) == content(plan))
    }

    @Test(arguments: [
        ("x", "a/b", "a", "b/x"), ("x", "", "a", "../x"), ("x", "a", "", "a/x"), ("../x", "a/b", "a/c", "../x"),
        ("x", "a", "a/b/c", "../../x"), ("/x", "a", "b", "/x"), ("x/*.csv", "a/./b", "a", "b/x/*.csv"),
    ])
    func `a path is written as seen from another folder`(path: String, from: String, to: String, expected: String) {
        #expect(PathText.rebased(path, from: from, to: to) == expected)
    }
}
