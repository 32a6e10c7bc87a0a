import Glibc

/// A file in memory that holds one input after the other, for what reads files alone.
enum ScratchFile {
    /// Its path, one for each process; what is fuzzed goes by the bytes, not by the name.
    static let path = "/dev/shm/fuzz-readers-\(getpid())"

    /// Makes it hold some bytes.
    static func write(_ bytes: [UInt8]) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "\(path) cannot be written")
        defer { close(descriptor) }
        precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "\(path) takes no more")
    }

    /// Whether anything stands beside it that was not there.
    static var hasCompany: Bool { ["-wal", "-shm", "-journal"].contains { access(path + $0, F_OK) == 0 } }
}
