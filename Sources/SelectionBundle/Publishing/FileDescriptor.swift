import Glibc
import StageKit

/// An open file whose every call is checked; closed once, also where an error leaves it behind.
final class FileDescriptor {
    let path: String
    private let descriptor: CInt
    private var isOpen = true

    init(_ path: String, _ flags: CInt, as action: String) throws(StageFailure) {
        self.path = path
        descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, 0o666)
        if descriptor < 0 { throw FileFault(action, path).failure }
    }

    deinit { if isOpen { Glibc.close(descriptor) } }

    /// Writes all bytes.
    func write(_ bytes: [UInt8]) throws(StageFailure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            // A write of nothing would repeat for ever.
            if count <= 0 { throw FileFault("written", path, code: count < 0 ? errno : EIO).failure }
            done += count
        }
    }

    /// All bytes from the present place to the end.
    func readAll() throws(StageFailure) -> [UInt8] {
        var all: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileFault("read", path).failure }
            if count == 0 { return all }
            all += block[..<count]
        }
    }

    /// Waits until the data are on the disk.
    func synchronize() throws(StageFailure) {
        while fsync(descriptor) != 0 {
            if errno != EINTR { throw FileFault("brought to the disk", path).failure }
        }
    }

    /// Closes the file and reports what the system says to that.
    func close() throws(StageFailure) {
        guard isOpen else { return }
        // On Linux the descriptor is gone after an error too.
        isOpen = false
        if Glibc.close(descriptor) != 0 { throw FileFault("closed", path).failure }
    }

    /// Whether the lock of the file could be taken at once.
    func tryLock() throws(StageFailure) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw FileFault("locked", path).failure }
        }
        return true
    }

    /// Whether the open file is still the one that the path names.
    var isAtItsPath: Bool {
        var (open, named) = (stat(), stat())
        guard fstat(descriptor, &open) == 0, stat(path, &named) == 0 else { return false }
        return open.st_ino == named.st_ino && open.st_dev == named.st_dev
    }
}
