/// Turns stored bytes into the bytes they stand for, a block at a time.
protocol BlockDecoder: AnyObject {
    /// Decodes up to `buffer.count` bytes, at least one unless the end is reached; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
}

/// Gives the bytes as they are stored.
final class PlainDecoder: BlockDecoder {
    private let source: any RawBytes

    init(_ source: any RawBytes) { self.source = source }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        try source.read(into: buffer)
    }
}
