import FSelCommand
import StageKit
import StandardStages
import Synchronization

/// One call of the command line in this process: its exit status and what it printed.
struct CommandRun {
    let status: ExitStatus
    let output: String
    let error: String

    /// Calls `fsel` with some arguments and the standard stages.
    static func fsel(_ arguments: String...) async -> CommandRun { await fsel(arguments) }

    /// Calls `fsel` with some arguments and a list of stages.
    static func fsel(_ arguments: [String], stages: [any Stage.Type] = StandardStages.all) async -> CommandRun {
        let captured = Captured()
        let streams = Streams(
            output: { captured.output($0) }, error: { captured.error($0) }, errorIsTerminal: false)
        let status = await FSelProgram(stages: stages)
            .run(arguments: arguments, streams: streams, interruption: Interruption())
        return CommandRun(status: status, output: captured.texts.output, error: captured.texts.error)
    }

    private final class Captured: Sendable {
        private let state = Mutex((output: "", error: ""))
        var texts: (output: String, error: String) { state.withLock { $0 } }
        func output(_ text: String) { state.withLock { $0.output += text } }
        func error(_ text: String) { state.withLock { $0.error += text } }
    }
}
