internal import Glibc

/// Why a file could not be read.
enum FileProblem: Error, Hashable {
    /// There is nothing of this name.
    case missing
    /// It is a folder, a device or a pipe.
    case notAFile
    /// Its permissions forbid it.
    case forbidden
    /// It holds more bytes than allowed.
    case tooLarge
    /// The system refused, with its own words.
    case io(String)
}

/// Reading whole files.
enum FileBytes {
    /// Reads a regular file.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - limit: The greatest number of bytes; one more is refused without being kept.
    /// - Returns: The bytes.
    static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
        // Without O_NONBLOCK the opening of a pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw problem(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_size <= limit else { throw .tooLarge }
        return try bytes(of: descriptor, limit: limit)
    }

    /// The path without links, `.` and `..`, or `nil` where it leads nowhere.
    ///
    /// - Parameter path: The path; empty for the current folder.
    static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path.isEmpty ? "." : path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    private static func bytes(of descriptor: Int32, limit: Int) throws(FileProblem) -> [UInt8] {
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw problem(errno)
            }
            if count == 0 { return result }
            result.append(contentsOf: block[..<count])
            if result.count > limit { throw .tooLarge }
        }
    }

    /// What the system's error number means.
    static func problem(_ code: Int32) -> FileProblem {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .forbidden
        case ENXIO, EISDIR: .notAFile
        default: .io(String(cString: strerror(code)))
        }
    }
}
