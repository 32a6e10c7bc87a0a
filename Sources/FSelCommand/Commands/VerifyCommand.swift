import ArgumentParser
import SelectionBundle
import StageKit

/// `fsel verify BUNDLE`: digests, closure and golden rows.
struct VerifyCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a bundle: every digest, the list of members, and the golden rows to the bit.")

    @Argument(help: "The bundle.")
    var bundle: String

    @Option(help: ArgumentHelp("The content digest that the bundle must have.", valueName: "digest"))
    var expect: String?

    @OptionGroup var plugins: PluginArguments

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let read = try BundleReader.read(path: bundle)
        let registry = try await plugins.registry(surroundings, namespaces: read.stageNamespaces())
        let facts = try await surroundings.interruption.during { try await read.verify(expecting: expect, registry) }
        try surroundings.desk.result(
            (["\(bundle): verified"] + facts.map { "  \($0)" }).map(escapeControls).joined(separator: "\n"))
        try surroundings.desk.finish(
            ok: true,
            VerificationPayload(contentDigest: read.contentDigest, status: read.status.rawValue, checks: facts))
        return .success
    }
}

/// What was verified, as programs read it.
private struct VerificationPayload: Encodable {
    let contentDigest: String
    let status: String
    let checks: [String]
}
