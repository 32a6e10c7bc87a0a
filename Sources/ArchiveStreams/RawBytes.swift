/// The bytes of a file or a buffer as they are stored, in order.
protocol RawBytes: AnyObject {
    /// The name for messages.
    var name: String { get }
    /// How many bytes there are, as far as is known before reading.
    var size: Int { get }
    /// Reads up to `buffer.count` bytes; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
}

/// Bytes that are in memory already.
final class MemoryBytes: RawBytes {
    let name: String
    private let bytes: [UInt8]
    private var position = 0

    var size: Int { bytes.count }

    init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = min(buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }
}
