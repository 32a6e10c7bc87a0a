import ArgumentParser
import StageKit

/// `fsel plugin new NAME`: a stage that builds, passes and runs as it stands, in a package of its own or in a checkout.
struct PluginNewCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract:
            "Writes a stage with its tests, in a small package of its own or in a checkout of fsel; prints its folder.",
        discussion:
            "It builds, passes its tests and runs as it stands: 'swift test', 'swift run NAME-fsel run pipeline.xml'. With "
            + "--in-tree it is one of the stages that ship: 'swift run fsel stages NAME'.")

    @Argument(help: "The stage's name in kebab-case, such as clip-outliers.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "The XML namespace of your stages; urn:example:NAME by default, with --in-tree that of the built-in stages.",
            valueName: "urn"))
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "Where the package gets fsel from: a checkout's folder or a repository's URL; the checkout in which this program "
                + "lies by default.", valueName: "path-or-url"))
    var fsel: String?

    @Option(
        help: ArgumentHelp(
            "The least version of fsel, with a URL; this program's own by default.", valueName: "version"))
    var fselVersion: String?

    @Option(help: ArgumentHelp("The folder to write; NAME by default.", valueName: "path"))
    var out: String?

    @Flag(help: "Adds the stage to those that ship, under Plugins of a checkout of fsel.")
    var inTree = false

    @Option(
        help: ArgumentHelp(
            "Where to look for the checkout, with --in-tree; the current folder by default. Folders above it are tried too.",
            valueName: "path"))
    var directory: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        for (option, value) in [("--fsel", fsel), ("--fsel-version", fselVersion), ("--out", out)]
        where inTree && value != nil {
            throw ValidationError("\(option) is of a package of its own; expected it without --in-tree.")
        }
        guard inTree || directory == nil else {
            throw ValidationError("--directory says where a checkout is; expected it with --in-tree.")
        }
    }

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        inTree ? try writeInTree(surroundings.desk) : try writePackage(surroundings.desk)
    }

    private func writePackage(_ desk: FrontDesk) throws -> ExitStatus {
        let stage = try StageIdentity(name: name, namespace: namespace ?? "urn:example:\(name)")
        let template = PackageTemplate(stage: stage, dependency: try PackageDependency(fsel, from: fselVersion))
        let writer = FolderWriter(folder: out ?? name)
        try template.requireOtherName(than: writer.folder)
        try writer.requireFree()
        try writer.create(template.files)
        return try finish(
            desk, PluginNewPayload(folder: writer.folder, files: template.files, changed: [], beneath: writer.folder),
            next: "cd \(writer.folder) && swift test && swift run \(name)-fsel run pipeline.xml")
    }

    private func writeInTree(_ desk: FrontDesk) throws -> ExitStatus {
        let place = directory ?? "."
        let stage = try StageIdentity(
            name: name, namespace: namespace ?? StageDescriptor.builtInNamespace, shipsWithFsel: true)
        guard let checkout = Checkout(around: place) else {
            throw StageFailure(
                .usage, code: "FS750",
                "'\(resolvedPath(place))' is in no checkout of fsel; expected one in the current folder or --directory."
            )
        }
        let template = TreeTemplate(stage: stage)
        let writer = FolderWriter(folder: checkout.folder)
        for folder in template.folders { try writer.requireFree(folder) }
        let changed = try checkout.files(after: template.edits)
        try writer.create(template.files)
        for file in changed { try writer.replace(file) }
        let folder = "\(checkout.folder)/\(template.folders[0])"
        return try finish(
            desk, PluginNewPayload(folder: folder, files: template.files, changed: changed, beneath: checkout.folder),
            next: "cd \(checkout.folder) && swift run fsel plugin check \(name) && swift test")
    }

    private func finish(_ desk: FrontDesk, _ written: PluginNewPayload, next: String) throws -> ExitStatus {
        for file in written.files { desk.note("  \(file)") }
        for file in written.changed { desk.note("  \(file) (changed)") }
        desk.note("Next: \(next)")
        try desk.result(written.folder)
        try desk.finish(ok: true, written)
        return .success
    }
}

/// What was written, as programs read it: the stage's folder, the new files and the changed ones.
private struct PluginNewPayload: Encodable {
    let folder: String
    let files: [String]
    let changed: [String]

    init(folder: String, files: [Template.File], changed: [Template.File], beneath root: String) {
        self.folder = folder
        self.files = files.map { "\(root)/\($0.path)" }
        self.changed = changed.map { "\(root)/\($0.path)" }
    }
}
