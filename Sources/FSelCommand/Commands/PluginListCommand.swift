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
                : programs.map(\.text).joined(separator: "\n"))
        try surroundings.desk.finish(ok: true, PluginListPayload(file: list.file, programs: programs))
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
struct PluginListPayload: Encodable {
    struct Program: Encodable {
        let path: String
        let sha256: String
        let namespaces: [String]
        /// `allowed`, or `refused` for a file that is not the one that was allowed.
        let state: String
        /// Why it is refused.
        let reason: String?

        init(_ entry: AllowList.Entry) {
            path = entry.path
            sha256 = entry.sha256
            namespaces = entry.namespaces
            state = entry.change == nil ? "allowed" : "refused"
            reason = entry.change.map { "it \($0)" }
        }

        /// The same as people read it.
        var text: String {
            let state = reason.map { "refused: \($0)" } ?? "allowed, SHA-256 \(sha256)"
            return "\(path)\n  \(state)\n  \(namespaces.joined(separator: " "))"
        }
    }

    let file: String
    let programs: [Program]
}
