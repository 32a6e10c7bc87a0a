/// The end of a tar archive: two blocks of zeros, then zeros up to a full record.
enum TarEnd {
    private static let endLength = 1024
    private static let recordLength = 10_240

    /// Refuses an archive without its end, or with bytes after it.
    ///
    /// - Parameters:
    ///   - bytes: The archive.
    ///   - consumed: How much of it was read, the end included.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>, consumed: Int, name: String) throws(ArchiveError) {
        guard consumed >= endLength, consumed <= bytes.count,
            bytes[(consumed - endLength)..<consumed].allSatisfy({ $0 == 0 })
        else { throw ArchiveError(.truncated, file: name) }
        let rest = bytes[consumed...]
        guard rest.count < recordLength, rest.allSatisfy({ $0 == 0 }) else {
            throw ArchiveError(.trailingBytes, file: name)
        }
    }
}
