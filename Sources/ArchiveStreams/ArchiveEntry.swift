/// A regular file in an archive: its name and its bytes.
package struct ArchiveEntry: Equatable, Sendable {
    /// The name, a relative path with `/` between its parts.
    package let path: String
    /// The content.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - path: The name, a relative path with `/` between its parts.
    ///   - bytes: The content.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Whether a name is a plain relative path: parts between single slashes, none `.` or `..`, printable ASCII, no
    /// backslash or colon.
    package static func isPlain(_ path: String) -> Bool {
        let isSpelledPlainly = path.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x5C && $0 != 0x3A }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return isSpelledPlainly && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

/// The formats of an archive.
package enum ArchiveFormat: String, Sendable, CaseIterable {
    /// A gzip-compressed pax (ustar) archive.
    case tarGzip = "tar.gz"
    /// A zip archive of deflated members.
    case zip
}
