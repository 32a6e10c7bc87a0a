import CLibArchive

/// Decodes the only regular file of a zip archive.
///
/// Folders in it are passed over; a second file or a link is refused.
final class ZipMemberDecoder: BlockDecoder {
    private let source: InputFile
    private let handle: LibArchiveHandle
    private let member: String

    init(_ source: InputFile) throws(ArchiveError) {
        self.source = source
        try Self.refuseOtherMembers(source)
        handle = try Self.open(source)
        member = try Self.nextFile(handle) ?? ""
    }

    var storedPosition: Int { handle.storedOffset ?? 0 }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = archive_read_data(handle.pointer, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw handle.failure(entry: member) }
        return count
    }

    private static func refuseOtherMembers(_ source: InputFile) throws(ArchiveError) {
        try ZipDirectory.checkEnd(of: source)
        // libarchive does not know an archive that begins with its last record, that is, an empty one.
        guard try source.prefix(3).last != 0x05 else { throw ArchiveError(.noMember, file: source.name) }
        let handle = try open(source)
        guard try nextFile(handle) != nil else { throw ArchiveError(.noMember, file: source.name) }
        if let second = try nextFile(handle) {
            throw ArchiveError(.severalMembers, file: source.name, entry: second)
        }
    }

    private static func open(_ source: InputFile) throws(ArchiveError) -> LibArchiveHandle {
        try source.rewind()
        let handle = try LibArchiveHandle(file: source.name) { archive_read_support_format_zip_seekable($0) }
        guard archive_read_open_fd(handle.pointer, source.descriptor, 1 << 17) == ARCHIVE_OK else {
            throw handle.failure()
        }
        return handle
    }

    /// The name of the next regular file, or nil at the end.
    private static func nextFile(_ handle: LibArchiveHandle) throws(ArchiveError) -> String? {
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(handle.pointer, &entry)
            if status == ARCHIVE_EOF { return nil }
            // A warning here is about a name that the C locale cannot spell, and the name is only for messages.
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw handle.failure() }
            let name = MemberHeader.name(of: entry) ?? "?"
            if archive_entry_is_encrypted(entry) != 0 {
                throw ArchiveError(.encrypted, file: handle.file, entry: name)
            }
            switch MemberHeader.type(of: entry) {
            case .file: return name
            case .folder: continue
            case .other(let type): throw ArchiveError(.notRegularMember(type), file: handle.file, entry: name)
            }
        }
    }
}
