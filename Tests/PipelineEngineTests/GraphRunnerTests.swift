import SelectionBundle
import StageKit
import Testing

@testable import PipelineEngine

struct GraphRunnerTests {
    private static let stages = """
        <x:winsorize/>
        <encode/>
        <normalize id="norm"/>
        <l1-select id="select"><cv folds="5"/></l1-select>
        <l2-refit id="refit" input="norm" features="select"/>
        <evaluate id="eval" input="norm" model="refit" on="cv"/>
        """

    @Test(arguments: [2, 3, 8]) func `the number of workers changes no bit`(workers: Int) async throws {
        let pipeline = try TestPipeline(Self.stages, table: MadeTable.regression(rows: 60))
        let one = try await pipeline.runner(workers: 1).run()
        let many = try await pipeline.runner(workers: workers).run()
        for place in one.fits.indices { #expect(one.fits[place] == many.fits[place]) }
        #expect(one.evaluations == many.evaluations)
    }

    @Test func `cancelling ends the run with a cancellation`() async throws {
        let pipeline = try TestPipeline(Self.stages, table: MadeTable.regression(rows: 80))
        let task = Task { try await pipeline.runner(workers: 2).run() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `an outcome names the last model and the selection behind it`() async throws {
        let pipeline = try TestPipeline(Self.stages, table: MadeTable.regression(rows: 60))
        let outcome = try RunOutcome(graph: pipeline.graph, fitted: try await pipeline.runner().run())
        #expect(outcome.modelPlace == pipeline.place("refit"))
        #expect(outcome.selectionPlace == pipeline.place("select"))
        #expect(outcome.model?.features == outcome.selection?.features)
        #expect(
            outcome.metrics(of: pipeline.place("select")).map(\.name).prefix(3) == ["features", "candidates", "lambda"])
    }

    @Test(arguments: [1, 2]) func `joint keeps to max-features where outer folds choose anew`(limit: Int) async throws {
        let stages = """
            <encode/><normalize id="norm"/>
            <l1-select id="select" max-features="\(limit)"><path lambdas="20" min-ratio="0.001"/><cv folds="3"/></l1-select>
            <l2-refit id="refit" input="norm" features="select" lambda="joint"><cv folds="3"/></l2-refit>
            <evaluate id="eval" input="norm" model="refit" on="train"/>
            """
        let pipeline = try TestPipeline(stages, table: MadeTable.regression(rows: 60))
        let fitted = try await pipeline.runner().run()
        let fold = try await FoldRefitting(runner: pipeline.runner(), place: pipeline.place("eval"), fitted: fitted)
            .refit(training: Array(0..<45), heldOut: Array(45..<60), choosing: true)
        let whole = try #require(fitted.fits[pipeline.place("refit")]?.model)
        #expect(whole.features.count <= limit)
        #expect(try #require(fold.model).features.count <= limit)
    }

    @Test func `a stage is given the fold that another one has fitted`() async throws {
        let stages = """
            <encode/><normalize id="norm"/>
            <l1-select id="select"><cv folds="4"/></l1-select>
            <l2-refit id="refit" input="norm" features="select"><cv folds="4"/></l2-refit>
            """
        let pipeline = try TestPipeline(stages, table: MadeTable.regression(rows: 60))
        let fitted = try await pipeline.runner(workers: 2).run()
        let known = try #require(fitted.fits[pipeline.place("select")]).refits
        #expect(known.count == 4)
        let refitting = FoldRefitting(runner: pipeline.runner(), place: pipeline.place("refit"), fitted: fitted)
        for refit in known {
            let heldOut = (0..<60).filter { !refit.training.contains($0) }
            let fold = try await refitting.refit(training: refit.training, heldOut: heldOut, choosing: false)
            #expect(fold.selection == refit.fit.selection)
            #expect(
                try await refitting.refit(training: refit.training, heldOut: heldOut, choosing: false).training
                    == fold.training)
        }
    }

    @Test func `what was learnt in a fold is found for its rows and its table alone`() {
        let memory = RefitMemory()
        let table = MadeTable.regression(rows: 9)
        let fit = Fit(facts: [Fit.Fact("a", "b")])
        memory.keep(fit, of: 2, rows: [0, 1], of: table)
        #expect(memory.fit(of: 2, rows: [0, 1], of: table) == fit)
        #expect(memory.fit(of: 2, rows: [0, 2], of: table) == nil)
        #expect(memory.fit(of: 1, rows: [0, 1], of: table) == nil)
        #expect(memory.fit(of: 2, rows: [0, 1], of: MadeTable.regression(rows: 9)) == nil)
    }

    @Test func `what a model needs of new rows gives the linear predictors of the run`() async throws {
        let table = MadeTable.regression(rows: 60)
        let pipeline = try TestPipeline(Self.stages, table: table)
        let fitted = try await pipeline.runner().run()
        let outcome = try RunOutcome(graph: pipeline.graph, fitted: fitted)
        let scoring = try #require(outcome.scoringModel)
        let model = try #require(outcome.model)
        let inRun = try model.linearPredictors(on: try #require(fitted.training[pipeline.place("norm")]))
        let names = Set(scoring.signature.inputs.map(\.name))
        let needed = Table(columns: table.columns.filter { names.contains($0.name) })
        #expect(try model.linearPredictors(on: needed.applying(scoring.operations)) == inRun)
    }
}
