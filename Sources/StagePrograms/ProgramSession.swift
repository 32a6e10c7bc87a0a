import Dispatch
import Glibc
import StageJSON
import StageKit
import StageProtocol
import Synchronization

/// A conversation with one program: started, greeted, asked one thing at a time, and ended with all that it started.
final class ProgramSession: Sendable {
    /// What a program tells while it works.
    enum Event {
        case log(isWarning: Bool, String)
        case progress(completed: Int, total: Int)
    }

    let folder: PrivateFolder
    private let child: ProgramChild
    private let limits: ProgramLimits
    /// Requests wait here for their turn, so that no thread of the concurrency runtime ever waits for a program.
    private let queue = DispatchQueue(label: "fsel.program")
    private let state: Mutex<State>
    /// Why the program was ended, if it was.
    private let ended = Mutex<ProgramFault?>(nil)

    private struct State {
        var line: ProgramLine
        var lastID = 0
        /// Why the program cannot be asked any more.
        var fault: ProgramFault?
    }

    /// Starts a program and exchanges greetings.
    ///
    /// - Throws: ``ProgramFault``.
    static func open(
        _ path: String, limits: ProgramLimits, household: Household
    ) async throws -> ProgramSession {
        let folder = try PrivateFolder()
        let child = try await ProgramChild.start(path, in: folder, limits: limits, household: household)
        let session = ProgramSession(child, folder, limits)
        do {
            let greeting = try await session.request(
                "hello", ["protocol": .integer(stageProtocolVersion), "folder": .string(folder.path)],
                seconds: limits.startSeconds)
            try StageProgram.requireProtocol(greeting)
        } catch {
            await session.close()
            throw error
        }
        return session
    }

    private init(_ child: ProgramChild, _ folder: PrivateFolder, _ limits: ProgramLimits) {
        self.child = child
        self.folder = folder
        self.limits = limits
        state = Mutex(State(line: ProgramLine(child, longest: limits.messageBytes)))
    }

    /// Why the program was ended, if it was; after a cancelled request it may be started again.
    var fault: ProgramFault? { ended.withLock { $0 } }

    /// Ends the program and everything that it started; its folder goes with this session.
    func close() async { await child.end() }

    /// Asks for something and waits for the answer.
    ///
    /// - Parameters:
    ///   - message: What is asked for.
    ///   - members: The request's members.
    ///   - seconds: How long it may take; the limit of a request where it is `nil`.
    ///   - receive: Takes what the program tells in between.
    /// - Returns: The answer's `result`.
    /// - Throws: ``ProgramFault``. After one that is not `told`, the program is ended and every later request throws the
    ///   same.
    func request(
        _ message: String, _ members: JSONValue = [:], seconds: Double? = nil,
        receive: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> JSONValue {
        let flag = Cancellation()
        let outcome: Result<JSONValue, ProgramFault> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { [self] in
                    let outcome = state.withLock { state in
                        Exchange(
                            message: message, members: members, limits: limits,
                            seconds: seconds ?? limits.requestSeconds,
                            flag: flag, receive: receive, child: child
                        ).run(&state.line, &state.lastID, &state.fault)
                    }
                    continuation.resume(returning: outcome)
                }
            }
        } onCancel: {
            flag.set()
        }
        if case .failure(let fault) = outcome, !fault.leavesProgramAlive {
            ended.withLock { $0 = $0 ?? fault }
            await close()
        }
        return try outcome.get()
    }
}

/// Whether whoever asked has lost interest.
final class Cancellation: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}

extension ProgramFault {
    /// Whether the program kept to the protocol, so that it can be asked again.
    fileprivate var leavesProgramAlive: Bool {
        if case .told = self { true } else { false }
    }
}
