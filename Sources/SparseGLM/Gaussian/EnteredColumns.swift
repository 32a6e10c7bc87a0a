internal import CKernels

/// The columns that ever entered the working set, copied once in scaled units, with their Gram matrix.
///
/// ```
/// zᵢⱼ = √vᵢ x̃ᵢⱼ      G = Zᵀ Z / n
/// ```
/// Columns join in blocks, at O(n · block · size); none leaves.
struct EnteredColumns: ~Copyable {
    /// The columns of the matrix, in the order they entered.
    private(set) var columns: [Int] = []
    /// Each column's place in `columns`, −1 for those outside.
    private(set) var place: [Int]
    private let scaled: ScaledColumns
    private var stored: UnsafeMutablePointer<Double>
    private var gram: UnsafeMutablePointer<Double>
    private var capacity = 64
    private var scratch: [Double] = []
    private var combineScratch: [Double] = []

    init(_ scaled: ScaledColumns) {
        self.scaled = scaled
        place = [Int](repeating: -1, count: scaled.featureCount)
        stored = .allocate(capacity: capacity * max(scaled.sampleCount, 1))
        gram = .allocate(capacity: capacity * capacity)
    }

    deinit {
        stored.deallocate()
        gram.deallocate()
    }

    var count: Int { columns.count }

    /// G as the solvers read it; valid until more columns enter.
    var view: GramView { GramView(base: gram, stride: capacity, count: count) }

    /// Adds columns that are not there yet.
    mutating func insert(_ new: [Int]) {
        guard !new.isEmpty else { return }
        while count + new.count > capacity { grow() }
        let n = scaled.sampleCount
        let first = count
        for j in new {
            scaled.copy(j, into: stored + count * n)
            place[j] = count
            columns.append(j)
        }
        let starts = (0..<count).map { UnsafePointer(stored + $0 * n) }
        let added = new.count
        var block = [Double](repeating: 0, count: added * count)
        let needed = fsel_cross_gram_scratch(added, count)
        if scratch.count < needed { scratch = [Double](repeating: 0, count: needed) }
        starts.withUnsafeBufferPointer { starts in
            guard let base = starts.baseAddress else { return }
            let all = fsel_columns(columns: base, centers: nil, scales: nil, count: count)
            let fresh = fsel_columns(columns: base + first, centers: nil, scales: nil, count: added)
            fsel_cross_gram(fresh, all, nil, 0, n, &block, added, &scratch)
        }
        let share = 1 / Double(n)
        for e in 0..<count {
            for k in 0..<added {
                let value = block[k + e * added] * share
                gram[(first + k) * capacity + e] = value
                gram[e * capacity + first + k] = value
            }
        }
    }

    /// out −= Z b, over the places where b is not zero.
    mutating func subtract(_ b: [Double], from out: inout [Double]) {
        let n = scaled.sampleCount
        let used = b.indices.filter { b[$0] != 0 }
        let starts = used.map { UnsafePointer(stored + $0 * n) }
        let factors = used.map { -b[$0] }
        if combineScratch.isEmpty { combineScratch = [Double](repeating: 0, count: fsel_combine_scratch()) }
        starts.withUnsafeBufferPointer { starts in
            guard let base = starts.baseAddress else { return }
            let columns = fsel_columns(columns: base, centers: nil, scales: nil, count: used.count)
            fsel_combine(columns, factors, 1, 0, n, &out, &combineScratch)
        }
    }

    private mutating func grow() {
        let n = scaled.sampleCount
        let larger = capacity * 2
        let moved = UnsafeMutablePointer<Double>.allocate(capacity: larger * max(n, 1))
        moved.update(from: stored, count: count * n)
        stored.deallocate()
        stored = moved
        let movedGram = UnsafeMutablePointer<Double>.allocate(capacity: larger * larger)
        for e in 0..<count { (movedGram + e * larger).update(from: gram + e * capacity, count: count) }
        gram.deallocate()
        gram = movedGram
        capacity = larger
    }
}
