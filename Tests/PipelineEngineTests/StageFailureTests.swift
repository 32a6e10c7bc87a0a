import PipelineXML
import StageKit
import Testing

@testable import PipelineEngine

/// What stages do wrong is told with the stage and its place.
struct StageFailureTests {
    private let table = MadeTable.regression(rows: 20)

    private func failure(_ stages: String) async throws -> StageFailure {
        let pipeline = try TestPipeline(stages, table: table)
        return try #require(await #expect(throws: StageFailure.self) { try await pipeline.runner().run() })
    }

    @Test func `an error of the author's own names the stage`() async throws {
        let failure = try await failure("<x:failing id=\"bad\"/>")
        #expect(failure.kind == .stage)
        #expect(failure.description == "test.xml:3:2: error[FS310]: Stage 'bad' failed: OutOfLuck().")
    }

    @Test func `a stage that does not give what it promises is refused`() async throws {
        let failure = try await failure("<x:promising/>")
        #expect(failure.kind == .stage)
        #expect(
            failure.description
                == "test.xml:3:2: error[FS311]: Stage 'promising' says that it gives a selection, but its run gave none."
        )
    }

    @Test func `an operation that does not match the table is the stage's fault`() async throws {
        let failure = try await failure("<x:lost-column/>")
        #expect(failure.kind == .data)
        #expect(
            failure.description
                == "test.xml:3:2: error[FS512]: Stage 'lost-column': Operation 'drop' needs the column 'nowhere', which is not there."
        )
    }

    @Test func `a stage that computes columns itself has to say so`() async throws {
        let failure = try await failure("<x:secretive/>")
        #expect(failure.kind == .stage)
        #expect(
            failure.description
                == "test.xml:3:2: error[FS318]: Stage 'secretive' computes 'own' itself, and its descriptor says that its fit is "
                + "all in operations.")
    }

    @Test func `a stage that refuses its options is told before anything runs`() throws {
        let problem = #expect(throws: TestPipeline.Problem.self) {
            try TestPipeline("<x:refusing id=\"no\"/>", table: table)
        }
        let diagnostic = try #require(problem?.diagnostics.first)
        #expect(diagnostic.code == "FS315")
        #expect(diagnostic.message == "Stage 'no' refuses its options: Unlucky().")
        #expect(diagnostic.location?.description == "test.xml:3:2")
    }

    @Test func `a stage that the program does not know is refused`() throws {
        let pipeline = try TestPipeline("<normalize/>", table: table)
        var failures: [StageFailure] = []
        #expect(StageGraph.make(pipeline.plan, StageRegistry([RowsStage.self]), &failures) == nil)
        #expect(failures.map(\.kind) == [.plugin])
        #expect(
            failures.first?.description
                == "test.xml:3:2: error[FS314]: No stage <normalize> is known in namespace 'urn:fsel:pipeline:1'.")
    }

    @Test func `refitting without loaded rows is a fault of the program`() async throws {
        let pipeline = try TestPipeline("<normalize id=\"norm\"/>", table: table)
        let empty = FittedGraph(count: pipeline.graph.nodes.count)
        let refitting = FoldRefitting(runner: pipeline.runner(), place: 1, fitted: empty)
        let failure = await #expect(throws: StageFailure.self) {
            try await refitting.refit(training: [0], heldOut: [1], choosing: false)
        }
        #expect(failure?.kind == .fault)
        #expect(failure?.description == "error[FS312]: Stage 'norm' has no loaded rows to refit on.")
    }

    @Test func `an outcome without a selection has nothing to bundle`() async throws {
        let pipeline = try TestPipeline("<x:winsorize/>", table: table)
        let fitted = try await pipeline.runner().run()
        let failure = #expect(throws: StageFailure.self) { try RunOutcome(graph: pipeline.graph, fitted: fitted) }
        #expect(
            failure?.description
                == "error[FS313]: No stage gives a selection, so there is nothing to put into a bundle.")
    }
}
