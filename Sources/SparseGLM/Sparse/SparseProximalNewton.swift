/// The path of a loss that is not squared, on a sparse matrix: proximal Newton on a working set.
///
/// For each λ:
/// 1. Start on the line through the last two solutions.
/// 2. Replace the loss by its quadratic model on the working set, which is a weighted squared loss of the working
///    residual, and minimise that with the penalty by `SparseModelDescent`; move there as far as the objective falls.
/// 3. Again, until the gap over the working set is within the tolerance.
/// 4. One pass over the matrix gives the gap, and the columns that are missing.
///
/// Sources: Lee, Sun and Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), doi:10.1137/130921428;
/// Friedman, Hastie and Tibshirani, J. Stat. Software 33 (2010), doi:10.18637/jss.v033.i01.
struct SparseProximalNewton {
    var state: FitState<SparseMatrix>
    let settings: SolverSettings
    /// The penalty of λ = 1.
    let unit: ScaledPenalty
    let reach: [Double]
    let free: SparseProblem.FreeColumns
    /// The columns that may enter the working set: parallel ones would only stand in for each other.
    private let entering: [Int]
    /// Of the last residuals: those of the working set after a step, those of all columns after a pass.
    var gradient: [Double]
    private let gradients: SparseGradients
    private let reference: Double
    private(set) var working: [Int] = []
    private var isWorking: [Bool]
    /// The working set as the last quadratic model saw it.
    var columns: SparseWorkingSet?
    /// The last two solutions, the older one first.
    private var solutions: [(lambda: Double, b: [Double])] = []
    private var before = Double.infinity
    var iterations = 0

    /// A working set is solved to this share of the tolerance, which leaves room for the columns outside.
    private static let innerTolerance = 0.8

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
        state = FitState(problem, factors: factors, workers: settings.workers)
        self.settings = settings
        unit = penalty
        var reach = [Double](repeating: 0, count: problem.p)
        for j in state.candidates { reach[j] = penalty.l1[j] > 0 ? 1 / penalty.l1[j] : 1 }
        self.reach = reach
        gradients = SparseGradients(problem.x, problem.scaling, reach: reach, lanes: 1)
        free = SparseProblem.FreeColumns(penalty.free(state.candidates), in: problem)
        entering = DominatedColumns(penalty, scales: problem.scales).removed(from: state.candidates, of: problem.x)
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
            extrapolate(to: lambda)
            let outcome = try solve(lambda, shouldStop)
            let used = state.candidates.filter { state.b[$0] != 0 }
            points.append(
                Point(
                    lambda: lambda, columns: used, b: used.map { state.b[$0] }, intercept: state.intercepts[0],
                    loss: state.loss, outcome: outcome))
            before = lambda
            solutions = solutions.suffix(1) + [(lambda, state.b)]
        }
        return points
    }

    var limit: Int { settings.maxIterations ?? 1_000 }

    private mutating func solve(_ lambda: Double, _ shouldStop: () -> Bool) throws(SolverError) -> SolverOutcome {
        iterations = 0
        let penalty = ScaledPenalty(unit, times: lambda)
        var (stalls, target) = (0, Self.innerTolerance * settings.tolerance)
        while true {
            try improve(lambda, penalty, target: target, shouldStop)
            let theta = free.apply(to: state)
            pass(theta)
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
            if entering.isEmpty { target *= 0.1 }
            enter(entering)
        }
    }

    /// Moves to where the line through the last two solutions points, as far as no coefficient changes its sign, if the
    /// objective is lower there.
    private mutating func extrapolate(to lambda: Double) {
        guard solutions.count == 2, solutions[0].lambda > solutions[1].lambda else { return }
        let (old, new) = (solutions[0].b, solutions[1].b)
        let step = (solutions[1].lambda - lambda) / (solutions[0].lambda - solutions[1].lambda)
        let end = working.map { j in
            guard old[j] != 0, new[j] != 0 else { return new[j] }
            let line = min(max(new[j] + step * (new[j] - old[j]), unit.lower[j]), unit.upper[j])
            return line * new[j] > 0 || unit.l1[j] == 0 ? line : 0
        }
        search(to: end, ScaledPenalty(unit, times: lambda), shortest: 1)
    }

    /// The gradients of all columns at θ.
    private mutating func pass(_ theta: [Double]) {
        state.weighted(theta).withUnsafeBufferPointer { u in
            if let u = u.baseAddress { gradients.pass(u, workers: settings.workers) }
        }
        for j in state.candidates { gradient[j] = gradients.values.base[j] }
    }

    // MARK: Working set

    /// Lets in the columns whose gradients, should they grow as fast as λ falls, the penalty would not hold.
    private mutating func predict(_ lambda: Double) {
        let least = max(2 * lambda - before, 0.7 * lambda)
        enter(entering.filter { abs(gradient[$0]) * reach[$0] >= least })
    }

    private mutating func enter(_ columns: [Int]) {
        for j in columns where !isWorking[j] {
            isWorking[j] = true
            working.append(j)
        }
    }

    private func violators(_ penalty: ScaledPenalty) -> [Int] {
        var found: [(column: Int, excess: Double)] = []
        for j in entering where !isWorking[j] {
            let excess = penalty.violation(j, q: gradient[j], b: 0)
            if excess > 1e-13 * penalty.l1[j] + 1e-15 { found.append((j, excess)) }
        }
        let most = 100 + 2 * working.count(where: { state.b[$0] != 0 })
        return found.sorted { ($0.excess, $1.column) > ($1.excess, $0.column) }.prefix(most).map(\.column)
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
