/// Coordinates outside the working set that a penalty may need, in the order they were put on the list.
struct WatchList {
    private(set) var coordinates: [Int] = []
    private var isListed: [Bool]

    /// An empty list of coordinates below `count`.
    init(count: Int) {
        isListed = [Bool](repeating: false, count: count)
    }

    func contains(_ c: Int) -> Bool { isListed[c] }

    mutating func insert(_ c: Int) {
        guard !isListed[c] else { return }
        isListed[c] = true
        coordinates.append(c)
    }

    mutating func remove(where isForgotten: (Int) -> Bool) {
        coordinates.removeAll { c in
            guard isForgotten(c) else { return false }
            isListed[c] = false
            return true
        }
    }

    mutating func removeAll() {
        for c in coordinates { isListed[c] = false }
        coordinates.removeAll(keepingCapacity: true)
    }
}
