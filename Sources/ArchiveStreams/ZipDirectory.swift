import Glibc

/// The last record of a zip archive, which tells where the archive ends.
enum ZipDirectory {
    private static let recordLength = 22
    private static let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

    /// Refuses a file whose end is not the end of a zip archive: cut off, or with bytes after it.
    static func checkEnd(of file: InputFile) throws(ArchiveError) {
        let tailLength = min(file.size, recordLength + 0xFFFF)
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
        let comment = Int(tail[start + 20]) | Int(tail[start + 21]) << 8
        let end = start + recordLength + comment
        let place = fileSize - tail.count + end
        guard end >= tail.count else { throw ArchiveError(.trailingBytes, file: name, offset: place) }
        guard end == tail.count else { throw ArchiveError(.truncated, file: name, offset: fileSize) }
    }
}
