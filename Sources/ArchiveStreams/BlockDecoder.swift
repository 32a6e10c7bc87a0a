/// Turns stored bytes into the bytes they stand for, a block at a time.
protocol BlockDecoder: AnyObject {
    /// Decodes up to `buffer.count` bytes, at least one unless the end is reached; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
    /// About how many stored bytes the decoded ones took.
    var storedPosition: Int { get }
}

/// Gives the bytes as they are stored.
final class PlainDecoder: BlockDecoder {
    private let source: any RawBytes
    private(set) var storedPosition = 0

    init(_ source: any RawBytes) { self.source = source }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = try source.read(into: buffer)
        storedPosition += count
        return count
    }
}
