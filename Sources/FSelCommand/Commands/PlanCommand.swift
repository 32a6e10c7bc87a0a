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

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        let preparation = try pipeline.prepare(surroundings, environment: processEnvironment(), looksAtFiles: true)
            .preparation
        guard let prepared = preparation.pipeline else {
            for diagnostic in preparation.diagnostics { desk.report(diagnostic) }
            desk.note("\(countPhrase(preparation.diagnostics)). Nothing was run.")
            try desk.finish(ok: false, EmptyPayload())
            return preparation.failureKind.map(ExitStatus.init) ?? .pipeline
        }
        for diagnostic in preparation.diagnostics { desk.report(diagnostic) }
        try desk.result(PlanText.text(prepared))
        try desk.finish(ok: true, JSONPlan(prepared))
        return detailedExitcode ? .pending : .success
    }
}
