/// Why a compressed file or an archive was refused: the situation, the file, and the place in it.
///
/// `description` is one sentence that says what was found, what was expected, and where.
public struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The situation, with the offending value.
    public let kind: Kind
    /// The file as its user named it.
    public let file: String
    /// The member of the archive that was being read, where there is one.
    public let entry: String?
    /// The offset in bytes, from 0, in the file as it is stored, where it is known.
    public let offset: Int?

    /// The situations in which a file is refused.
    public enum Kind: Equatable, Sendable {
        /// There is no file of that name.
        case missing
        /// The name leads to a folder, a pipe or a device.
        case notRegularFile
        /// The system refuses to let this user read the file.
        case permissionDenied
        /// The system failed to open or read the file; the payload is its message.
        case readFailed(String)
        /// The compressed data end too early.
        case truncated
        /// The data contradict their own checksum or format; the payload is the library's message.
        case corrupt(String)
        /// Bytes follow the end of the compressed data or archive.
        case trailingBytes
        /// An archive given as input data has no regular file in it.
        case noMember
        /// An archive given as input data has more than one regular file in it.
        case severalMembers
        /// A member is encrypted.
        case encrypted
        /// A member is a link, a folder, a device or a pipe; the payload says which.
        case notRegularMember(String)
        /// A member's name is absolute, leaves the archive, or has characters that no name of ours has.
        case unsafeName
        /// Two members have the same name.
        case duplicateName
        /// The bytes are no archive of a known format.
        case unknownFormat
        /// There are more members than the limit.
        case tooManyEntries(limit: Int)
        /// There are more decoded bytes than the limit.
        case tooLarge(limit: Int)
        /// The data expand by more than the limit.
        case ratioTooLarge(limit: Int)
        /// The library failed while it wrote; the payload is its message.
        case writeFailed(String)
    }

    init(_ kind: Kind, file: String, entry: String? = nil, offset: Int? = nil) {
        self.kind = kind
        self.file = file
        self.entry = entry
        self.offset = offset
    }

    /// The whole sentence.
    public var description: String {
        let member = entry.map { ", in '\(printable($0))'" } ?? ""
        let place = offset.map { ", at byte \($0)" } ?? ""
        return "\(printable(file)): \(kind.sentence)\(member)\(place)."
    }
}

extension ArchiveError.Kind {
    fileprivate var sentence: String {
        switch self {
        case .missing: "there is no such file"
        case .notRegularFile: "a regular file is needed, and this is a folder, a pipe or a device"
        case .permissionDenied: "permission to read the file is refused"
        case .readFailed(let message): "the file cannot be read: \(message)"
        case .truncated: "the compressed data end too early; the file is cut off"
        case .corrupt(let message): "the data are damaged: \(message)"
        case .trailingBytes: "bytes follow the end of the compressed data; nothing may"
        case .noMember: "the archive has no regular file in it; exactly one is needed"
        case .severalMembers: "the archive has more than one regular file in it; exactly one is needed"
        case .encrypted: "the archive is encrypted; only plain archives are read"
        case .notRegularMember(let type): "a member is a \(type); only regular files are read"
        case .unsafeName: "a member's name is not a plain relative path"
        case .duplicateName: "two members have the same name"
        case .unknownFormat: "the bytes are neither a tar.gz nor a zip archive"
        case .tooManyEntries(let limit): "there are more than \(limit) members; \(limit) is the limit"
        case .tooLarge(let limit): "the data unpack to more than \(limit) bytes; \(limit) is the limit"
        case .ratioTooLarge(let limit): "the data unpack to more than \(limit) times their size; \(limit) is the limit"
        case .writeFailed(let message): "the archive cannot be written: \(message)"
        }
    }
}

/// The text with control characters shown as `\u{…}`, so that a hostile name cannot reach a terminal as it is.
private func printable(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { shown, scalar in
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        shown += isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
}
