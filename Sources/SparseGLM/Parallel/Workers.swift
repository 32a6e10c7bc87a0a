internal import Dispatch
internal import Synchronization

/// Runs pieces 0 ..< count of one piece of work, at most `workers` at once, and returns when all are done.
///
/// What the pieces are may not depend on the number of workers, and each writes to a place of its own: then no result
/// depends on it either.
package func perform(_ count: Int, workers: Int, _ piece: @Sendable (Int) -> Void) {
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

/// A place for the result of each piece, written once each, and read when all are done.
final class Slots<Value: Sendable>: @unchecked Sendable {
    private let places: UnsafeMutablePointer<Value?>
    private let count: Int

    init(_ count: Int) {
        self.count = count
        places = .allocate(capacity: max(count, 1))
        places.initialize(repeating: nil, count: count)
    }

    deinit {
        places.deinitialize(count: count)
        places.deallocate()
    }

    func set(_ index: Int, _ value: Value) {
        precondition(0 <= index && index < count, "Slots: place \(index) of \(count)")
        places[index] = value
    }

    /// The results in order.
    func values() -> [Value] { (0..<count).compactMap { places[$0] } }
}
