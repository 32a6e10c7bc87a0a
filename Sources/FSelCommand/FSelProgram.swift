import ArgumentParser
import CProcess
public import StageKit
import StagePrograms

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
        process_keep_freed_memory()
        Streams.secure()
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
            var command = try RootCommand.parseAsRoot(arguments)
            guard let verb = command as? any Verb else {
                // What is no verb asks for help, and says for which verb by throwing.
                try command.run()
                return .success
            }
            let desk = FrontDesk(options: verb.output, streams: streams)
            let company = StageProgram.Company()
            let status = await desk.serve {
                try await verb.execute(
                    Surroundings(program: self, desk: desk, interruption: interruption, company: company))
            }
            await company.close()
            return status
        } catch {
            return refuse(error, arguments: arguments, streams: streams)
        }
    }

    /// Help and version go to standard output; anything else that the parser throws is a wrong command line.
    private func refuse(_ error: any Error, arguments: [String], streams: Streams) -> ExitStatus {
        do {
            let message = RootCommand.fullMessage(for: error)
            if RootCommand.exitCode(for: error) == .success {
                try streams.result(message)
                return .success
            }
            let unknown = unknownVerb(arguments)
            if arguments.contains("--json") {
                let diagnostic =
                    unknown ?? Diagnostic(code: "FS701", severity: .error, message: RootCommand.message(for: error))
                let document = JSONDocument(ok: false, payload: EmptyPayload(), diagnostics: [diagnostic.shortened])
                try streams.result(document.text())
            } else {
                streams.note(readable(unknown.map { "Error: \($0.sentence)" } ?? message))
            }
            return .usage
        } catch let closed as Streams.OutputClosed {
            return streams.lost(closed)
        } catch {
            return .fault
        }
    }

    /// What to say where the first argument is no verb, or the one behind a verb that has verbs of its own is none of those:
    /// the parser would call each word unexpected.
    private func unknownVerb(_ arguments: [String]) -> Diagnostic? {
        var (command, path): (any ParsableCommand.Type, String) = (RootCommand.self, "")
        for word in arguments {
            let verbs = command.configuration.subcommands
            if let next = verbs.first(where: { $0.configuration.commandName == word }) {
                (command, path) = (next, "\(path)\(word) ")
                continue
            }
            guard !verbs.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            return Diagnostic(
                code: "FS701", severity: .error,
                message: "There is no verb '\(path)\(word)'; 'fsel \(path)--help' lists them",
                suggestion: nearestName(to: word, among: verbs.compactMap { $0.configuration.commandName })
                    .map { "did you mean '\(path)\($0)'?" })
        }
        return nil
    }

    private func readable(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false).map { escapeControls(abridged(String($0))) }
            .joined(separator: "\n")
    }
}
