import ArgumentParser
import StagePrograms

/// `fsel plugin allow PATH`: puts a program on the user's list, pinned to its bytes.
struct PluginAllowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "allow",
        abstract: "Lets a program, as it is now, be run for pipelines that use its stages; prints its SHA-256.",
        discussion: "When the file changes it is refused until it is allowed again.")

    @Argument(help: "The program.")
    var path: String

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        var list = try AllowList.ofUser()
        let (path, company) = (path, surroundings.company)
        let program = try await surroundings.interruption.during {
            try await StageProgram.open(path, company: company)
        }
        try list.allow(program)
        try surroundings.desk.result(program.sha256)
        let entry = list.entries.filter { $0.path == program.executable }
        try surroundings.desk.finish(
            ok: true, PluginListPayload(file: list.file, programs: entry.map(PluginListPayload.Program.init)))
        return .success
    }
}
