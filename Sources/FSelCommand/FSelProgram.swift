import ArgumentParser
public import StageKit

/// The program: what a ten-line `main.swift` hands its list of stages to.
///
/// ```swift
/// import FSelCommand
/// import StandardStages
///
/// await FSelProgram(stages: StandardStages.all + [WinsorizeStage.self]).main()
/// ```
public struct FSelProgram: Sendable {
    /// The stages that pipelines may use.
    public let registry: StageRegistry

    /// The program's version.
    public static let version = "0.1.0"

    /// Creates the program.
    ///
    /// - Parameter stages: The stages that pipelines may use, in the order in which they are listed to people.
    public init(stages: [any Stage.Type]) {
        registry = StageRegistry(stages)
    }

    /// Reads the process's arguments, does what they ask for, and ends the process with the documented exit code.
    public func main() async -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let interruption = Interruption()
        let status = await run(arguments: arguments, streams: .standard, interruption: interruption)
        exitProcess(interruption.status ?? status)
    }

    /// Does what the arguments ask for.
    ///
    /// - Parameters:
    ///   - arguments: The arguments without the program's name.
    ///   - streams: Where results and notes go.
    ///   - interruption: Tells of signals.
    package func run(arguments: [String], streams: Streams, interruption: Interruption) async -> ExitStatus {
        do {
            let command = try RootCommand.parseAsRoot(arguments)
            guard let verb = command as? any Verb else {
                try streams.result(RootCommand.helpMessage())
                return .success
            }
            let desk = FrontDesk(options: verb.output, streams: streams)
            return await desk.serve {
                try await verb.execute(Surroundings(program: self, desk: desk, interruption: interruption))
            }
        } catch {
            return refuse(error, arguments: arguments, streams: streams)
        }
    }

    /// Help and version go to standard output; anything else that the parser throws is a wrong command line.
    private func refuse(_ error: any Error, arguments: [String], streams: Streams) -> ExitStatus {
        let message = RootCommand.fullMessage(for: error)
        if RootCommand.exitCode(for: error) == .success {
            return (try? streams.result(message)) == nil ? .io : .success
        }
        let diagnostic = Diagnostic(
            code: "FS701", severity: .error, message: RootCommand.message(for: error))
        if arguments.contains("--json") {
            let document = JSONDocument(ok: false, payload: EmptyPayload(), diagnostics: [diagnostic])
            return (try? streams.result(document.text())) == nil ? .io : .usage
        }
        streams.note(escapeLines(message))
        return .usage
    }

    private func escapeLines(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false).map { escapeControls(String($0)) }
            .joined(separator: "\n")
    }
}
