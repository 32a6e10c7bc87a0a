import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and termination: the first signal cancels the work, which then leaves everything consistent.
package final class Interruption: Sendable {
    private struct State {
        var status: ExitStatus?
        var cancel: (@Sendable () -> Void)?
        var isListening = false
    }

    private let state = Mutex(State())

    package init() {}

    /// The exit code of the signal that came; `nil` where none did.
    package var status: ExitStatus? { state.withLock { $0.status } }

    /// Listens for signals while some work runs, and cancels it when one comes.
    package func during<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result
    {
        // Once for all work: to ignore a signal again would take away what the first source relies on.
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        if isFirst {
            listen(SIGINT, .interrupted)
            listen(SIGTERM, .terminated)
        }
        let task = Task { try await work() }
        let isLate = state.withLock { state in
            state.cancel = { task.cancel() }
            return state.status != nil
        }
        if isLate { task.cancel() }
        return try await task.value
    }

    private func listen(_ number: Int32, _ status: ExitStatus) {
        signal(number, SIG_IGN)
        // A queue of its own: those shared with tasks wait until a processor is free of them.
        let queue = DispatchQueue(label: "fsel.signals", qos: .userInteractive)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        // The handler holds the source, which therefore lives as long as the process.
        source.setEventHandler { withExtendedLifetime(source) { self.received(status) } }
        source.resume()
    }

    private func received(_ status: ExitStatus) {
        let cancel = state.withLock { state in
            state.status = state.status ?? status
            return state.cancel
        }
        cancel?()
    }
}

/// Ends the process with the documented code.
func exitProcess(_ status: ExitStatus) -> Never { exit(status.rawValue) }
