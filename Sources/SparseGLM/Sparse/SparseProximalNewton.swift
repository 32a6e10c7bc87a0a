/// The path of a loss that is not squared, on a sparse matrix: proximal Newton with sweeps of coordinate descent.
///
/// For each λ:
/// 1. Replace the loss by its quadratic model on the working set, which is a weighted squared loss of the working
///    residual, and sweep that by over-relaxed coordinate descent; move there as far as the objective falls.
/// 2. Again, until the gap over the working set is well within the tolerance.
/// 3. One pass over the matrix gives the gap, and the columns that are missing.
///
/// Sources: Lee, Sun and Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), doi:10.1137/130921428;
/// Friedman, Hastie and Tibshirani, J. Stat. Software 33 (2010), doi:10.18637/jss.v033.i01.
struct SparseProximalNewton {
    private var state: FitState<SparseMatrix>
    private let settings: SolverSettings
    /// The penalty of λ = 1.
    private let unit: ScaledPenalty
    private let reach: [Double]
    private let free: SparseProblem.FreeColumns
    private var gradient: [Double]
    private let reference: Double
    private var working: [Int] = []
    private var isWorking: [Bool]
    private var before = Double.infinity
    private var relaxation = 1.0
    private var iterations = 0

    /// A solution in the solver's units.
    struct Point {
        let lambda: Double
        let columns: [Int]
        let b: [Double]
        let intercept: Double
        let loss: Double
        let outcome: SolverOutcome
    }

    init(
        _ problem: PreparedProblem<SparseMatrix>, penalty: ScaledPenalty, factors: [Double]?, settings: SolverSettings
    ) {
        state = FitState(problem, factors: factors)
        self.settings = settings
        unit = penalty
        var reach = [Double](repeating: 0, count: problem.p)
        for j in state.candidates { reach[j] = penalty.l1[j] > 0 ? 1 / penalty.l1[j] : 1 }
        self.reach = reach
        free = SparseProblem.FreeColumns(penalty.free(state.candidates), in: problem)
        isWorking = [Bool](repeating: false, count: problem.p)
        gradient = [Double](repeating: 0, count: problem.p)
        state.gradients(of: state.candidates, theta: state.residual, into: &gradient)
        reference = gradient.reduce(0) { max($0, abs($1)) }
        before = state.candidates.reduce(0) { penalty.l1[$1] > 0 ? max($0, abs(gradient[$1]) * reach[$1]) : $0 }
        enter(state.candidates.filter { penalty.l1[$0] == 0 })
    }

    /// The unpenalised columns that depend on those before them.
    var dependent: [Int] { free.dependent }

    /// Solves at each lambda, in order.
    mutating func solve(_ lambdas: [Double], shouldStop: () -> Bool) throws(SolverError) -> [Point] {
        var points: [Point] = []
        for lambda in lambdas {
            predict(lambda)
            let outcome = try solve(lambda, shouldStop)
            let used = state.candidates.filter { state.b[$0] != 0 }
            points.append(
                Point(
                    lambda: lambda, columns: used, b: used.map { state.b[$0] }, intercept: state.intercepts[0],
                    loss: state.loss, outcome: outcome))
            before = lambda
        }
        return points
    }

    private var limit: Int { settings.maxIterations ?? 1_000 }

    private mutating func solve(_ lambda: Double, _ shouldStop: () -> Bool) throws(SolverError) -> SolverOutcome {
        iterations = 0
        let penalty = ScaledPenalty(unit, times: lambda)
        var stalls = 0
        while true {
            try improve(lambda, penalty, shouldStop)
            let theta = free.apply(to: state)
            state.gradients(of: state.candidates, theta: theta, into: &gradient)
            let report = state.gap(penalty, over: state.candidates, theta: theta, gradient: gradient)
            guard report.objective.isFinite else { throw .nonFinite(what: "The objective") }
            let done = report.relativeGap <= settings.tolerance
            let entering = done ? [] : violators(penalty)
            stalls = entering.isEmpty ? stalls + 1 : 0
            if done || stalls > 3 || iterations >= limit {
                return SolverOutcome(
                    report: report,
                    violation: state.violation(penalty, gradient: gradient, reference: reference),
                    iterations: iterations, converged: done)
            }
            enter(entering)
        }
    }

    // MARK: Working set

    /// Lets in the columns whose gradients, should they grow as fast as λ falls, the penalty would not hold.
    private mutating func predict(_ lambda: Double) {
        let least = max(2 * lambda - before, 0.7 * lambda)
        enter(state.candidates.filter { abs(gradient[$0]) * reach[$0] >= least })
    }

    private mutating func enter(_ columns: [Int]) {
        for j in columns where !isWorking[j] {
            isWorking[j] = true
            working.append(j)
        }
    }

    private func violators(_ penalty: ScaledPenalty) -> [Int] {
        var found: [(column: Int, excess: Double)] = []
        for j in state.candidates where !isWorking[j] {
            let excess = penalty.violation(j, q: gradient[j], b: 0)
            if excess > 1e-13 * penalty.l1[j] + 1e-15 { found.append((j, excess)) }
        }
        let most = 100 + 2 * working.count(where: { state.b[$0] != 0 })
        return found.sorted { ($0.excess, $1.column) > ($1.excess, $0.column) }.prefix(most).map(\.column)
    }

    // MARK: Newton steps

    /// Newton steps on the working set until its own gap is well within the tolerance or no longer shrinks.
    private mutating func improve(
        _ lambda: Double, _ penalty: ScaledPenalty, _ shouldStop: () -> Bool
    ) throws(SolverError) {
        var (last, failures) = (Double.infinity, 0)
        while iterations < limit {
            let theta = free.apply(to: state)
            state.gradients(of: working, theta: theta, into: &gradient)
            let gap = state.gap(penalty, over: working, theta: theta, gradient: gradient).relativeGap
            if gap <= 0.25 * settings.tolerance { return }
            failures = gap > 0.7 * last ? failures + 1 : 0
            if failures > 4 { return }
            last = min(last, gap)
            iterations += 1
            let target = 0.02 * min(gap, 1) * (state.nullLoss > 0 ? state.nullLoss : 1)
            let end = try sweep(lambda, target: max(target, 1e-16), shouldStop)
            if !search(to: end, penalty) { failures += 1 }
        }
    }

    /// The minimum of the quadratic model over the working set, as far as its own gap looks to be below `target`.
    private mutating func sweep(
        _ lambda: Double, target: Double, _ shouldStop: () -> Bool
    ) throws(SolverError) -> [Double] {
        let problem = state.problem
        let largest = state.curvature.max() ?? 1
        var weights = zip(problem.shares, state.curvature).map { $0 * max($1, 1e-10 * largest) }
        let total = Kernels.sum(weights)
        var residual = weights
        for i in weights.indices {
            residual[i] = problem.shares[i] * state.residual[i] / weights[i]
            weights[i] /= total
        }
        let model = SparseProblem(
            modelOf: problem, weights: weights, residual: residual, columns: working, penalty: unit)
        let columns = SparseWorkingSet(model, reach: reach)
        for j in working { columns.insert(j) }
        let lanes = SparseLanes(model, lanes: 1)
        lanes.take([lambda / total])
        lanes.begin(at: working.map { state.b[$0] })
        var descent = SparseDescent(relaxation: relaxation)
        _ = try descent.run(
            lanes, columns, open: [0], bound: target / total, limit: 1_000, shouldStop: shouldStop)
        relaxation = descent.relaxation
        return working.indices.map { lanes.value($0, lane: 0) }
    }

    /// Takes the longest of the steps 1, ½, ¼, … that lowers the objective; returns whether there was one.
    private mutating func search(to end: [Double], _ penalty: ScaledPenalty) -> Bool {
        let before = state.objective(penalty)
        let (eta, intercepts, b) = (state.eta, state.intercepts, state.b)
        var change = [Double](repeating: 0, count: b.count)
        for (j, value) in zip(working, end) { change[j] = value - b[j] }
        var direction = [Double](repeating: 0, count: eta.count)
        state.problem.add(working.filter { change[$0] != 0 }, times: change, to: &direction)
        var step = 1.0
        while step > 1e-6 {
            for (j, value) in zip(working, end) { state.b[j] = step == 1 ? value : b[j] + step * change[j] }
            state.intercepts = intercepts
            state.move(from: eta, along: direction, step: step)
            if state.objective(penalty) <= before + 4e-16 * abs(before) { return true }
            step /= 2
        }
        state.b = b
        state.intercepts = intercepts
        state.refresh()
        return false
    }

    // MARK: Solutions

    /// A point on the scale of a view of the matrix.
    func solution(_ point: Point, _ scaling: Scaling) -> Solution {
        let (unit, saturated) = (scaling.lossUnit, state.problem.saturatedLoss)
        return Solution(
            lambda: point.lambda,
            intercepts: [scaling.originalIntercept(point.intercept, columns: point.columns, b: point.b)],
            support: point.columns, coefficients: [zip(point.columns, point.b).map { scaling.original($0, $1) }],
            deviance: 2 * point.loss * unit,
            certificate: Certificate(
                dualityGap: point.outcome.report.relativeGap,
                objective: (point.outcome.report.objective + saturated) * unit,
                dualObjective: (point.outcome.report.dual + saturated) * unit, kktViolation: point.outcome.violation,
                iterations: point.outcome.iterations, converged: point.outcome.converged))
    }
}
