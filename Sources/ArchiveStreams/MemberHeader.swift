import CLibArchive

/// What a member's header says, without libarchive's macros, which Swift does not see.
enum MemberHeader {
    /// A member's type.
    enum FileType: Equatable {
        case file
        case folder
        case other(String)
    }

    static func type(of entry: OpaquePointer) -> FileType {
        if archive_entry_hardlink(entry) != nil { return .other("hard link") }
        switch UInt32(archive_entry_filetype(entry)) {
        case 0o100000: return .file
        case 0o040000: return .folder
        case 0o120000: return .other("symbolic link")
        case 0o010000: return .other("pipe")
        case 0o020000, 0o060000: return .other("device")
        case 0o140000: return .other("socket")
        default: return .other("member of no known type")
        }
    }

    /// The name in UTF-8; nil where it has none that can be spelled.
    static func name(of entry: OpaquePointer) -> String? {
        guard let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { return nil }
        return String(validatingCString: text)
    }
}
