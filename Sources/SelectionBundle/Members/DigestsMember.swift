/// `SHA256SUMS`: a line `DIGEST  NAME` a member, by name, as `sha256sum -c` takes it.
enum DigestsMember {
    static func bytes(_ members: [BundleMember]) -> [UInt8] {
        let covered = members.filter(\.kind.isInDigests).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return Array(covered.map { "\(sha256($0.bytes))  \($0.path)\n" }.joined().utf8)
    }
}
