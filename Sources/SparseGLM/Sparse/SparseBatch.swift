/// A point of the path that later ones start from.
struct SparseState {
    let lambda: Double
    /// By place in the working set; columns that entered later are not in it.
    let b: [Double]
    /// The gradients of all columns, p values.
    let gradient: [Double]
}

/// A solution at one lambda in the solvers' units.
struct SparsePoint {
    /// The columns with a coefficient, ascending.
    let columns: [Int]
    let b: [Double]
    let outcome: SolverOutcome
    /// Half the mean square of the residual.
    let loss: Double
}

/// Solves up to `lanes` neighbouring lambdas together.
///
/// 1. Extrapolate the coefficients along the path from the last two certified points.
/// 2. Sweep the working set by over-relaxed coordinate descent until all lanes look settled.
/// 3. One pass over the matrix certifies all lanes. Columns that were missing enter, and 2 follows again.
///
/// A step of coordinate descent that goes ω times as far as the minimum still lowers the objective for ω in (0, 2), as
/// long as it ends on the minimum's side of zero; ω follows from the rate of convergence as for linear equations.
/// Sources: Young, Iterative Solution of Large Linear Systems (1971), ch. 6; Cryer, The solution of a quadratic
/// programming problem using systematic overrelaxation, SIAM J. Control 9 (1971), doi:10.1137/0309028.
final class SparseBatch {
    let problem: SparseProblem
    let reach: [Double]
    private let settings: SolverSettings
    let isPlain: Bool
    let lanes: SparseLanes
    let gradients: SparseGradients
    private var relaxation = 1.0
    /// The largest gradient at the intercept-only model.
    var referenceGradient = 0.0

    /// How many sweeps of the coefficients in use follow one of the working set.
    private static let innerSweeps = 5

    init(_ problem: SparseProblem, reach: [Double], lanes: Int, settings: SolverSettings) {
        self.problem = problem
        self.reach = reach
        self.settings = settings
        isPlain = problem.isPlain
        self.lanes = SparseLanes(problem, lanes: lanes)
        gradients = SparseGradients(problem, reach: reach, lanes: lanes)
    }

    /// The most lambdas at once.
    var width: Int { lanes.lanes }

    /// The state that lane k ended in.
    func state(_ k: Int, _ columns: SparseWorkingSet) -> SparseState {
        SparseState(
            lambda: lanes.strength[k], b: (0..<columns.count).map { lanes.value($0, lane: k) },
            gradient: gradients.lane(k))
    }

    /// The gradients at the given coefficients, for a lambda at which all else is 0.
    func evaluate(_ b: [Double], lambda: Double, _ columns: SparseWorkingSet) {
        lanes.resize(columns.count)
        lanes.take([lambda])
        for e in 0..<columns.count {
            for k in 0..<width { lanes.set(e, lane: k, b[e]) }
        }
        pass(columns)
    }

    /// The residuals anew from the coefficients, and the gradients of all columns there.
    private func pass(_ columns: SparseWorkingSet) {
        lanes.refresh(columns)
        lanes.settle(problem.free, columns)
        gradients.pass(lanes.weighted(), workers: settings.workers)
    }

    /// Solves at the given lambdas, at most `width`, to a relative gap of `tolerance`.
    func solve(
        _ lambdas: [Double], tolerance: Double, from older: SparseState?, _ newer: SparseState,
        columns: SparseWorkingSet, shouldStop: () -> Bool
    ) throws(SolverError) -> [SparsePoint] {
        lanes.resize(columns.count)
        lanes.take(lambdas)
        extrapolate(from: older, newer)
        lanes.refresh(columns)
        var open = Array(lambdas.indices)
        var reports: [GapReport] = []
        // A sweep leaves less of a violation than it found.
        var (sweeps, stalls, share) = (0, 0, 2.0)
        let limit = settings.maxIterations ?? 10_000
        while true {
            sweeps += try descend(
                columns, open: open, bound: share * tolerance * unit, limit: limit - sweeps, shouldStop: shouldStop)
            pass(columns)
            reports = certify(lambdas.count, columns)
            guard reports.allSatisfy(\.objective.isFinite) else { throw .nonFinite(what: "The objective") }
            open = lambdas.indices.filter { reports[$0].relativeGap > tolerance }
            if open.isEmpty || stalls > 20 || sweeps >= limit { break }
            let entered = enterViolators(open, columns)
            lanes.resize(columns.count)
            if entered == 0 { (share, stalls) = (0.3 * share, stalls + 1) }
        }
        return points(reports, sweeps: sweeps, tolerance: tolerance, columns)
    }

    /// What gaps are measured in.
    private var unit: Double { problem.nullLoss > 0 ? problem.nullLoss : 1 }

    // MARK: Steps

    /// Starts every lane from the line through the last two points, as long as no coefficient changes its sign.
    private func extrapolate(from older: SparseState?, _ newer: SparseState) {
        for e in 0..<newer.b.count {
            let now = newer.b[e]
            let before = older.map { e < $0.b.count ? $0.b[e] : 0 } ?? 0
            for k in 0..<width {
                var value = now
                if let older, now != 0, before != 0, older.lambda > newer.lambda {
                    let step = (lanes.strength[k] - newer.lambda) / (newer.lambda - older.lambda)
                    let line = now + step * (now - before)
                    value = line * now > 0 ? line : 0
                }
                lanes.set(e, lane: k, value)
            }
        }
        for e in newer.b.count..<max(newer.b.count, lanes.b.count / width) {
            for k in 0..<width { lanes.set(e, lane: k, 0) }
        }
    }

    /// Sweeps until the gap of every open lane looks to be below `bound`; returns the number of sweeps.
    private func descend(
        _ columns: SparseWorkingSet, open: [Int], bound: Double, limit: Int, shouldStop: () -> Bool
    ) throws(SolverError) -> Int {
        var sweeps = 0
        var order = [Int32](repeating: 0, count: columns.count)
        while true {
            if shouldStop() { throw .cancelled }
            for e in 0..<columns.count { order[e] = Int32(e) }
            var (used, last) = lanes.sweep(columns, order: &order, count: columns.count, relaxation: relaxation)
            sweeps += 1
            if isSettled(last, open, bound) || sweeps >= limit { return sweeps }
            var first: SparseLanes.Sweep?
            for inner in 0..<Self.innerSweeps where sweeps < limit {
                (used, last) = lanes.sweep(columns, order: &order, count: used, relaxation: relaxation)
                sweeps += 1
                if isSettled(last, open, bound) { break }
                if let first, inner == Self.innerSweeps - 1 { adapt(from: first, to: last, open) }
                if first == nil { first = last }
            }
        }
    }

    private func isSettled(_ sweep: SparseLanes.Sweep, _ open: [Int], _ bound: Double) -> Bool {
        open.allSatisfy { k in
            sweep.violation[k] * sweep.norm[k] <= bound || sweep.violation[k] <= 1e-15 * lanes.strength[k]
        }
    }

    /// Chooses ω by the rate θ at which violations shrank with the last one.
    ///
    /// ```
    /// μ² = (θ + ω − 1)² / (ω² θ)      best ω = 2 / (1 + √(1 − μ²))
    /// ```
    private func adapt(
        from first: SparseLanes.Sweep, to last: SparseLanes.Sweep, _ open: [Int]
    ) {
        let before = open.reduce(0) { max($0, first.violation[$1] * first.norm[$1]) }
        let after = open.reduce(0) { max($0, last.violation[$1] * last.norm[$1]) }
        guard before > 0, after > 0 else { return }
        let steps = Double(Self.innerSweeps - 1)
        let rate = min(max(Kernels.exp(Kernels.log(after / before) / steps), 1e-3), 0.9999)
        guard rate > relaxation - 1 else {
            relaxation = max(1, relaxation - 0.05)
            return
        }
        let sum = rate + relaxation - 1
        let square = min(sum * sum / (relaxation * relaxation * rate), 0.9999)
        let best = 2 / (1 + (1 - square).squareRoot())
        relaxation = min(1.9, 1 + 0.9 * (best - 1))
    }

    /// Lets in the columns outside the working set that the penalty does not hold in an open lane, the worst first, at
    /// most twice as many as there are in use; returns their number.
    private func enterViolators(_ open: [Int], _ columns: SparseWorkingSet) -> Int {
        var found: [(column: Int, excess: Double)] = []
        for j in problem.candidates where columns.place[j] < 0 {
            var worst = 0.0
            for k in open {
                let q = gradients.values.base[width * j + k]
                let allowed = q > 0 ? problem.penalty.upper[j] > 0 : problem.penalty.lower[j] < 0
                if allowed { worst = max(worst, abs(q) * reach[j] / lanes.strength[k] - 1) }
            }
            if worst > 1e-13 { found.append((j, worst)) }
        }
        let used = (0..<columns.count).count { lanes.isUsed($0) }
        let entering = found.sorted { ($0.excess, $1.column) > ($1.excess, $0.column) }.prefix(100 + 2 * used)
        for (j, _) in entering { columns.insert(j) }
        return entering.count
    }
}
