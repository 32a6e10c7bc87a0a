import Synchronization

/// What the engine lends to a running stage.
public struct StageContext: Sendable {
    /// Something that happens while a stage runs.
    public enum Event: Sendable, Hashable {
        /// A person should know this.
        case diagnostic(Diagnostic)
        /// So much of the work is done.
        case progress(completed: Int, total: Int)
    }

    /// The stage's id in the pipeline.
    public let stageID: String
    /// The pipeline's seed: random numbers are keyed by it, the stage, the replicate and the row.
    public let seed: UInt64
    /// How many pieces of work may run at once; no result depends on it.
    public let workers: Int
    /// The most bytes that data a stage loads may take; `nil` for no limit.
    ///
    /// A stage refuses what would take more before it takes it.
    public let memoryLimit: Int?
    /// Whether the stage is being refitted inside a fold, where diagnostics about the data would repeat themselves.
    public let isInFold: Bool
    private let receive: @Sendable (Event) -> Void

    /// Creates a context.
    ///
    /// - Parameters:
    ///   - stageID: The stage's id in the pipeline.
    ///   - seed: The pipeline's seed.
    ///   - workers: How many pieces of work may run at once, from 1.
    ///   - memoryLimit: The most bytes that loaded data may take; `nil` for no limit.
    ///   - isInFold: Whether the stage is being refitted inside a fold.
    ///   - receive: Takes events, from any thread.
    public init(
        stageID: String, seed: UInt64 = 0, workers: Int = 1, memoryLimit: Int? = nil, isInFold: Bool = false,
        receive: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.stageID = stageID
        self.seed = seed
        self.workers = max(1, workers)
        self.memoryLimit = memoryLimit
        self.isInFold = isInFold
        self.receive = receive
    }

    /// Reports a diagnostic; inside a fold it is dropped, since the fit on all rows reports it too.
    ///
    /// - Parameter diagnostic: What a person should know.
    public func report(_ diagnostic: Diagnostic) {
        if !isInFold { receive(.diagnostic(diagnostic)) }
    }

    /// Reports how much of the work is done.
    ///
    /// - Parameters:
    ///   - completed: How many pieces are done.
    ///   - total: How many there are.
    public func progress(_ completed: Int, of total: Int) {
        if !isInFold { receive(.progress(completed: completed, total: total)) }
    }

    /// Whether the run was cancelled: long loops ask once per pass.
    public var isCancelled: Bool { Task.isCancelled }

    /// Runs a computation that asks now and then whether it should stop, from whatever thread it likes.
    ///
    /// - Parameter body: The computation, given the question.
    /// - Returns: What it gave.
    /// - Throws: What it threw.
    public func cancellable<Result: Sendable>(
        _ body: (@escaping @Sendable () -> Bool) async throws -> Result
    ) async rethrows -> Result {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await body { flag.isSet }
        } onCancel: {
            flag.set()
        }
    }

    /// Runs pieces of work, at most ``workers`` at once, and gives their results in order.
    ///
    /// - Parameters:
    ///   - count: How many pieces.
    ///   - body: One piece, by its number from 0; must not depend on the others.
    /// - Returns: The results in order of their numbers, whatever the order in which they were ready.
    /// - Throws: The error of the piece with the smallest number among those that failed, or `CancellationError`.
    public func map<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> [Result] {
        guard workers > 1, count > 1 else {
            var results: [Result] = []
            for index in 0..<count {
                try Task.checkCancellation()
                results.append(try await body(index))
                progress(index + 1, of: count)
            }
            return results
        }
        return try await mapConcurrently(count, body)
    }

    private func mapConcurrently<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> [Result] {
        typealias Outcome = Swift.Result<Result, any Error>
        var outcomes = [Outcome?](repeating: nil, count: count)
        await withTaskGroup(of: (Int, Outcome).self) { group in
            func start(_ index: Int) {
                group.addTask {
                    do {
                        try Task.checkCancellation()
                        return (index, .success(try await body(index)))
                    } catch { return (index, .failure(error)) }
                }
            }
            var next = min(workers, count)
            for index in 0..<next { start(index) }
            var done = 0
            var hasFailed = false
            while let (index, outcome) = await group.next() {
                outcomes[index] = outcome
                done += 1
                progress(done, of: count)
                if case .failure = outcome { hasFailed = true }
                // Pieces start in order, so those that are left out come after the one that failed.
                if next < count && !hasFailed {
                    start(next)
                    next += 1
                }
            }
        }
        return try outcomes.compactMap { try $0?.get() }
    }
}

/// Whether a task was cancelled, for threads that are not its own.
private final class CancellationFlag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
