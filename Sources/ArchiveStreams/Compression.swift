/// How a file is stored, told by its first bytes and never by its name.
public enum Compression: String, Equatable, Sendable {
    /// As it is.
    case none
    /// gzip, RFC 1952, of one or several members.
    case gzip
    /// Zstandard, RFC 8878.
    case zstd
    /// bzip2.
    case bzip2
    /// xz.
    case xz
    /// A zip archive.
    case zip

    /// The number of leading bytes that tell.
    static let prefixLength = 6

    init(prefix: [UInt8]) {
        let known: [(Compression, [UInt8])] = [
            (.gzip, [0x1F, 0x8B]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
            (.bzip2, [0x42, 0x5A, 0x68]), (.zip, [0x50, 0x4B, 0x03, 0x04]), (.zip, [0x50, 0x4B, 0x05, 0x06]),
        ]
        self = known.first { prefix.starts(with: $0.1) }?.0 ?? .none
    }
}
