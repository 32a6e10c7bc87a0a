import StageJSON
import StageKit

/// `manifest.json`: what the bundle is, whether it was accepted, and every other member with its size and digest.
struct ManifestMember: Equatable {
    static let formatVersion = 1

    /// A member as the manifest lists it.
    struct File: Equatable {
        let path: String
        let size: Int
        let sha256: String
        let role: String
    }

    let pipeline: String
    let status: BundleStatus
    /// `sha256:` and the digest of `SHA256SUMS`.
    let contentDigest: String
    let toolVersion: String
    let files: [File]

    init(_ record: BundleRecord, members: [BundleMember], contentDigest: String) {
        pipeline = record.pipeline
        status = record.status
        self.contentDigest = contentDigest
        toolVersion = record.toolVersion
        files = members.map { member in
            File(path: member.path, size: member.bytes.count, sha256: sha256(member.bytes), role: member.kind.role)
        }
    }

    var bytes: [UInt8] {
        CanonicalJSON.bytes(of: [
            "format": "fsel-bundle",
            "formatVersion": .integer(Self.formatVersion),
            "pipeline": .string(pipeline),
            "status": .string(status.rawValue),
            "contentDigest": .string(contentDigest),
            "tool": ["name": "fsel", "version": .string(toolVersion)],
            "files": .array(
                files.map { file in
                    [
                        "path": .string(file.path), "size": .integer(file.size), "sha256": .string(file.sha256),
                        "role": .string(file.role),
                    ]
                }),
        ])
    }

    init(reading bytes: [UInt8], in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
        guard try fields.string("format") == "fsel-bundle" else {
            throw source.wrong("format", "'fsel-bundle' is needed")
        }
        try fields.version(Self.formatVersion)
        pipeline = try fields.string("pipeline")
        guard let status = BundleStatus(rawValue: try fields.string("status")) else {
            throw source.wrong("status", "'accepted' or 'rejected' is needed")
        }
        self.status = status
        contentDigest = try fields.string("contentDigest")
        var tool = try JSONFields(fields.take("tool"), at: "tool", in: source)
        guard try tool.string("name") == "fsel" else { throw source.wrong("tool.name", "'fsel' is needed") }
        toolVersion = try tool.string("version")
        try tool.finish()
        var files: [File] = []
        for (index, value) in try fields.array("files").enumerated() {
            var file = try JSONFields(value, at: "files[\(index)]", in: source)
            files.append(
                File(
                    path: try file.string("path"), size: try file.integer("size"), sha256: try file.string("sha256"),
                    role: try file.string("role")))
            try file.finish()
        }
        try fields.finish()
        try source.refuseRepeated(files.map(\.path), at: "files")
        self.files = files
    }
}
