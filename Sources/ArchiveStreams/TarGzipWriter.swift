import CLibArchive

/// Writes gzip-compressed pax archives into memory.
enum TarGzipWriter {
    /// Takes what the library writes.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    static func archive(_ entries: [ArchiveEntry], modified: Int, name: String) throws(ArchiveError) -> [UInt8] {
        guard let archive = archive_write_new() else {
            throw ArchiveError(.writeFailed("libarchive cannot start"), file: name)
        }
        defer { archive_write_free(archive) }
        let sink = Sink()
        func check(_ status: CInt, entry: String? = nil) throws(ArchiveError) {
            guard status != ARCHIVE_OK else { return }
            let message = archive_error_string(archive).map { String(cString: $0) } ?? "status \(status)"
            throw ArchiveError(.writeFailed(message), file: name, entry: entry)
        }
        try check(archive_write_set_format_pax_restricted(archive))
        try check(archive_write_add_filter_gzip(archive))
        try check(archive_write_set_options(archive, "gzip:compression-level=6,gzip:!timestamp"))
        try check(archive_write_set_bytes_in_last_block(archive, 1))
        let client = Unmanaged.passUnretained(sink).toOpaque()
        let opened = archive_write_open2(
            archive, client, nil, { _, client, buffer, count in TarGzipWriter.collect(client, buffer, count) }, nil, nil
        )
        try check(opened)
        for entry in entries {
            try check(writeHeader(of: entry, modified: modified, to: archive), entry: entry.path)
            let written = entry.bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
            try check(written == entry.bytes.count ? ARCHIVE_OK : ARCHIVE_FATAL, entry: entry.path)
        }
        try check(archive_write_close(archive))
        return withExtendedLifetime(sink) { sink.bytes }
    }

    /// Called by the library with each piece of the archive.
    private static func collect(
        _ client: UnsafeMutableRawPointer?, _ buffer: UnsafeRawPointer?, _ count: Int
    ) -> Int {
        guard let client else { return -1 }
        let sink = Unmanaged<Sink>.fromOpaque(client).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: count))
        return count
    }

    private static func writeHeader(of entry: ArchiveEntry, modified: Int, to archive: OpaquePointer) -> CInt {
        guard let header = archive_entry_new() else { return ARCHIVE_FATAL }
        defer { archive_entry_free(header) }
        archive_entry_set_pathname(header, entry.path)
        archive_entry_set_size(header, la_int64_t(entry.bytes.count))
        archive_entry_set_filetype(header, 0o100000)
        archive_entry_set_perm(header, 0o644)
        archive_entry_set_mtime(header, time_t(modified), 0)
        archive_entry_set_uid(header, 0)
        archive_entry_set_gid(header, 0)
        return archive_write_header(archive, header)
    }
}
