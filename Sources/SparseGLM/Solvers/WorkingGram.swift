internal import CKernels

/// The curvature-weighted Gram matrix of the columns in the working set, the intercept eliminated.
///
/// ```
/// Gⱼₖ = Σᵢ ωᵢ (x̃ᵢⱼ − x̄ⱼ)(x̃ᵢₖ − x̄ₖ),    ωᵢ = shareᵢ · curvatureᵢ,   x̄ⱼ = Σ ωᵢ x̃ᵢⱼ / Σ ωᵢ
/// ```
/// Columns are added one at a time at O(n · size); they leave together when the curvature changes.
struct WorkingGram: ~Copyable {
    /// The columns of the matrix, in the order they entered.
    private(set) var columns: [Int] = []
    /// Each column's place in `columns`, −1 for those outside.
    private(set) var place: [Int]
    private let n: Int
    private var rootWeights: [Double] = []
    private var weights: [Double] = []
    private var totalWeight = 0.0
    private var stored: UnsafeMutablePointer<Double>
    private var gram: UnsafeMutablePointer<Double>
    private var capacity: Int

    init(sampleCount: Int, featureCount: Int) {
        n = sampleCount
        place = [Int](repeating: -1, count: featureCount)
        capacity = 16
        stored = .allocate(capacity: capacity * max(n, 1))
        gram = .allocate(capacity: capacity * capacity)
    }

    deinit {
        stored.deallocate()
        gram.deallocate()
    }

    var count: Int { columns.count }

    /// Empties the working set and takes new weights ω.
    mutating func reset(weights: [Double]) {
        for j in columns { place[j] = -1 }
        columns.removeAll(keepingCapacity: true)
        self.weights = weights
        rootWeights = weights.map { $0.squareRoot() }
        totalWeight = Kernels.sum(weights)
    }

    /// Adds a column unless it is there, and returns its place.
    mutating func insert<M>(_ j: Int, from problem: PreparedProblem<M>) -> Int {
        if place[j] >= 0 { return place[j] }
        if count == capacity { grow() }
        let e = count
        let z = stored + e * n
        let buffer = UnsafeMutableBufferPointer(start: z, count: n)
        buffer.initialize(repeating: 0)
        problem.scaledColumn(j, into: buffer)
        if problem.fitsIntercept && totalWeight > 0 {
            let mean = fsel_dot(z, weights, n) / totalWeight
            for i in 0..<n { z[i] -= mean }
        }
        for i in 0..<n { z[i] *= rootWeights[i] }
        columns.append(j)
        place[j] = e
        fillRow(e)
        return e
    }

    private mutating func fillRow(_ e: Int) {
        let z = stored + e * n
        let row = gram + e * capacity
        var k = 0
        while k + 4 <= e + 1 {
            let b = stored + k * n
            fsel_dot4(z, b, b + n, b + 2 * n, b + 3 * n, n, row + k)
            k += 4
        }
        while k <= e {
            row[k] = fsel_dot(z, stored + k * n, n)
            k += 1
        }
        for k in 0..<e { gram[k * capacity + e] = row[k] }
    }

    /// G as the solvers read it; valid until the next insertion.
    var view: GramView { GramView(base: gram, stride: capacity, count: count) }

    /// G's value at two places.
    func value(_ e: Int, _ f: Int) -> Double { gram[e * capacity + f] }

    private mutating func grow() {
        let larger = capacity * 2
        let moved = UnsafeMutablePointer<Double>.allocate(capacity: larger * max(n, 1))
        moved.update(from: stored, count: count * n)
        stored.deallocate()
        stored = moved
        let movedGram = UnsafeMutablePointer<Double>.allocate(capacity: larger * larger)
        for e in 0..<count {
            (movedGram + e * larger).update(from: gram + e * capacity, count: count)
        }
        gram.deallocate()
        gram = movedGram
        capacity = larger
    }
}
