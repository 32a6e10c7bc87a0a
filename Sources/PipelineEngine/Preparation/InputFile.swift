import Crypto
import Glibc
package import StageKit

/// A file that goes into a run: found, allowed, and unchanged while it was read.
package struct InputFile: Sendable {
    /// The path as the pipeline gives it.
    package let written: String
    /// The path to open.
    package let path: String
    /// The stage that reads it.
    package let stage: String
    /// Where the path is written.
    package let location: SourceLocation?

    package init(written: String, path: String, stage: String, location: SourceLocation?) {
        self.written = written
        self.path = path
        self.stage = stage
        self.location = location
    }

    /// What tells that a file is still the same: its place on disk, size and time of change.
    struct Identity: Equatable {
        let device: UInt
        let inode: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Looks at the file without reading it.
    ///
    /// - Throws: ``StageFailure`` of kind `noInput` where it is missing (FS300) or no regular file (FS301), `permission`
    ///   where it may not be read (FS302).
    package func check() throws(StageFailure) { _ = try identity() }

    func identity() throws(StageFailure) -> Identity {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let number = errno
            if number == EACCES { throw forbidden }
            throw StageFailure(
                .noInput, code: "FS300", "There is no file '\(written)', which stage '\(stage)' reads.", at: location)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StageFailure(
                .noInput, code: "FS301", "'\(written)', which stage '\(stage)' reads, is no regular file.", at: location
            )
        }
        guard access(path, R_OK) == 0 else { throw forbidden }
        return Identity(status)
    }

    /// The identity of whatever is at a path; `nil` where nothing is.
    static func existing(_ path: String) -> Identity? {
        var status = stat()
        return stat(path, &status) == 0 ? Identity(status) : nil
    }

    var forbidden: StageFailure {
        StageFailure(
            .permission, code: "FS302",
            "'\(written)', which stage '\(stage)' reads, may not be read: permission was refused.",
            at: location)
    }

    /// The SHA-256 of the file's bytes, 64 hexadecimal digits.
    ///
    /// - Throws: ``StageFailure`` as ``check()`` does, or of kind `io` where reading fails (FS303).
    func sha256() throws(StageFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(errno) }
        defer { close(descriptor) }
        var hash = SHA256()
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { block.deallocate() }
        while true {
            let count = read(descriptor, block.baseAddress, block.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(errno)
            }
            if count == 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
        return hash.finalize().map { hexByte($0) }.joined()
    }

    func unreadable(_ number: Int32) -> StageFailure {
        StageFailure(
            .io, code: "FS303", "'\(written)' could not be read: \(String(cString: strerror(number))).", at: location)
    }

    /// Refuses a file that changed since its identity was taken.
    func requireUnchanged(since identity: Identity) throws(StageFailure) {
        guard try self.identity() == identity else {
            throw StageFailure(
                .data, code: "FS304",
                "'\(written)' changed while stage '\(stage)' read it; run again when it is complete.",
                at: location)
        }
    }

    /// Refuses files that a pattern matches now and did not match before, or the other way round.
    ///
    /// - Throws: ``StageFailure`` of kind `data` (FS304).
    static func requireSame(_ files: [InputFile], as earlier: [InputFile]) throws(StageFailure) {
        let (now, then) = (Set(files.map(\.path)), Set(earlier.map(\.path)))
        let changed = earlier.first { !now.contains($0.path) } ?? files.first { !then.contains($0.path) }
        guard let changed else { return }
        throw StageFailure(
            .data, code: "FS304",
            "'\(changed.written)' came or went while stage '\(changed.stage)' read the files that match; run again when "
                + "they are complete.", at: changed.location)
    }
}

private func hexByte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
}
