import ArgumentParser
import StageKit
import StagePrograms

/// `fsel plugin list`: the programs that the user's list allows.
struct PluginListCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the programs that may hold stages without being named each time.")

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let list = try AllowList.ofUser()
        let programs = list.entries.map(PluginListPayload.Program.init)
        try surroundings.desk.result(
            programs.isEmpty
                ? "\(list.file) allows no program."
                : programs.map { "\($0.path)\n  \($0.state)\n  \($0.namespaces.joined(separator: " "))" }
                    .joined(separator: "\n"))
        try surroundings.desk.finish(ok: true, PluginListPayload(file: list.file, programs: programs))
        return .success
    }
}

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

extension AllowList {
    /// The list of whoever runs this.
    ///
    /// - Throws: ``StageFailure`` of kind `usage`, FS719, where neither XDG_CONFIG_HOME nor HOME names a folder.
    static func ofUser() throws(StageFailure) -> AllowList {
        guard let file = file(processEnvironment()) else {
            throw StageFailure(
                .usage, code: "FS719",
                "Neither XDG_CONFIG_HOME nor HOME names a folder; expected one for the list of programs.")
        }
        return try AllowList(file: file)
    }
}

/// Allowed programs as other programs read them.
private struct PluginListPayload: Encodable {
    struct Program: Encodable {
        let path: String
        let sha256: String
        let namespaces: [String]
        let state: String

        init(_ entry: AllowList.Entry) {
            path = entry.path
            sha256 = entry.sha256
            namespaces = entry.namespaces
            state = entry.change.map { "refused: it \($0)" } ?? "allowed, SHA-256 \(entry.sha256)"
        }
    }

    let file: String
    let programs: [Program]
}
