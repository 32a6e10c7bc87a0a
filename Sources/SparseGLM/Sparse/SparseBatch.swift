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
final class SparseBatch {
    let problem: SparseProblem
    let reach: [Double]
    private let settings: SolverSettings
    /// The most columns that the exact solver takes on.
    private let mostExact: Int
    let isPlain: Bool
    let lanes: SparseLanes
    let gradients: SparseGradients
    private var descent = SparseDescent()
    private var newton: SparseNewton?
    /// What lanes are solved in one by one.
    private var single: SparseLanes?
    private var isBeyondNewton = false
    /// The largest gradient at the intercept-only model.
    var referenceGradient = 0.0

    init(_ problem: SparseProblem, reach: [Double], lanes: Int, settings: SolverSettings, mostExact: Int) {
        self.problem = problem
        self.reach = reach
        (self.settings, self.mostExact) = (settings, mostExact)
        isPlain = problem.isPlain
        self.lanes = SparseLanes(problem, lanes: lanes)
        gradients = SparseGradients(problem.x, problem.scaling, reach: reach, lanes: lanes)
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
        let limit = settings.maxIterations ?? 100_000
        while true {
            let result = try descent.run(
                lanes, columns, open: open, bound: share * tolerance * unit,
                limit: min(patience(columns), limit - sweeps), shouldStop: shouldStop)
            sweeps += result.sweeps
            // Small steps may also mean slow ones, which is what stalls show.
            if !result.isSettled || stalls > 1, sweeps < limit {
                solveExactly(open, columns)
                if isBeyondNewton {
                    try solveApart(open, bound: share * tolerance * unit, columns, shouldStop)
                }
            }
            pass(columns)
            reports = certify(lambdas.count, columns)
            guard reports.allSatisfy(\.objective.isFinite) else { throw .nonFinite(what: "The objective") }
            open = lambdas.indices.filter { reports[$0].relativeGap > tolerance }
            if open.isEmpty || stalls > mostStalls || sweeps >= limit { break }
            let entered = enterViolators(open, columns)
            lanes.resize(columns.count)
            if entered == 0 && result.isSettled { share *= 0.1 }
            stalls = entered == 0 ? stalls + 1 : 0
        }
        return points(reports, sweeps: sweeps, tolerance: tolerance, columns)
    }

    /// What gaps are measured in.
    private var unit: Double { problem.nullLoss > 0 ? problem.nullLoss : 1 }

    /// Sweeps before lanes are solved one by one: they find the columns and most of the signs.
    private static let fewSweeps = 20
    /// So many passes may find nothing new and gaps above the tolerance; fewer where each costs many steps.
    private var mostStalls: Int { isBeyondNewton ? 5 : 20 }

    /// How many sweeps a batch may take before the exact solver is asked.
    ///
    /// As many as cost what it does, and once it is in use a few, to find the columns.
    /// For m columns of e entries, m³/3 operations in a row stand against 2 m e scattered ones, each worth some eight.
    private func patience(_ columns: SparseWorkingSet) -> Int {
        if isBeyondNewton { return Self.fewSweeps }
        if newton != nil { return 10 }
        let used = (0..<columns.count).count { lanes.isUsed($0) }
        let entries = max(1, columns.entryCount / max(1, columns.count))
        return max(60, used * used / (50 * entries))
    }

    /// Asks the exact solver for the open lanes; once it has more columns than it takes on, it is not asked again.
    private func solveExactly(_ open: [Int], _ columns: SparseWorkingSet) {
        guard !isBeyondNewton else { return }
        let solver = newton ?? SparseNewton(problem, most: mostExact)
        isBeyondNewton = !solver.solve(lanes, open: open, columns)
        newton = isBeyondNewton ? nil : solver
    }

    /// Solves the open lanes one by one with conjugate gradients, whose steps need no memory for pairs of columns.
    private func solveApart(
        _ open: [Int], bound: Double, _ columns: SparseWorkingSet, _ shouldStop: () -> Bool
    ) throws(SolverError) {
        let single = single ?? SparseLanes(problem, lanes: 1)
        self.single = single
        single.resize(columns.count)
        for k in open {
            single.take([lanes.strength[k]])
            for e in 0..<columns.count { single.set(e, lane: 0, lanes.value(e, lane: k)) }
            single.refresh(columns)
            try SparseModelDescent(single, columns).run(bound: bound, shouldStop: shouldStop)
            for e in 0..<columns.count { lanes.set(e, lane: k, single.value(e, lane: 0)) }
        }
    }

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

    /// Lets in the columns outside the working set that the penalty does not hold in an open lane, the worst first, at
    /// most twice as many as there are in use; returns their number.
    private func enterViolators(_ open: [Int], _ columns: SparseWorkingSet) -> Int {
        var found: [(column: Int, excess: Double)] = []
        for j in problem.entering where columns.place[j] < 0 {
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
