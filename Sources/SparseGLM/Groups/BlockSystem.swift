internal import CKernels

/// The blocks of the working set and their columns, weighted by a curvature, the intercept eliminated.
///
/// ```
/// zᵢⱼ = √ωᵢ (x̃ᵢⱼ − x̄ⱼ),    ωᵢ = shareᵢ · curvatureᵢ,   x̄ⱼ = Σ ωᵢ x̃ᵢⱼ / Σ ωᵢ,     G = ZᵀZ
/// ```
/// With s = mᵢ ρᵢ / √ωᵢ, ρ a residual whose mean is 0, Zᵀs is the gradient. Each block has consecutive places. Blocks
/// join at O(n · size) a column; they leave together when the curvature changes.
struct BlockSystem: ~Copyable {
    /// The blocks, in the order they entered.
    private(set) var blocks: [Int] = []
    /// The first place of each, and the number of places.
    private(set) var starts: [Int] = [0]
    /// The column at each place.
    private(set) var columns: [Int] = []
    /// x̄ at each place, 0 without an intercept.
    private(set) var means: [Double] = []
    private var isInside: [Bool]
    private let n: Int
    private let fitsIntercept: Bool
    private var weights: [Double] = []
    /// √ω.
    private(set) var roots: [Double] = []
    private var totalWeight = 0.0
    private let stride: Int
    private var stored: UnsafeMutablePointer<Double>
    private var capacity = 0
    /// Whether the quadratic form is G itself.
    let usesGram: Bool
    private var gram: GrowingGram

    /// With fewer rows than columns a pass over the rows costs less than one over G, and nothing has to be prepared.
    init<M>(_ problem: PreparedProblem<M>, blockCount: Int, workers: Int) {
        n = problem.n
        fitsIntercept = problem.fitsIntercept
        isInside = [Bool](repeating: false, count: blockCount)
        stride = fsel_cholesky_stride(max(n, 1))
        stored = .allocate(capacity: 0)
        usesGram = problem.p <= problem.n
        gram = GrowingGram(most: usesGram ? problem.p : 1, workers: workers)
    }

    deinit { stored.deallocate() }

    var count: Int { columns.count }

    /// Whether a block is in the working set.
    func contains(_ g: Int) -> Bool { isInside[g] }

    /// Empties the working set and takes new weights ω.
    mutating func reset(weights: [Double]) {
        for g in blocks { isInside[g] = false }
        blocks.removeAll(keepingCapacity: true)
        columns.removeAll(keepingCapacity: true)
        means.removeAll(keepingCapacity: true)
        starts = [0]
        gram.removeAll()
        self.weights = weights
        roots = weights.map { $0.squareRoot() }
        totalWeight = Kernels.sum(weights)
    }

    /// Adds blocks that are not there yet; `members` has the columns of every block.
    mutating func insert(_ new: [Int], members: [[Int]], from source: any ColumnSource) {
        let first = count
        for g in new where !isInside[g] {
            isInside[g] = true
            blocks.append(g)
            columns += members[g]
            starts.append(columns.count)
        }
        guard count > first else { return }
        reserve(count, keeping: first)
        for e in first..<count { copy(columns[e], to: stored + e * stride, from: source) }
        guard usesGram else { return }
        gram.grow(by: count - first)
        gram.add(KernelColumns(starts: (0..<count).map { rows.column($0) }), rowCount: n, from: first)
        gram.complete(from: first)
    }

    private mutating func copy(_ j: Int, to z: UnsafeMutablePointer<Double>, from source: any ColumnSource) {
        source.copy(j, into: z)
        let mean = fitsIntercept && totalWeight > 0 ? fsel_dot(z, weights, n) / totalWeight : 0
        means.append(mean)
        roots.withUnsafeBufferPointer { roots in
            for i in 0..<n { z[i] = (z[i] - mean) * roots[i] }
        }
    }

    /// The quadratic form as the inner solvers use it.
    var form: BlockForm { usesGram ? .gram(gram.view) : .rows(rows) }

    /// Z.
    var rows: RowsView { RowsView(base: stored, stride: stride, rowCount: n, count: count) }

    private mutating func reserve(_ needed: Int, keeping used: Int) {
        guard needed > capacity else { return }
        let larger = max(needed, 2 * capacity, 16)
        let moved = allocateInLargePages(larger * stride)
        moved.update(from: stored, count: used * stride)
        stored.deallocate()
        (stored, capacity) = (moved, larger)
    }
}
