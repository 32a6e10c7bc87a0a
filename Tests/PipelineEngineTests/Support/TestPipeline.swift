import PipelineXML
import StageKit
import StandardStages

@testable import PipelineEngine

/// A pipeline made of XML in the test, over a table in memory.
struct TestPipeline {
    let plan: PipelinePlan
    let graph: StageGraph

    /// Stages between `<pipeline>` and `</pipeline>`, after a stage `<rows>` that gives the table.
    init(_ stages: String, table: Table) throws {
        let key = RowsStage.keep(table)
        let xml = """
            <pipeline xmlns="urn:fsel:pipeline:1" xmlns:x="urn:example:stages" name="test" seed="3">
            <x:rows key="\(key)"/>
            \(stages)
            </pipeline>
            """
        let registry = StageRegistry(
            StandardStages.all + [
                WinsorizeStage.self, RowsStage.self, FailingStage.self, PromisingStage.self, RefusingStage.self,
                LostColumnStage.self, SecretiveStage.self,
            ])
        let document = try PipelineDocument(path: "test.xml", bytes: Array(xml.utf8))
        let check = PipelineCheck(document, stages: registry.descriptors)
        guard let plan = check.plan else { throw Problem(diagnostics: check.diagnostics) }
        self.plan = plan
        var failures: [StageFailure] = []
        guard let graph = StageGraph.make(plan, registry, &failures) else {
            throw Problem(diagnostics: failures.map(\.diagnostic))
        }
        self.graph = graph
    }

    struct Problem: Error {
        let diagnostics: [Diagnostic]
    }

    func runner(workers: Int = 1) -> GraphRunner { GraphRunner(graph: graph, seed: 3, workers: workers) }

    /// The place of a stage.
    func place(_ id: String) -> Int { graph.nodes.firstIndex { $0.id == id } ?? -1 }
}
