import Glibc

/// The last record of a zip archive, which tells where the archive ends.
enum ZipDirectory {
    private static let recordLength = 22
    /// The most bytes from the record to the end of the file: a comment may follow it.
    static let longestEnd = recordLength + 0xFFFF
    private static let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

    /// Refuses a file whose end is not the end of a zip archive: cut off, or with bytes after it.
    static func checkEnd(of file: InputFile) throws(ArchiveError) {
        let tailLength = min(file.size, longestEnd)
        var tail = [UInt8](repeating: 0, count: tailLength)
        let start = file.size - tailLength
        let got = tail.withUnsafeMutableBytes { pread(file.descriptor, $0.baseAddress, tailLength, off_t(start)) }
        guard got == tailLength else {
            throw ArchiveError(.readFailed(String(cString: strerror(errno))), file: file.name)
        }
        try checkEnd(tail: tail, fileSize: file.size, name: file.name)
    }

    /// The same for the last bytes of an archive.
    static func checkEnd(tail: [UInt8], fileSize: Int, name: String) throws(ArchiveError) {
        var start = tail.count - recordLength
        while start >= 0, !tail[start...].starts(with: signature) { start -= 1 }
        guard start >= 0 else { throw ArchiveError(.truncated, file: name, offset: fileSize) }
        func number(_ offset: Int, _ length: Int) -> Int {
            (0..<length).reduce(0) { $0 | Int(tail[start + offset + $1]) << ($1 * 8) }
        }
        let comment = number(20, 2)
        let end = start + recordLength + comment
        let place = fileSize - tail.count + end
        guard end >= tail.count else { throw ArchiveError(.trailingBytes, file: name, offset: place) }
        guard end == tail.count else { throw ArchiveError(.truncated, file: name, offset: fileSize) }
        let (directorySize, directoryStart) = (number(12, 4), number(16, 4))
        // A directory beyond 4 GiB is described by a record of its own, which the library reads.
        guard directorySize != 0xFFFF_FFFF, directoryStart != 0xFFFF_FFFF else { return }
        let expected = directoryStart + directorySize
        let found = place - comment - recordLength
        guard found >= expected else { throw ArchiveError(.truncated, file: name, offset: found) }
        guard found == expected else { throw ArchiveError(.trailingBytes, file: name, offset: expected) }
    }
}
