import CLibArchive

/// Decodes a file that is one compressed stream: Zstandard, bzip2 or xz.
final class FilterDecoder: BlockDecoder {
    private let source: InputFile
    private let handle: LibArchiveHandle
    private var hasStarted = false

    init(_ source: InputFile, _ compression: Compression) throws(ArchiveError) {
        self.source = source
        handle = try LibArchiveHandle(file: source.name) { archive in
            switch compression {
            case .zstd: archive_read_support_filter_zstd(archive)
            case .bzip2: archive_read_support_filter_bzip2(archive)
            default: archive_read_support_filter_xz(archive)
            }
            archive_read_support_format_raw(archive)
            archive_read_support_format_empty(archive)
        }
        guard archive_read_open_fd(handle.pointer, source.descriptor, 1 << 17) == ARCHIVE_OK else {
            throw handle.failure()
        }
    }

    var storedPosition: Int { handle.storedOffset ?? 0 }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        if !hasStarted, try !start() { return 0 }
        let count = archive_read_data(handle.pointer, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw handle.failure() }
        if count == 0 { try checkEnd() }
        return count
    }

    private func start() throws(ArchiveError) -> Bool {
        hasStarted = true
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle.pointer, &entry)
        // Where the rest of the header does not fit, libarchive would pass the stored bytes on as they are.
        guard archive_filter_count(handle.pointer) > 1 || status == ARCHIVE_FATAL else {
            throw ArchiveError(.corrupt("the header is invalid"), file: source.name, offset: 0)
        }
        switch status {
        case ARCHIVE_OK: return true
        case ARCHIVE_EOF where archive_errno(handle.pointer) == 0:
            try checkEnd()
            return false
        default: throw handle.failure()
        }
    }

    private func checkEnd() throws(ArchiveError) {
        guard handle.storedOffset == source.size else {
            throw ArchiveError(.trailingBytes, file: source.name, offset: handle.storedOffset)
        }
    }
}
