import ArgumentParser
import PipelineEngine
import PipelineXML
import StageKit

/// `fsel plan FILE`: what would run, with every option and where it comes from.
struct PlanCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Shows the stages that would run, every option and where it comes from.")

    @OptionGroup var pipeline: PipelineArguments

    @Flag(help: "Exit with 2 where something would run, which is always so while nothing is kept between runs.")
    var detailedExitcode = false

    @Flag(help: "Also read the data and show what they hold.")
    var withEnvironment = false

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        let preparation = try await pipeline.prepare(
            surroundings, environment: processEnvironment(), looksAtFiles: true
        )
        .preparation
        guard let prepared = preparation.pipeline else {
            for diagnostic in preparation.diagnostics { desk.report(diagnostic) }
            desk.note("\(countPhrase(preparation.diagnostics)). Nothing was run.")
            try desk.finish(ok: false, EmptyPayload())
            return preparation.failureKind.map(ExitStatus.init) ?? .pipeline
        }
        for diagnostic in preparation.diagnostics { desk.report(diagnostic) }
        let loaded = withEnvironment ? try await load(prepared, surroundings) : nil
        let profiles = loaded?.profiles.compactMap(\.self).flatMap(ProfileText.lines) ?? []
        try desk.result(([PlanText.text(prepared)] + profiles.map(escapeControls)).joined(separator: "\n"))
        try desk.finish(
            ok: true,
            JSONPlan(prepared, data: loaded.map { JSONProfile.all(in: $0, of: prepared.graph) }))
        return detailedExitcode ? .pending : .success
    }

    /// Runs the stages that load data, and no other.
    private func load(_ prepared: PreparedPipeline, _ surroundings: Surroundings) async throws -> FittedGraph {
        let desk = surroundings.desk
        let runner = GraphRunner(
            graph: prepared.graph, seed: UInt64(prepared.plan.seed), workers: 1, memoryLimit: MachineMemory.halfOfAll
        ) { event in
            if case .stage(_, .diagnostic(let diagnostic)) = event { desk.report(diagnostic) }
        }
        return try await surroundings.interruption.during { try await runner.load() }
    }
}
