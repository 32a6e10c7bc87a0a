import StageKit

/// A stage with its input, ready to be run in several ways.
struct Subject: Sendable {
    let stage: any StageInstance
    let descriptor: StageDescriptor
    let input: StageInput
    let seed: UInt64

    /// What a run gave and said.
    struct Outcome: Sendable {
        let output: StageOutput
        let diagnostics: [Diagnostic]

        /// Everything as text: two outcomes have the same bits exactly where their texts are equal, missing values and
        /// signed zeros included, which `==` on numbers does not tell.
        var text: String { "\(output)\n\(diagnostics)" }
    }

    func run(workers: Int = 1) async throws -> Outcome {
        try await run(input, workers: workers)
    }

    func run(_ input: StageInput, workers: Int = 1) async throws -> Outcome {
        let collector = DiagnosticCollector()
        let context = collector.context(stageID: descriptor.name, seed: seed, workers: workers)
        let output = try await stage.run(input, context: context)
        return Outcome(output: output, diagnostics: collector.diagnostics)
    }

    /// The input with another table.
    func replacing(_ table: Table) -> StageInput {
        StageInput(
            table: table, test: input.test, selection: input.selection, model: input.model,
            resampling: input.resampling)
    }
}
