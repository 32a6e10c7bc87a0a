import Glibc
import Synchronization

/// The programs that run now: this process's children that are no orphans.
final class Household: Sendable {
    private struct State {
        var running: [pid_t: ProgramChild] = [:]
        /// How many programs are being started, whose numbers nobody knows yet.
        var starting = 0
        var hasOrphans = false
        /// Ends the programs where this process can no longer do it.
        var watcher: Watcher?
    }

    private let state = Mutex(State())

    /// Says that a program is about to be started; ``add(_:)`` or ``giveUp()`` follows.
    func prepare() {
        Descendants.adoptOrphans()
        state.withLock { state in
            // Before there are data, of which a later fork would share the pages.
            state.watcher = state.watcher ?? Watcher()
            state.starting += 1
        }
    }

    /// Takes in a program that was started.
    func add(_ child: ProgramChild) {
        state.withLock { state in
            state.running[child.number] = child
            state.watcher?.watch(child.number)
            Self.finishStart(&state)
        }
    }

    /// The program was not started.
    func giveUp() { state.withLock { Self.finishStart(&$0) } }

    /// Forgets a program that has ended, and ends what it left behind.
    func remove(_ number: pid_t) {
        state.withLock { state in
            state.running[number] = nil
            state.watcher?.forget(number)
            state.hasOrphans = true
            Self.sweep(&state)
        }
    }

    /// Ends all programs and what they started, and waits until all of it is gone.
    func endAll() async {
        while let child = state.withLock({ $0.running.values.first }) { await child.end() }
        state.withLock { $0.watcher = nil }
    }

    private static func finishStart(_ state: inout State) {
        state.starting -= 1
        sweep(&state)
    }

    /// Ends orphans, unless a child that is none cannot be told from them yet.
    private static func sweep(_ state: inout State) {
        guard state.hasOrphans, state.starting == 0 else { return }
        state.hasOrphans = false
        Descendants.endOrphans(but: Set(state.running.keys).union([state.watcher?.number].compactMap(\.self)))
    }
}
