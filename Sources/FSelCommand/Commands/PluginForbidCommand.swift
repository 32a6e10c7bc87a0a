import ArgumentParser
import StagePrograms

/// `fsel plugin forbid PATH`: takes a program from the user's list.
struct PluginForbidCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "forbid",
        abstract: "Takes a program from the list of those that may be run; prints the list's file.")

    @Argument(help: "The program, which may be gone.")
    var path: String

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        var list = try AllowList.ofUser()
        try list.forbid(path)
        try surroundings.desk.result(list.file)
        try surroundings.desk.finish(
            ok: true, PluginListPayload(file: list.file, programs: list.entries.map(PluginListPayload.Program.init)))
        return .success
    }
}
