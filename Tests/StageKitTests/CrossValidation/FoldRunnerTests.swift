import SparseGLM
import StageKit
import Testing

struct FoldRunnerTests {
    private let table = Samples.table(y: [1, 2, 3, 4])

    private func runner(_ resampling: (any Resampling)? = nil) throws -> FoldRunner {
        let selection = Selection(family: .gaussian, candidates: ["x"], features: ["x"])
        return FoldRunner(
            plan: try FoldPlan(table, options: Samples.cv(["folds": "2", "split": "time"]), seed: 1),
            input: StageInput(table: table, selection: selection, resampling: resampling))
    }

    @Test func `without an earlier stage a fold is made of the stage's own rows`() async throws {
        let runner = try runner()
        for (place, fold) in runner.plan.folds.enumerated() {
            let parts = try await runner.run(place) { ($0.training, $0.heldOut, $0.selection?.features) }
            #expect(parts.0 == table.rows(fold.training) && parts.1 == table.rows(fold.heldOut))
            #expect(parts.2 == ["x"])
        }
    }

    /// Gives the rows it was asked for, and whether to choose, in the place of features.
    private struct Noting: Resampling {
        func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
            FoldInput(
                training: Samples.table(y: training.map(Double.init)),
                heldOut: Samples.table(y: heldOut.map(Double.init)),
                selection: Selection(family: .gaussian, candidates: [], features: choosing ? ["chosen"] : ["kept"]))
        }
    }

    @Test(arguments: [true, false])
    func `earlier stages are refitted on the training rows`(choosing: Bool) async throws {
        let runner = try runner(Noting())
        let fold = runner.plan.folds[1]
        let parts = try await runner.run(1, choosing: choosing) { $0 }
        #expect(parts.training.target?.values == fold.training.map(Double.init))
        #expect(parts.heldOut.target?.values == fold.heldOut.map(Double.init))
        #expect(parts.selection?.features == [choosing ? "chosen" : "kept"])
    }

    @Test func `a failure says in which fold it happened and keeps the rest`() async throws {
        let place = SourceLocation(file: "pipeline.xml", line: 7, column: 3)
        let runner = try runner()
        await #expect {
            try await runner.run(1) { _ in
                throw StageFailure(.stage, code: "FS999", "It is so.", at: place, suggestion: "did you mean 'it'?")
            }
        } throws: { error in
            guard let failure = error as? StageFailure else { return false }
            return failure.kind == .stage && failure.diagnostic.code == "FS999"
                && failure.diagnostic.message == "In fold 2 of 2: It is so."
                && failure.diagnostic.location == place && failure.diagnostic.suggestion == "did you mean 'it'?"
        }
        await #expect(throws: CancellationError.self) { try await runner.run(0) { _ in throw CancellationError() } }
    }
}
