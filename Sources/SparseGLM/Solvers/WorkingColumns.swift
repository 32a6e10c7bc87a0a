internal import CKernels

/// Copies of the scaled columns in use, n values each, one after another.
struct WorkingColumns: ~Copyable {
    /// The columns of the matrix, in the order they entered.
    private(set) var features: [Int] = []
    /// Each column's place in `features`, −1 for those outside.
    private(set) var place: [Int]
    let sampleCount: Int
    private var stored: UnsafeMutablePointer<Double>
    private var capacity = 16

    init(sampleCount: Int, featureCount: Int) {
        self.sampleCount = sampleCount
        place = [Int](repeating: -1, count: featureCount)
        stored = .allocate(capacity: capacity * max(sampleCount, 1))
    }

    deinit { stored.deallocate() }

    var count: Int { features.count }

    /// Where the e-th column stands; valid until another enters.
    func start(_ e: Int) -> UnsafePointer<Double> { UnsafePointer(stored + e * sampleCount) }

    /// Adds a column unless it is there, and returns its place.
    mutating func insert(_ j: Int, from source: any ColumnSource) -> Int {
        if place[j] >= 0 { return place[j] }
        if count == capacity { grow() }
        source.copy(j, into: stored + count * sampleCount)
        place[j] = count
        features.append(j)
        return count - 1
    }

    /// Lets go of every column but the given ones, which keep their order.
    mutating func retain(_ kept: Set<Int>) {
        var next = 0
        for (e, j) in features.enumerated() {
            place[j] = kept.contains(j) ? next : -1
            guard place[j] >= 0 else { continue }
            if next < e { (stored + next * sampleCount).update(from: stored + e * sampleCount, count: sampleCount) }
            features[next] = j
            next += 1
        }
        features.removeLast(features.count - next)
    }

    private mutating func grow() {
        let moved = UnsafeMutablePointer<Double>.allocate(capacity: 2 * capacity * max(sampleCount, 1))
        moved.moveInitialize(from: stored, count: count * sampleCount)
        stored.deallocate()
        stored = moved
        capacity *= 2
    }
}

/// Calls `body` with columns that begin at the given places, as the kernels read them.
func withKernelColumns<R>(_ starts: [UnsafePointer<Double>], _ body: (fsel_columns) -> R) -> R? {
    starts.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map {
            body(fsel_columns(columns: $0, centers: nil, scales: nil, count: starts.count))
        }
    }
}
