import Glibc

/// An open regular file, closed once when it is let go.
final class InputFile: RawBytes {
    let name: String
    let size: Int
    let descriptor: CInt

    /// Opens a regular file; a pipe is refused without waiting for its writer.
    init(path: String) throws(ArchiveError) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.openError(errno, path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw Self.openError(code, path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ArchiveError(.notRegularFile, file: path)
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw ArchiveError(.readFailed(String(cString: strerror(errno))), file: name) }
        }
    }

    /// The first bytes of the file, fewer where it is shorter; the position is the start again afterwards.
    func prefix(_ count: Int) throws(ArchiveError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, 0) }
        guard got >= 0 else { throw ArchiveError(.readFailed(String(cString: strerror(errno))), file: name) }
        return Array(bytes[..<got])
    }

    /// Goes back to the first byte.
    func rewind() throws(ArchiveError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw ArchiveError(.readFailed(String(cString: strerror(errno))), file: name)
        }
    }

    private static func openError(_ code: CInt, _ path: String) -> ArchiveError {
        switch code {
        case ENOENT, ENOTDIR: ArchiveError(.missing, file: path)
        case EACCES, EPERM: ArchiveError(.permissionDenied, file: path)
        case EISDIR, ENXIO: ArchiveError(.notRegularFile, file: path)
        default: ArchiveError(.readFailed(String(cString: strerror(code))), file: path)
        }
    }
}
