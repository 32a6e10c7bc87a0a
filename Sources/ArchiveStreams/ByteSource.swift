/// The bytes of an input file, unpacked where it is compressed, in blocks.
///
/// Plain files, gzip of one or several members, Zstandard, bzip2, xz, and zip archives with exactly one regular file
/// are told apart by their first bytes. Memory is bounded by the block, whatever the file. A file that is cut
/// off, damaged, encrypted or followed by other bytes is refused, at the latest when its end is reached: what was read
/// before `read` gives 0 is not to be trusted until then.
///
/// ```swift
/// let source = try ByteSource(path: "data.csv.gz")
/// while let block = try source.next() { … }
/// ```
public final class ByteSource {
    /// The file as it was named.
    public let path: String
    /// How the file is stored.
    public let compression: Compression
    /// The size of the file as it is stored, in bytes.
    public let storedSize: Int
    /// The decoded bytes given so far.
    public private(set) var position = 0
    /// About how many of the stored bytes the decoded ones took.
    public var storedPosition: Int { decoder.storedPosition }

    private let decoder: any BlockDecoder
    private let limits: ReadLimits
    private var isAtEnd = false

    /// Opens a file and looks at its first bytes.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limits: How far it may unpack; no limit by default.
    /// - Throws: `missing`, `notRegularFile`, `permissionDenied`, `readFailed`; for a zip archive also what is wrong with
    ///   its members.
    public init(path: String, limits: ReadLimits = .none) throws(ArchiveError) {
        let file = try InputFile(path: path)
        self.path = path
        self.limits = limits
        storedSize = file.size
        compression = Compression(prefix: try file.prefix(Compression.prefixLength))
        decoder =
            switch compression {
            case .none: PlainDecoder(file)
            case .gzip: try GzipDecoder(file)
            case .zstd, .bzip2, .xz: try FilterDecoder(file, compression)
            case .zip: try ZipMemberDecoder(file)
            }
    }

    /// Reads up to `buffer.count` bytes, at least one unless the end is reached.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    /// - Throws: `truncated`, `corrupt`, `trailingBytes`, `tooLarge`, `ratioTooLarge`, `readFailed`.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard !isAtEnd, buffer.count > 0 else { return 0 }
        let count = try decoder.read(into: buffer)
        position += count
        isAtEnd = count == 0
        if compression != .none, let broken = limits.broken(decoded: position, stored: storedSize) {
            throw ArchiveError(broken, file: path)
        }
        if position > limits.bytes { throw ArchiveError(.tooLarge(limit: limits.bytes), file: path) }
        return count
    }

    /// The next block, or nil at the end.
    ///
    /// - Parameter size: The most bytes, 1 or more.
    /// - Throws: As `read(into:)`.
    public func next(_ size: Int = 1 << 18) throws(ArchiveError) -> [UInt8]? {
        precondition(size > 0, "ByteSource.next: a block of \(size) bytes was asked for; 1 or more is needed")
        var failure: ArchiveError?
        let block = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            do throws(ArchiveError) {
                count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return block.isEmpty ? nil : block
    }

    /// All bytes that are left.
    ///
    /// - Throws: As `read(into:)`.
    public func readAll() throws(ArchiveError) -> [UInt8] {
        var all: [UInt8] = []
        if compression == .none { all.reserveCapacity(storedSize - position) }
        while let block = try next() { all += block }
        return all
    }
}
