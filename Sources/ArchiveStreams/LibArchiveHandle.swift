import CLibArchive

/// A reading handle of libarchive, freed once when it is let go.
final class LibArchiveHandle {
    let pointer: OpaquePointer
    let file: String

    /// - Parameter enable: Names the formats and filters that may be read, and nothing else may.
    init(file: String, enable: (OpaquePointer) -> Void) throws(ArchiveError) {
        guard let pointer = archive_read_new() else {
            throw ArchiveError(.readFailed("libarchive cannot start"), file: file)
        }
        self.pointer = pointer
        self.file = file
        enable(pointer)
    }

    deinit { archive_read_free(pointer) }

    /// How many bytes of the stored file were used; nil once the library has given up.
    var storedOffset: Int? {
        let count = Int(archive_filter_bytes(pointer, -1))
        return count < 0 ? nil : count
    }

    /// The library's own words for what went wrong last.
    var message: String {
        archive_error_string(pointer).map { String(cString: $0) } ?? "the library gives no reason"
    }

    /// What the library's last failure means.
    ///
    /// Its words are the only place where it says that data are cut off.
    func failure(entry: String? = nil) -> ArchiveError {
        let text = message
        let words = text.lowercased()
        let isCutOff = ["truncated", "unexpected end", "premature end"].contains { words.contains($0) }
        return ArchiveError(isCutOff ? .truncated : .corrupt(text), file: file, entry: entry, offset: storedOffset)
    }
}
