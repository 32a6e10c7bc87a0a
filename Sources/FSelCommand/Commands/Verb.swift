import ArgumentParser
import StagePrograms

/// A verb of the command line: its arguments, and what it does.
protocol Verb: ParsableCommand {
    /// How it talks.
    var output: OutputOptions { get }

    /// Does its work.
    func execute(_ surroundings: Surroundings) async throws -> ExitStatus
}

/// What a verb works with.
struct Surroundings: Sendable {
    let program: FSelProgram
    let desk: FrontDesk
    let interruption: Interruption
    /// The programs that hold stages; none before the operator names one.
    let company: StageProgram.Company
}

/// `fsel`: the list of verbs.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsel",
        abstract: "Selects features with L1, refits them with L2, and packs the proof into one bundle.",
        version: FSelProgram.version,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, RunCommand.self, ShowCommand.self, VerifyCommand.self,
            PredictCommand.self, StagesCommand.self, SchemaCommand.self, PluginCommand.self,
        ])
}
