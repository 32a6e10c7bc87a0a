import ArchiveStreams
import StageKit

/// Holds a bundle's members against its manifest and its digests.
struct ClosureCheck {
    let manifest: ManifestMember
    let bundle: String

    /// The members, each listed with its size and digest, and every listed one there.
    func members(_ entries: [ArchiveEntry]) throws(StageFailure) -> [BundleMember] {
        var listed: [String: ManifestMember.File] = [:]
        for file in manifest.files { listed[file.path] = file }
        var members: [BundleMember] = []
        for entry in entries {
            guard let file = listed.removeValue(forKey: entry.path) else { throw fault(.unlisted(entry.path)) }
            guard let kind = MemberKind(rawValue: entry.path) else { throw fault(.unknownMember(entry.path)) }
            try compare(entry, with: file, kind)
            members.append(BundleMember(kind, entry.bytes))
        }
        if let absent = manifest.files.first(where: { listed[$0.path] != nil }) {
            throw fault(.listedButAbsent(absent.path))
        }
        try requireParts(of: Set(members.map(\.kind)))
        return members
    }

    /// `SHA256SUMS` says of the members what they are, and the content digest is its own.
    func digests(_ members: [BundleMember]) throws(StageFailure) {
        let found = members.first { $0.kind == .digests }?.bytes ?? []
        guard found == DigestsMember.bytes(members) else {
            throw fault(.sums("its lines are not those of the members, in their order"))
        }
        let digest = "sha256:\(sha256(found))"
        guard digest == manifest.contentDigest else {
            throw fault(.contentDigest(found: digest, listed: manifest.contentDigest))
        }
    }

    private func compare(
        _ entry: ArchiveEntry, with file: ManifestMember.File, _ kind: MemberKind
    ) throws(StageFailure) {
        guard entry.bytes.count == file.size else {
            throw fault(.size(member: entry.path, found: entry.bytes.count, listed: file.size))
        }
        guard sha256(entry.bytes) == file.sha256 else { throw fault(.digest(member: entry.path)) }
        guard file.role == kind.role else {
            let reason = "the role of \(entry.path) is '\(file.role)', and '\(kind.role)' is needed"
            throw fault(.shape(member: MemberKind.manifest.path, place: "files", reason: reason))
        }
    }

    private func requireParts(of kinds: Set<MemberKind>) throws(StageFailure) {
        let modelKinds: [MemberKind] = [.golden, .model, .signature]
        let pathKinds: [MemberKind] = [.coefficients, .path]
        let needed = [modelKinds, pathKinds].filter { !kinds.isDisjoint(with: $0) }.flatMap(\.self)
        let required = MemberKind.allCases.filter { $0.isRequired && $0 != .manifest } + needed
        if let absent = required.first(where: { !kinds.contains($0) }) { throw fault(.absentMember(absent.path)) }
    }

    private func fault(_ fault: BundleFault) -> StageFailure { fault.failure(in: bundle) }
}
