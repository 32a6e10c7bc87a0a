import CLibArchive

/// Decodes gzip data of one or several members and checks each member's checksum and length.
///
/// zlib does this rather than libarchive, whose gzip filter (3.6.2) skips the checksum and the length, and takes
/// whatever follows the last member for the end.
final class GzipDecoder: BlockDecoder {
    private let source: any RawBytes
    private let allowsSeveralMembers: Bool
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var offset = 0
    private var isInMember = false
    private var memberCount = 0
    private var sourceEnded = false

    /// - Parameter allowsSeveralMembers: Whether a further member is read on; else it counts as bytes after the end.
    init(_ source: any RawBytes, allowsSeveralMembers: Bool = true) throws(ArchiveError) {
        self.source = source
        self.allowsSeveralMembers = allowsSeveralMembers
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: 1 << 17, alignment: 16)
        let windowAndGzip: CInt = 15 + 16
        let status = inflateInit2_(stream, windowAndGzip, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw ArchiveError(.readFailed("zlib cannot start"), file: source.name) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard buffer.count > 0 else { return 0 }
        let capacity = UInt32(clamping: buffer.count)
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = capacity
        while stream.pointee.avail_out == capacity {
            try refill()
            if !isInMember, try !beginMember() { return 0 }
            try inflateOnce()
        }
        return Int(capacity - stream.pointee.avail_out)
    }

    var storedPosition: Int { offset - Int(stream.pointee.avail_in) }

    private func refill() throws(ArchiveError) {
        guard stream.pointee.avail_in == 0, !sourceEnded else { return }
        let count = try source.read(into: input)
        sourceEnded = count == 0
        offset += count
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
    }

    /// Makes ready for the next member; false at the end of the file.
    private func beginMember() throws(ArchiveError) -> Bool {
        if stream.pointee.avail_in == 0 {
            guard memberCount > 0 else { throw failure(.truncated) }
            return false
        }
        let isGzip = stream.pointee.next_in?.pointee == 0x1F
        guard memberCount == 0 || (isGzip && allowsSeveralMembers) else { throw failure(.trailingBytes) }
        inflateReset(stream)
        isInMember = true
        return true
    }

    private func inflateOnce() throws(ArchiveError) {
        let memberStart = storedPosition
        let isAtHeader = stream.pointee.total_in == 0
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK: break
        case Z_STREAM_END:
            isInMember = false
            memberCount += 1
        case Z_BUF_ERROR:
            if sourceEnded { throw failure(.truncated) }
        default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "the gzip data are invalid"
            if isAtHeader, memberCount > 0, message == "incorrect header check" {
                throw ArchiveError(.trailingBytes, file: source.name, offset: memberStart)
            }
            throw failure(.corrupt(message))
        }
    }

    private func failure(_ kind: ArchiveError.Kind) -> ArchiveError {
        ArchiveError(kind, file: source.name, offset: storedPosition)
    }
}
