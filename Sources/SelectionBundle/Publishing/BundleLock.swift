import Glibc
package import StageKit

/// The lock beside a bundle, held by one process at a time; the system lets go of it when its holder dies.
///
/// The lock is a file `.NAME.lock`. It is removed by its holder, so a waiter that gets the lock of a removed file
/// tries again with the new one.
package final class BundleLock {
    private var descriptor: FileDescriptor?
    private let path: String

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - target: The bundle's path; its folder is there.
    ///   - timeout: How many seconds to wait, 0 or more.
    /// - Throws: ``StageFailure`` of kind `lock` (FS650) where another process holds it for so long; FS651 or FS652 where
    ///   the system refuses.
    package init(target: String, timeout: Double) throws(StageFailure) {
        let place = BundlePath(target)
        path = place.lock
        let step = 0.02
        var waited = 0.0
        while true {
            let file = try FileDescriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW, as: "created")
            if try file.tryLock() {
                guard file.isAtItsPath else { continue }
                descriptor = file
                return
            }
            guard waited < timeout else {
                throw StageFailure(
                    .lock, code: "FS650",
                    "\(target) is being written by another run, which holds \(path); waited \(shortest(timeout)) s.")
            }
            usleep(UInt32(step * 1_000_000))
            waited += step
        }
    }

    deinit { release() }

    /// Lets go of the lock.
    ///
    /// What the system says to the closing is of no account: nothing was written to the file, and it is closed anyway.
    package func release() {
        guard descriptor != nil else { return }
        // A lock file that stays behind is harmless: the lock, not the file, is what counts.
        unlink(path)
        descriptor = nil
    }
}
