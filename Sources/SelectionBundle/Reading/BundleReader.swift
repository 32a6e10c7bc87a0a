import ArchiveStreams
import StageJSON
package import StageKit

/// Reads a bundle in memory, and gives it out only when every digest and the list of its members are right.
package enum BundleReader {
    /// Far above any real bundle: 64 members, 1 GiB unpacked, 1,000 times the archive's size.
    private static let limits = ReadLimits(bytes: 1 << 30, ratio: 1000, entries: 64)

    /// Reads a bundle from a file.
    ///
    /// - Parameter path: The archive.
    /// - Throws: As ``read(_:name:)``; also kind `noInput`, `permission` or `io` where the file cannot be read.
    package static func read(path: String) throws(StageFailure) -> Bundle {
        let bytes: [UInt8]
        do throws(ArchiveError) {
            bytes = try StoredFile.bytes(path: path, limit: limits.bytes)
        } catch {
            throw BundleFault.archive(error).failure(in: path)
        }
        return try read(bytes, name: path)
    }

    /// Reads a bundle from memory.
    ///
    /// - Parameters:
    ///   - bytes: The archive.
    ///   - name: What messages call it.
    /// - Throws: ``StageFailure`` of kind `data` where the bytes are no bundle of a known version (FS600–FS609), of kind
    ///   `verification` where they are one and a digest or the list of members is wrong (FS610–FS616).
    /// - Complexity: O(unpacked bytes), and as much memory.
    package static func read(_ bytes: [UInt8], name: String) throws(StageFailure) -> Bundle {
        let entries: [ArchiveEntry]
        do throws(ArchiveError) {
            entries = try ArchiveReader.entries(of: bytes, name: name, limits: limits)
        } catch {
            throw BundleFault.archive(error).failure(in: name)
        }
        return try read(entries, name: name)
    }

    private static func read(_ entries: [ArchiveEntry], name: String) throws(StageFailure) -> Bundle {
        guard let first = entries.first, first.path == MemberKind.manifest.path else {
            throw BundleFault.noManifestFirst(found: entries.first?.path).failure(in: name)
        }
        let source = JSONFields.Source(bundle: name, member: first.path)
        let manifest = try ManifestMember(reading: first.bytes, in: source)
        let check = ClosureCheck(manifest: manifest, bundle: name)
        let members = try check.members(Array(entries.dropFirst()))
        try check.digests(members)
        let all = [BundleMember(.manifest, first.bytes)] + members
        let bundle = Bundle(name: name, manifest: manifest, members: all)
        let gates = try GatesMember.status(reading: bundle.bytes(of: .gates), in: bundle.source(.gates))
        guard gates == manifest.status else {
            throw BundleFault.status(manifest: manifest.status.rawValue, gates: gates.rawValue).failure(in: name)
        }
        return bundle
    }
}
