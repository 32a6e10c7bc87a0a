import StageJSON
package import StageKit

/// A bundle that was read and whose digests are right.
package struct Bundle: Sendable {
    /// What messages call it: its path.
    package let name: String
    /// The members, the manifest first.
    package let members: [BundleMember]
    private let manifest: ManifestMember

    init(name: String, manifest: ManifestMember, members: [BundleMember]) {
        self.name = name
        self.manifest = manifest
        self.members = members
    }

    /// The pipeline's name.
    package var pipeline: String { manifest.pipeline }
    /// Whether the run passed its gates.
    package var status: BundleStatus { manifest.status }
    /// `sha256:` and 64 digits, naming the content whatever the archive's format.
    package var contentDigest: String { manifest.contentDigest }
    /// The version of the program that made it.
    package var toolVersion: String { manifest.toolVersion }

    /// The content of a member by its name; nil where there is none of that name.
    ///
    /// - Parameter path: The name, such as `features/features.csv`.
    package func bytes(at path: String) -> [UInt8]? { members.first { $0.path == path }?.bytes }

    /// The content of a member.
    ///
    /// - Parameter kind: Which member.
    /// - Throws: ``StageFailure`` of kind `data` (FS607) where the bundle does not have it.
    package func bytes(of kind: MemberKind) throws(StageFailure) -> [UInt8] {
        guard let bytes = bytes(at: kind.path) else { throw BundleFault.absentMember(kind.path).failure(in: name) }
        return bytes
    }

    /// The model.
    ///
    /// - Throws: ``StageFailure`` of kind `data` (FS602–FS607) where there is none or it has the wrong form.
    package func model() throws(StageFailure) -> ModelDocument {
        try ModelDocument(reading: bytes(of: .model), in: source(.model))
    }

    /// The namespaces of the stages that compute columns of the model themselves; none where there is no model.
    ///
    /// - Throws: As ``model()`` where there is one.
    package func stageNamespaces() throws(StageFailure) -> Set<String> {
        bytes(at: MemberKind.model.path) == nil ? [] : try model().stageNamespaces
    }

    /// What rows must look like to be scored.
    ///
    /// - Throws: ``StageFailure`` of kind `data` (FS602–FS607) where there is none or it has the wrong form.
    package func signature() throws(StageFailure) -> Signature {
        try Signature(reading: bytes(of: .signature), in: source(.signature))
    }

    /// What scores rows.
    ///
    /// - Parameter registry: The stages that are here, for a model some of whose columns a stage computes itself.
    /// - Throws: As ``model()`` and ``signature()``; FS635 where the two disagree; of kind `plugin`, FS636, where a stage that the
    ///   model needs is not here, or of another version.
    package func scorer(_ registry: StageRegistry = StageRegistry([StageDefinition]())) throws(StageFailure) -> Scorer {
        try Scorer(model().bound(to: registry, bundle: name), signature: signature())
    }

    /// Checks what reading has not checked already: the golden rows, to the bit, and the content digest where one is
    /// expected.
    ///
    /// - Parameters:
    ///   - digest: The digest to expect, with or without `sha256:`; nil for none.
    ///   - registry: The stages that are here, as for ``scorer(_:)``.
    /// - Returns: What was checked, a sentence each.
    /// - Throws: ``StageFailure`` of kind `verification`: FS617 another digest, FS618 and FS619 golden rows; of kind
    ///   `data` where the model cannot be read; of kind `plugin`, FS636, where a stage is not here.
    package func verify(
        expecting digest: String? = nil, _ registry: StageRegistry = StageRegistry([StageDefinition]())
    ) async throws -> [String] {
        var facts = ["\(members.count) members, each with the SHA-256 that the manifest lists"]
        if let digest {
            let expected = digest.hasPrefix("sha256:") ? digest : "sha256:\(digest)"
            guard expected.lowercased() == contentDigest else {
                throw BundleFault.unexpectedDigest(found: contentDigest, expected: expected).failure(in: name)
            }
            facts.append("the content digest is the expected one")
        }
        if bytes(at: MemberKind.model.path) != nil {
            let golden = try bytes(of: .golden)
            try await GoldenMember.verify(golden, scorer(registry), bundle: name)
            facts.append("\(max(CSVText.rows(of: golden)?.count ?? 1, 1) - 1) golden rows, equal to the bit")
        }
        return facts
    }

    func source(_ kind: MemberKind) -> JSONFields.Source { JSONFields.Source(bundle: name, member: kind.path) }
}
