internal import CKernels

/// The Hessian of the loss over the coordinates in use, at one point, the intercepts eliminated.
///
/// ```
/// H(jk, lm) = Σᵢ mᵢ x̃ᵢⱼ x̃ᵢₗ Wᵢₖₘ  −  (Cᵀ B⁻¹ C)(jk, lm)        C(jk) = Σᵢ mᵢ x̃ᵢⱼ Wᵢₖ
/// ```
/// with W the loss's curvature, κ or diag μ − μ μᵀ, and B that of the intercepts. A coordinate (j, k) is column j's
/// coefficient in class k. The point's curvature is kept, so that coordinates can join later; they leave together.
struct WorkingHessian: ~Copyable {
    /// The coordinates in use, in the order they entered.
    private(set) var coordinates: [Int] = []
    /// Each coordinate's place in `coordinates`, −1 for those outside.
    private(set) var place: [Int]
    private(set) var columns: WorkingColumns
    private let featureCount: Int
    private let classCount: Int
    private let fitsIntercept: Bool
    /// mᵢ Wᵢ: n weights, or for classes mᵢ and μ.
    private var shares: [Double] = []
    private var curvature: [Double] = []
    private var intercepts: InterceptCurvature?
    /// L⁻¹ C by coordinate in use, L the factor of B.
    private var coupling: [[Double]] = []
    private var matrix: GrowingGram

    init<M>(_ problem: PreparedProblem<M>, workers: Int = 1) {
        featureCount = problem.p
        classCount = problem.predictorCount
        fitsIntercept = problem.fitsIntercept
        place = [Int](repeating: -1, count: problem.coordinateCount)
        columns = WorkingColumns(sampleCount: problem.n, featureCount: problem.p)
        matrix = GrowingGram(most: problem.coordinateCount, workers: workers)
    }

    var count: Int { coordinates.count }

    /// H as the inner solvers read it; valid until more coordinates enter.
    var view: GramView { matrix.view }

    /// The least share of the largest curvature that a row counts with, so that H stays positive where rows are certain.
    private static let leastCurvature = 1e-10

    /// Takes the curvature of a point, and no coordinates but the given ones.
    mutating func reset<M>(at state: FitState<M>, keeping kept: [Int], from source: any ColumnSource) {
        for c in coordinates { place[c] = -1 }
        coordinates.removeAll(keepingCapacity: true)
        coupling.removeAll(keepingCapacity: true)
        matrix.removeAll()
        columns.retain(Set(kept.map { $0 % featureCount }))
        shares = state.problem.shares
        curvature = state.curvature
        if classCount == 1 {
            let least = Self.leastCurvature * (curvature.max() ?? 1)
            for i in curvature.indices { curvature[i] = max(curvature[i], least) }
        }
        intercepts = fitsIntercept ? InterceptCurvature(state) : nil
        insert(kept, from: source)
    }

    /// Adds coordinates; those that are there already stay where they are.
    mutating func insert(_ new: [Int], from source: any ColumnSource) {
        let first = count
        for c in new where place[c] < 0 {
            _ = columns.insert(c % featureCount, from: source)
            place[c] = count
            coordinates.append(c)
        }
        guard count > first else { return }
        matrix.grow(by: count - first)
        if classCount == 1 { addWeighted(from: first) } else { addClasses(from: first) }
        for e in first..<count { eliminateIntercepts(e) }
        matrix.complete(from: first)
    }

    /// Where the column of the coordinate at place e begins.
    func column(_ e: Int) -> UnsafePointer<Double> { columns.start(columns.place[coordinates[e] % featureCount]) }

    /// The class of the coordinate at place e.
    func predictor(_ e: Int) -> Int { coordinates[e] / featureCount }

    // MARK: Intercepts

    /// The change of the intercepts that goes with changes of the coefficients at a point of the given mean residuals.
    func interceptStep(meanResiduals: [Double], changes: [Double]) -> [Double] {
        guard let intercepts else { return meanResiduals.map { _ in 0 } }
        var half = intercepts.halfSolve(meanResiduals)
        for (e, change) in changes.enumerated() where change != 0 {
            for k in half.indices { half[k] -= coupling[e][k] * change }
        }
        return intercepts.backSolve(half)
    }

    /// What is left of the gradient at place e when the intercepts have moved to their optimum.
    func eliminated(_ q: [Double], meanResiduals: [Double]) -> [Double] {
        guard let intercepts else { return q }
        let half = intercepts.halfSolve(meanResiduals)
        return q.indices.map { e in half.indices.reduce(q[e]) { $0 - coupling[e][$1] * half[$1] } }
    }

    /// Twice the decrease that the intercepts alone still promise: gᵀ B⁻¹ g.
    func interceptPromise(meanResiduals: [Double]) -> Double {
        intercepts.map { $0.halfSolve(meanResiduals).reduce(0) { $0 + $1 * $1 } } ?? 0
    }

    private mutating func eliminateIntercepts(_ e: Int) {
        guard let intercepts else { return }
        let own = intercepts.halfSolve(interceptColumn(e))
        coupling.append(own)
        for f in 0...e {
            matrix[e, f] -= own.indices.reduce(0) { $0 + own[$1] * coupling[f][$1] }
        }
    }

    /// C's row at place e.
    private func interceptColumn(_ e: Int) -> [Double] {
        let n = columns.sampleCount
        let (x, k) = (column(e), predictor(e))
        var weighted = [Double](repeating: 0, count: n)
        for i in 0..<n { weighted[i] = shares[i] * curvature[k * n + i] * x[i] }
        guard classCount > 1 else { return [Kernels.sum(weighted)] }
        return curvature.withUnsafeBufferPointer { mu in
            (0..<classCount).map { l in
                (l == k ? Kernels.sum(weighted) : 0)
                    - (mu.baseAddress.map { Kernels.dot(weighted, $0 + l * n, n) } ?? 0)
            }
        }
    }

    // MARK: Products

    /// Adds Σ mᵢ κᵢ x̃ x̃ to the rows from `first` on.
    private mutating func addWeighted(from first: Int) {
        let roots = shares.indices.map { (shares[$0] * curvature[$0]).squareRoot() }
        let columns = KernelColumns(starts: (0..<count).map { column($0) })
        matrix.add(columns, roots: roots, rowCount: self.columns.sampleCount, from: first)
    }

    /// Adds Σ mᵢ (μₖ δₖₘ − μₖ μₘ) x̃ x̃ to the rows from `first` on: one product of all, and one of each class's own.
    private mutating func addClasses(from first: Int) {
        subtractMixed(from: first)
        let n = columns.sampleCount
        for k in 0..<classCount {
            let own = (0..<count).filter { predictor($0) == k }
            let old = own.count(where: { $0 < first })
            guard old < own.count else { continue }
            let roots = (0..<n).map { (shares[$0] * curvature[k * n + $0]).squareRoot() }
            matrix.add(KernelColumns(starts: own.map { column($0) }), roots: roots, rowCount: n, places: own, from: old)
        }
    }

    /// Subtracts Σ mᵢ (μₖ x̃)(μₘ x̃) from the rows from `first` on, some rows of the data at a time.
    private mutating func subtractMixed(from first: Int) {
        let n = columns.sampleCount
        let chunk = max(1, min(n, 400_000 / count) / FSEL_ROW_BLOCK) * FSEL_ROW_BLOCK
        var mixed = [Double](repeating: 0, count: chunk * count)
        let size = count
        mixed.withUnsafeMutableBufferPointer { mixed in
            guard let base = mixed.baseAddress else { return }
            let starts = (0..<size).map { UnsafePointer(base + $0 * chunk) }
            (0..<n).forEachPart(of: chunk) { rows in
                let roots = rows.map { shares[$0].squareRoot() }
                for e in 0..<size {
                    let (x, out, k) = (column(e), base + e * chunk, predictor(e))
                    for i in rows {
                        out[i - rows.lowerBound] = roots[i - rows.lowerBound] * curvature[k * n + i] * x[i]
                    }
                }
                matrix.add(KernelColumns(starts: starts), rowCount: rows.count, from: first)
            }
        }
        matrix.scale(from: first, by: -1)
    }
}
