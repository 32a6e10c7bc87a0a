import CProcess
import Glibc

/// A small process that outlives this one for a moment and ends its programs, so that not even SIGKILL leaves one at work.
///
/// It ends a program with everything that stayed in its process group; what left that, and the private folder, stay behind then.
final class Watcher: Sendable {
    /// Its number.
    let number: pid_t
    private let lifeline: Int32

    /// Starts the process; `nil` where the system has none to give.
    init?() {
        var lifeline: Int32 = -1
        number = process_start_watcher(&lifeline)
        guard number > 0 else { return nil }
        self.lifeline = lifeline
    }

    deinit {
        close(lifeline)
        var status: Int32 = 0
        while waitpid(number, &status, 0) < 0, errno == EINTR {}
    }

    /// Takes in a program, the leader of its process group.
    func watch(_ program: pid_t) { tell(program) }

    /// Forgets a program that has ended.
    func forget(_ program: pid_t) { tell(-program) }

    private func tell(_ word: Int32) {
        // So few bytes are written whole or not at all; a watcher that is gone has nobody to tell.
        _ = withUnsafeBytes(of: word) { write(lifeline, $0.baseAddress, $0.count) }
    }
}
