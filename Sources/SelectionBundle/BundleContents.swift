package import ArchiveStreams
import StageJSON
package import StageKit

/// The members of a bundle, made from what a run hands over, with their digests.
package struct BundleContents: Sendable {
    /// The pipeline's name.
    package let pipeline: String
    /// Whether the run passed its gates.
    package let status: BundleStatus
    /// `sha256:` and 64 digits: the SHA-256 of `SHA256SUMS`, which names the content whatever the archive's format.
    package let contentDigest: String
    /// The members, the manifest first, then by name in bytewise order.
    package let members: [BundleMember]

    /// Makes every member.
    ///
    /// - Parameter record: What a run hands over.
    /// - Throws: Where the model cannot score the golden rows: the faults of ``Scorer``.
    /// - Complexity: O(size of the members).
    package init(_ record: BundleRecord) async throws {
        let ranking = FeatureRanking(record)
        var members = [
            BundleMember(.readme, ReadmeMember.bytes(record, ranking)),
            BundleMember(.pipelineXML, record.pipelineXML),
            BundleMember(.resolvedXML, record.resolvedXML),
            BundleMember(.selected, SelectedMember.bytes(ranking)),
            BundleMember(.features, FeaturesMember.bytes(ranking)),
            BundleMember(.dropped, DroppedMember.bytes(record)),
            BundleMember(.metrics, MetricsMember.bytes(record)),
            BundleMember(.gates, GatesMember.bytes(record)),
            BundleMember(.report, Array(record.report.utf8)),
        ]
        if let path = record.selections[record.mainSelection].selection.path {
            members.append(BundleMember(.path, PathMember.bytes(path)))
            members.append(BundleMember(.coefficients, CoefficientsMember.bytes(path)))
        }
        if let model = record.model { members += try await Self.modelMembers(model) }
        let subjects = members.filter { $0.kind == .model || $0.kind == .selected }
        members.append(
            BundleMember(.statement, StatementMember.bytes(record, subjects: subjects.sorted(by: Self.isBefore))))
        if let run = record.run { members.append(BundleMember(.run, RunMember.bytes(run))) }
        let sums = BundleMember(.digests, DigestsMember.bytes(members))
        members = (members + [sums]).sorted(by: Self.isBefore)
        contentDigest = "sha256:\(sha256(sums.bytes))"
        let manifest = ManifestMember(record, members: members, contentDigest: contentDigest)
        self.members = [BundleMember(.manifest, manifest.bytes)] + members
        pipeline = record.pipeline
        status = record.status
    }

    /// The bundle as an archive.
    ///
    /// - Parameters:
    ///   - format: The archive's format.
    ///   - modified: The time of every entry in seconds since 1970 UTC; see ``BundleTime``.
    /// - Throws: ``StageFailure`` of kind `io` (FS600) where the library fails.
    package func archive(format: ArchiveFormat, modified: Int) throws(StageFailure) -> [UInt8] {
        do throws(ArchiveError) {
            let entries = members.map { ArchiveEntry(path: $0.path, bytes: $0.bytes) }
            return try ArchiveWriter.archive(entries, format: format, modified: modified, name: pipeline)
        } catch {
            throw BundleFault.archive(error).failure(in: pipeline)
        }
    }

    private static func modelMembers(_ model: ScoringModel) async throws -> [BundleMember] {
        let inputs = model.signature.inputs.map(\.name)
        let document = ModelDocument(inputs: inputs, operations: model.operations, model: model.model)
        let scorer = try Scorer(document, signature: model.signature)
        return [
            BundleMember(.model, CanonicalJSON.bytes(of: document.json)),
            BundleMember(.signature, CanonicalJSON.bytes(of: model.signature.json)),
            BundleMember(.golden, try await GoldenMember.bytes(model, scorer)),
        ]
    }

    private static func isBefore(_ a: BundleMember, _ b: BundleMember) -> Bool {
        a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
    }
}
