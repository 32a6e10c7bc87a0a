import ArgumentParser
import StageKit

/// `fsel plugin`: stages of one's own.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Makes and checks stages of your own.",
        subcommands: [
            PluginNewCommand.self, PluginCheckCommand.self, PluginListCommand.self, PluginAllowCommand.self,
        ])
}

/// `fsel plugin new NAME`: a package with a stage that builds, passes and runs as it stands.
struct PluginNewCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a small package with a stage, its test and a pipeline; prints its folder.",
        discussion:
            "It builds, passes its tests and runs as it stands: 'swift test', 'swift run NAME-fsel run pipeline.xml'.")

    @Argument(help: "The stage's name in kebab-case, such as clip-outliers.")
    var name: String

    @Option(help: ArgumentHelp("The XML namespace of your stages; urn:example:NAME by default.", valueName: "urn"))
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "Where the package gets fsel from: a folder or a repository's URL; the checkout from which this program was built by "
                + "default.", valueName: "path-or-url"))
    var fsel: String?

    @Option(help: ArgumentHelp("The folder to write; NAME by default.", valueName: "path"))
    var out: String?

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let template = try PluginTemplate(
            name: name, namespace: namespace, dependency: PackageDependency(fsel, from: FSelProgram.version))
        let folder = out ?? name
        try FolderWriter(folder: folder).write(template.files)
        let desk = surroundings.desk
        for file in template.files { desk.note("  \(folder)/\(file.path)") }
        desk.note("Next: cd \(folder) && swift test && swift run \(name)-fsel run pipeline.xml")
        try desk.result(folder)
        try desk.finish(ok: true, PluginNewPayload(folder: folder, files: template.files.map(\.path)))
        return .success
    }
}

/// What was written, as programs read it.
private struct PluginNewPayload: Encodable {
    let folder: String
    let files: [String]
}
