internal import CKernels

/// The coefficients and residuals of several lambdas side by side, one per lane.
///
/// Lane k of coefficient e stands at `lanes · e + k`, lane k of row i at `lanes · i + k`. Where an intercept is fitted the
/// residual is centred implicitly: it is u + offset · τ.
final class SparseLanes {
    /// 1 or 8.
    let lanes: Int
    /// The lambdas.
    let strength: AlignedBuffer<Double>
    let b = AlignedBuffer<Double>([])
    let u: AlignedBuffer<Double>
    private let offset: AlignedBuffer<Double>
    private let target: AlignedBuffer<Double>
    private let targetFactors: AlignedBuffer<Double>
    private let residualFactors: AlignedBuffer<Double>
    private let columnFactors: AlignedBuffer<Double>
    private let scratch: AlignedBuffer<Double>
    private let isWeighted: Bool
    private let fitsIntercept: Bool
    private let n: Int
    /// What a step of 1 takes off u, times the column.
    let share: Double

    init(_ problem: SparseProblem, lanes: Int) {
        self.lanes = lanes
        n = problem.y.count
        share = problem.share
        isWeighted = problem.columnFactors != nil
        fitsIntercept = problem.scaling.fitsIntercept
        strength = AlignedBuffer(repeating: 1, count: lanes)
        offset = AlignedBuffer(repeating: 0, count: lanes)
        u = AlignedBuffer(repeating: 0, count: lanes * n)
        scratch = AlignedBuffer(repeating: 0, count: isWeighted ? lanes * n : 0)
        let factors = problem.columnFactors ?? [Double](repeating: 1, count: n)
        columnFactors = AlignedBuffer(factors)
        residualFactors = AlignedBuffer(problem.residualFactors)
        target = AlignedBuffer(zip(problem.y, problem.residualFactors).map { $0 * $1 })
        targetFactors = AlignedBuffer(zip(problem.y, factors).map { $0 * $1 })
    }

    /// Makes room for the coefficients of columns that entered, 0 in all lanes.
    func resize(_ count: Int) {
        b.append(repeating: 0, count: lanes * count - b.count)
    }

    /// Takes the lambdas of a batch; lanes beyond its end repeat the last.
    func take(_ lambdas: [Double]) {
        for k in 0..<lanes { strength[k] = lambdas[min(k, lambdas.count - 1)] }
    }

    func value(_ e: Int, lane k: Int) -> Double { b[lanes * e + k] }

    func set(_ e: Int, lane k: Int, _ value: Double) { b[lanes * e + k] = value }

    /// Whether a coefficient is other than 0 in any lane.
    func isUsed(_ e: Int) -> Bool { (0..<lanes).contains { b[lanes * e + $0] != 0 } }

    /// Takes the target for the residuals of the given coefficients, in all lanes.
    func begin(at b: [Double]) {
        resize(b.count)
        for (e, value) in b.enumerated() {
            for k in 0..<lanes { set(e, lane: k, value) }
        }
        for i in 0..<n {
            for k in 0..<lanes { u.base[lanes * i + k] = target.base[i] }
        }
        center()
    }

    /// The residuals anew from the coefficients, exactly centred.
    func refresh(_ columns: SparseWorkingSet) {
        for i in 0..<n {
            for k in 0..<lanes { u.base[lanes * i + k] = target.base[i] }
        }
        let used = (0..<columns.count).filter { isUsed($0) }.map(Int32.init)
        var view = columns.view
        fsel_lanes_subtract(&view, used, used.count, b.base, share, lanes, u.base)
        for k in 0..<lanes { offset[k] = 0 }
        center()
    }

    /// Brings the mean of the residuals into them.
    func center() {
        guard fitsIntercept else { return }
        var (sums, squares) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
        fsel_lanes_sums(columnFactors.base, u.base, n, lanes, &sums, &squares)
        fsel_lanes_add(sums.map { -$0 }, residualFactors.base, n, lanes, u.base)
        for k in 0..<lanes { offset[k] = 0 }
    }

    /// Moves the unpenalised columns without bounds to where their gradients vanish, the rest as it is.
    ///
    /// The dual point is then feasible but for rounding, and so is a second step's start.
    func settle(_ free: SparseProblem.FreeColumns?, _ columns: SparseWorkingSet) {
        guard let free, let first = free.columns.first, columns.place[first] >= 0 else { return }
        for _ in 0..<2 {
            let gradient = columns.gradients(of: free.columns.count, u: u.base, lanes: lanes)
            for k in 0..<lanes {
                for (j, change) in free.step({ gradient[lanes * Int(columns.place[$0]) + k] }) {
                    b.base[lanes * Int(columns.place[j]) + k] += change
                }
            }
            refresh(columns)
        }
    }

    /// What one pass of coordinate descent found, per lane.
    struct Sweep {
        /// The largest violation relative to λ = 1, before the move.
        var violation: [Double]
        /// Σ l1 |b| for λ = 1.
        var norm: [Double]
    }

    /// One pass over the columns at `order`; its first places are then those of the columns in use, as many as returned.
    func sweep(
        _ columns: SparseWorkingSet, order: inout [Int32], count: Int, relaxation: Double
    ) -> (used: Int, sweep: Sweep) {
        var sweep = Sweep(
            violation: [Double](repeating: 0, count: lanes), norm: [Double](repeating: 0, count: lanes))
        var model = columns.model(
            strength: strength.base, offset: offset.base, b: b.base, u: u.base, relaxation: relaxation)
        let used = order.withUnsafeMutableBufferPointer { order in
            guard let order = order.baseAddress else { return 0 }
            return fsel_lanes_sweep(&model, order, count, lanes, &sweep.violation, &sweep.norm, order)
        }
        return (used, sweep)
    }

    /// What the certificates need of the residuals: per lane ‖r‖² and ỹ·r, both weighted by the rows' shares.
    func products() -> (squares: [Double], targets: [Double]) {
        var (targets, squares) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
        fsel_lanes_sums(targetFactors.base, u.base, n, lanes, &targets, &squares)
        return (squares.map { $0 / share }, targets)
    }

    /// ρ u, whose products with the columns as they are stored in the matrix are gradients.
    ///
    /// The memory is valid until the next call or change of a residual.
    func weighted() -> UnsafePointer<Double> {
        guard isWeighted else { return UnsafePointer(u.base) }
        for i in 0..<n {
            for k in 0..<lanes { scratch.base[lanes * i + k] = u.base[lanes * i + k] * columnFactors.base[i] }
        }
        return UnsafePointer(scratch.base)
    }
}
