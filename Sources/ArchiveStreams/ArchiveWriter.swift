/// Writes archives whose bytes depend on nothing but the entries, the time given and the versions of the libraries.
package enum ArchiveWriter {
    /// An archive of regular files, 0644, owner and group 0 without names, in the order given.
    ///
    /// - Parameters:
    ///   - entries: The files, each name plain (``ArchiveEntry/isPlain(_:)``) and there once.
    ///   - format: The format.
    ///   - modified: The time of every entry, in seconds since 1970 UTC, 0 or more. A zip archive keeps it from 1980 to
    ///     2107, in steps of two seconds, as UTC, whatever the time zone.
    ///   - name: What messages call the archive.
    /// - Returns: The bytes of the archive.
    /// - Throws: `unsafeName`, `duplicateName`, `writeFailed`.
    /// - Complexity: O(bytes), and as much memory as the archive needs.
    package static func archive(
        _ entries: [ArchiveEntry], format: ArchiveFormat, modified: Int, name: String
    ) throws(ArchiveError) -> [UInt8] {
        var seen = Set<String>()
        for entry in entries {
            guard ArchiveEntry.isPlain(entry.path) else {
                throw ArchiveError(.unsafeName, file: name, entry: entry.path)
            }
            guard seen.insert(entry.path).inserted else {
                throw ArchiveError(.duplicateName, file: name, entry: entry.path)
            }
        }
        return switch format {
        case .tarGzip: try TarGzipWriter.archive(entries, modified: modified, name: name)
        case .zip: try ZipWriter.archive(entries, modified: modified, name: name)
        }
    }
}
