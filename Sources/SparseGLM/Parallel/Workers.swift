internal import Dispatch
internal import Synchronization

/// Runs pieces 0 ..< count of one piece of work, at most `workers` at once, and returns when all are done.
///
/// What the pieces are may not depend on the number of workers, and each writes to a place of its own: then no result
/// depends on it either.
func perform(_ count: Int, workers: Int, _ piece: @Sendable (Int) -> Void) {
    let threads = min(workers, count)
    guard threads > 1 else {
        for index in 0..<count { piece(index) }
        return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            piece(index)
        }
    }
}
