import CLibArchive

/// The files of a zip archive, one after the other, each read as a stream.
///
/// ```swift
/// let members = try ZipMembers(path: "data.npz")
/// while let name = try members.next() { … try members.read(into: buffer) … }
/// ```
///
/// Folders are passed over; links, encrypted members and names that stand twice are refused. The checksum and the size
/// of a member are held against its bytes when its end is read.
package final class ZipMembers {
    private let handle: LibArchiveHandle
    private let source: InputFile
    private var seen: Set<String> = []
    private var current: String?
    /// The size of the current member as the archive gives it; `nil` where it does not.
    package private(set) var size: Int?

    /// Opens an archive.
    ///
    /// - Parameter path: The file.
    /// - Throws: What is wrong with the file, or with the archive's end.
    package init(path: String) throws(ArchiveError) {
        source = try InputFile(path: path)
        try ZipDirectory.checkEnd(of: source)
        try source.rewind()
        handle = try LibArchiveHandle(file: path) { archive_read_support_format_zip_seekable($0) }
        guard archive_read_open_fd(handle.pointer, source.descriptor, 1 << 17) == ARCHIVE_OK else {
            throw handle.failure()
        }
    }

    /// Whether a file begins as a zip archive does.
    ///
    /// - Parameter path: The file.
    /// - Throws: What is wrong with the file.
    package static func isArchive(path: String) throws(ArchiveError) -> Bool {
        Compression(prefix: try InputFile(path: path).prefix(Compression.prefixLength)) == .zip
    }

    /// The size of the archive as it is stored, in bytes.
    package var storedSize: Int { source.size }

    /// Goes to the next file.
    ///
    /// - Returns: Its name, or `nil` where there is none left.
    /// - Throws: What is wrong with the archive.
    package func next() throws(ArchiveError) -> String? {
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(handle.pointer, &entry)
            if status == ARCHIVE_EOF { return nil }
            // A warning here is about a name that the C locale cannot spell.
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw handle.failure() }
            let name = MemberHeader.name(of: entry)
            if archive_entry_is_encrypted(entry) != 0 {
                throw ArchiveError(.encrypted, file: handle.file, entry: name)
            }
            switch MemberHeader.type(of: entry) {
            case .file: break
            case .folder: continue
            case .other(let type): throw ArchiveError(.notRegularMember(type), file: handle.file, entry: name)
            }
            guard let name else { throw ArchiveError(.unsafeName, file: handle.file) }
            guard seen.insert(name).inserted else { throw ArchiveError(.duplicateName, file: handle.file, entry: name) }
            size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
            current = name
            return name
        }
    }

    /// Reads the next bytes of the current file, at least one unless its end is reached.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    /// - Throws: `truncated`, `corrupt`.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = archive_read_data(handle.pointer, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw handle.failure(entry: current) }
        return count
    }
}
