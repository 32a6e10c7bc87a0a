import ArgumentParser
import SelectionBundle
import StageKit

/// `fsel show BUNDLE [PATH]`: a summary, or one member.
struct ShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a bundle's summary, or one of its members.")

    @Argument(help: "The bundle.")
    var bundle: String

    @Argument(help: "A member, such as features/features.csv.")
    var path: String?

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        let read = try BundleReader.read(path: bundle)
        guard let path else {
            try desk.result(BundleSummary.text(read, path: bundle))
            try desk.finish(ok: true, BundlePayload(read))
            return .success
        }
        guard let bytes = read.bytes(at: path) else {
            let names = read.members.map(\.path)
            let nearest = nearestName(to: path, among: names)
            throw StageFailure(
                .usage, code: "FS707", "The bundle has no member '\(path)'; 'fsel show \(bundle)' lists them.",
                suggestion: nearest.map { "did you mean '\($0)'?" })
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if !output.json { try desk.streams.raw(text) }
        try desk.finish(ok: true, MemberPayload(path: path, content: text))
        return .success
    }
}

/// A bundle as programs read it.
private struct BundlePayload: Encodable {
    let pipeline: String
    let status: String
    let contentDigest: String
    let toolVersion: String
    let members: [Member]
    let features: [String]

    struct Member: Encodable {
        let path: String
        let size: Int
    }

    init(_ bundle: Bundle) {
        pipeline = bundle.pipeline
        status = bundle.status.rawValue
        contentDigest = bundle.contentDigest
        toolVersion = bundle.toolVersion
        members = bundle.members.map { Member(path: $0.path, size: $0.bytes.count) }
        features = BundleSummary.features(bundle)
    }
}

/// A member as programs read it.
private struct MemberPayload: Encodable {
    let path: String
    let content: String
}
