import CLibArchive

/// Reads an archive in memory, strictly, and never extracts it.
///
/// The format is told by the first bytes, and only its own decoder is switched on. Refused are: members that are not
/// regular files, names that are not plain relative paths, duplicates, bytes after the end, checksums that do not
/// match, and anything beyond the limits, counted on what is really decoded.
package enum ArchiveReader {
    /// The members of an archive, in its order.
    ///
    /// - Parameters:
    ///   - bytes: The archive.
    ///   - name: What messages call it.
    ///   - limits: The most members, decoded bytes and ratio.
    /// - Throws: Every case of ``ArchiveError/Kind`` but those about opening a file.
    /// - Complexity: O(decoded bytes), and as much memory.
    package static func entries(
        of bytes: [UInt8], name: String, limits: ReadLimits
    ) throws(ArchiveError) -> [ArchiveEntry] {
        switch Compression(prefix: Array(bytes.prefix(Compression.prefixLength))) {
        case .gzip:
            let tar = try unpack(bytes, name: name, limits: limits)
            let handle = try LibArchiveHandle(file: name) { archive_read_support_format_tar($0) }
            return try tar.withUnsafeBufferPointer { buffer throws(ArchiveError) in
                let entries = try readAll(buffer, handle, stored: bytes.count, limits: limits)
                try TarEnd.check(buffer, consumed: handle.storedOffset ?? 0, name: name)
                return entries
            }
        case .zip:
            let tail = Array(bytes.suffix(ZipDirectory.longestEnd))
            try ZipDirectory.checkEnd(tail: tail, fileSize: bytes.count, name: name)
            let handle = try LibArchiveHandle(file: name) { archive_read_support_format_zip_seekable($0) }
            return try bytes.withUnsafeBufferPointer { buffer throws(ArchiveError) in
                try readAll(buffer, handle, stored: bytes.count, limits: limits)
            }
        default: throw ArchiveError(.unknownFormat, file: name, offset: 0)
        }
    }

    private static func unpack(_ bytes: [UInt8], name: String, limits: ReadLimits) throws(ArchiveError) -> [UInt8] {
        let decoder = try GzipDecoder(MemoryBytes(bytes, name: name), allowsSeveralMembers: false)
        // Headers and padding of a tar archive are not content, and are few where the members are.
        var allowed = limits
        let overhead = 4096 &* min(limits.entries, 1 << 20) + (1 << 16)
        allowed.bytes = limits.bytes > .max - overhead ? .max : limits.bytes + overhead
        var tar: [UInt8] = []
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = try decoder.read(into: block)
            if count == 0 { return tar }
            tar.append(contentsOf: UnsafeRawBufferPointer(rebasing: block[..<count]))
            if let broken = allowed.broken(decoded: tar.count, stored: bytes.count) {
                throw ArchiveError(broken, file: name)
            }
        }
    }

    private static func readAll(
        _ archive: UnsafeBufferPointer<UInt8>, _ handle: LibArchiveHandle, stored: Int, limits: ReadLimits
    ) throws(ArchiveError) -> [ArchiveEntry] {
        guard archive_read_open_memory(handle.pointer, archive.baseAddress, archive.count) == ARCHIVE_OK else {
            throw handle.failure()
        }
        var entries: [ArchiveEntry] = []
        var seen = Set<String>()
        var decoded = 0
        while let path = try nextPath(handle) {
            guard entries.count < limits.entries else {
                throw ArchiveError(.tooManyEntries(limit: limits.entries), file: handle.file)
            }
            guard seen.insert(path).inserted else {
                throw ArchiveError(.duplicateName, file: handle.file, entry: path)
            }
            let bytes = try content(of: path, handle, decoded: &decoded, stored: stored, limits: limits)
            entries.append(ArchiveEntry(path: path, bytes: bytes))
        }
        return entries
    }

    private static func nextPath(_ handle: LibArchiveHandle) throws(ArchiveError) -> String? {
        var header: OpaquePointer?
        let status = archive_read_next_header(handle.pointer, &header)
        if status == ARCHIVE_EOF { return nil }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header else { throw handle.failure() }
        let path = MemberHeader.name(of: header)
        if archive_entry_is_encrypted(header) != 0 { throw ArchiveError(.encrypted, file: handle.file, entry: path) }
        switch MemberHeader.type(of: header) {
        case .file: break
        case .folder: throw ArchiveError(.notRegularMember("folder"), file: handle.file, entry: path)
        case .other(let type): throw ArchiveError(.notRegularMember(type), file: handle.file, entry: path)
        }
        guard let path, ArchiveEntry.isPlain(path) else {
            throw ArchiveError(.unsafeName, file: handle.file, entry: path)
        }
        guard status == ARCHIVE_OK else { throw handle.failure(entry: path) }
        return path
    }

    private static func content(
        of path: String, _ handle: LibArchiveHandle, decoded: inout Int, stored: Int, limits: ReadLimits
    ) throws(ArchiveError) -> [UInt8] {
        var bytes: [UInt8] = []
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = archive_read_data(handle.pointer, block.baseAddress, block.count)
            guard count >= 0 else { throw handle.failure(entry: path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: block[..<count]))
            decoded += count
            if let broken = limits.broken(decoded: decoded, stored: stored) {
                throw ArchiveError(broken, file: handle.file, entry: path)
            }
        }
    }
}
