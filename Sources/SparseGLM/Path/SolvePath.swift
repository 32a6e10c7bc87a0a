/// Minimises mean loss + penalty at each λ of a grid, each solution started from the one before.
/// ```
/// (1/n) Σ vᵢ loss(yᵢ, xᵢᵀw + b + offsetᵢ) + λ Σⱼ fⱼ ( r |wⱼ| + (1 − r)/2 wⱼ² )
/// ```
/// A solution that does not reach the tolerance is returned all the same, with `certificate.converged` false and the
/// gap that was reached. The solution at one λ does not depend on what `shouldStop` does.
///
/// - Parameters:
///   - problem: the data.
///   - penalty: the penalty but for its strength.
///   - lambdas: finite values ≥ 0, best decreasing.
///   - settings: solver, tolerance, iterations.
///   - shouldStop: asked at every λ and iteration; true ends the solve with `SolverError.cancelled`.
/// - Returns: one solution for each λ, in order.
/// - Throws: `SolverError` for values or options out of range, and when asked to stop.
/// - Complexity: about two passes over the matrix per λ, O(n p), and O(n s²) in all for s columns that ever entered.
public func solvePath<M>(
    _ problem: RegressionProblem<M>, penalty: PenaltyShape, lambdas: [Double], settings: SolverSettings = .init(),
    shouldStop: @Sendable () -> Bool = { false }
) throws(SolverError) -> [Solution] {
    try ProblemCheck.check(penalty, featureCount: problem.featureCount)
    if !penalty.groups.isEmpty {
        return try solveGroups(
            problem, penalty: penalty, lambdas: lambdas, settings: settings, shouldStop: shouldStop)
    }
    return try solveShares(
        problem, lambdas: lambdas, l1Ratio: penalty.l1Ratio, factors: penalty.factors, bounds: penalty,
        settings: settings, shouldStop: shouldStop
    ).map(\.solution)
}

/// A solution, and what only the ridge asks for.
struct PathPoint {
    let solution: Solution
    /// Unpenalised columns that depend on others.
    let dependent: [Int]
}

/// The path for any split between L1 and L2, the ridge's included.
func solveShares<M>(
    _ problem: RegressionProblem<M>, lambdas: [Double], l1Ratio: Double, factors: [Double]?, bounds: PenaltyShape?,
    settings: SolverSettings, shouldStop: () -> Bool
) throws(SolverError) -> [PathPoint] {
    try ProblemCheck.check(settings)
    for lambda in lambdas { try ProblemCheck.check(lambda: lambda) }
    let request = PathRequest(
        lambdas: lambdas, l1Ratio: l1Ratio, factors: factors, bounds: bounds, settings: settings)
    guard settings.solver == .auto, let points = try solveSparse(problem, request: request, shouldStop: shouldStop)
    else { return try solveByColumns(problem, request, shouldStop) }
    // What the sweeps leave unsolved, columns that depend on each other mostly, solvers with an exact inner solve take over.
    // They keep whole columns and a Gram matrix of those in use, for which there may be no room: then the gaps stand.
    guard settings.maxIterations == nil, points.contains(where: { !$0.solution.certificate.converged }),
        columnMemory(points, rowCount: problem.sampleCount) <= 1 << 28
    else { return points }
    let others: [PathPoint]
    if problem.family == .gaussian, let dense = problem.stored() {
        others = try solveByColumns(dense, request, shouldStop)
    } else {
        others = try solveByColumns(problem, request, shouldStop)
    }
    return zip(points, others).map {
        $0.solution.certificate.dualityGap <= $1.solution.certificate.dualityGap ? $0 : $1
    }
}

/// What the columns in use take as n values each, with their Gram matrix and its factor, in bytes.
private func columnMemory(_ points: [PathPoint], rowCount n: Int) -> Int {
    let used = points.reduce(0) { max($0, $1.solution.support.count) }
    return used * (n + 2 * used) * MemoryLayout<Double>.size
}

/// The path by the solvers that any kind of matrix serves.
private func solveByColumns<M>(
    _ problem: RegressionProblem<M>, _ request: PathRequest, _ shouldStop: () -> Bool
) throws(SolverError) -> [PathPoint] {
    let (lambdas, l1Ratio, settings) = (request.lambdas, request.l1Ratio, request.settings)
    let (factors, bounds) = (request.factors, request.bounds)
    if problem.family == .gaussian && settings.solver == .auto {
        try ProblemCheck.check(problem)
        let path = GaussianPath(problem: problem, request: request)
        let points = try path.solve(shouldStop: shouldStop) ?? []
        if points.count == lambdas.count { return points }
    }
    let isTextbook = [.ista, .fista, .subgradient].contains(settings.solver)
    let prepared = try PreparedProblem(problem.erased, isScaled: !isTextbook)
    return try prepared.withColumns { (source) throws(SolverError) in
        let columns = (0..<prepared.p).filter { prepared.varies[$0] && (factors?[$0] ?? 1).isFinite }
        let largest = lambdas.max() ?? 0
        let strongest = try ScaledPenalty(
            l1Share: largest * l1Ratio, l2Share: largest * (1 - l1Ratio), factors: factors,
            lowerBounds: bounds?.lowerBounds, upperBounds: bounds?.upperBounds, in: prepared)
        var stops: [PathSolver<AnyMatrix>.Stop] = []
        for lambda in lambdas {
            let penalty = lambda == largest ? strongest : ScaledPenalty(strongest, times: lambda / largest)
            let free = penalty.free(columns)
            let kept = KeptProjection(free, in: prepared, from: source)
            stops.append(PathSolver.Stop(lambda: lambda, penalty: penalty, free: free, kept: kept))
        }
        return isTextbook
            ? try descend(prepared, stops, factors, settings, source, shouldStop)
            : try follow(prepared, stops, factors, settings, source, polishes: l1Ratio == 0, shouldStop)
    }
}

/// The path by the textbook solvers.
private func descend<M>(
    _ problem: PreparedProblem<M>, _ stops: [PathSolver<M>.Stop], _ factors: [Double]?, _ settings: SolverSettings,
    _ source: any ColumnSource, _ shouldStop: () -> Bool
) throws(SolverError) -> [PathPoint] {
    var state = FitState(problem, factors: factors, workers: settings.workers)
    var points: [PathPoint] = []
    for stop in stops {
        if shouldStop() { throw .cancelled }
        let outcome = try state.descend(
            stop.penalty, kept: stop.kept, source: source, settings: settings, step: nil, shouldStop: shouldStop)
        points.append(
            PathPoint(
                solution: state.solution(stop.lambda, free: stop.free, outcome.outcome, outcome.trajectory),
                dependent: stop.kept.dependent))
    }
    return points
}

/// The path by proximal Newton steps.
private func follow<M>(
    _ problem: PreparedProblem<M>, _ stops: [PathSolver<M>.Stop], _ factors: [Double]?, _ settings: SolverSettings,
    _ source: any ColumnSource, polishes: Bool, _ shouldStop: () -> Bool
) throws(SolverError) -> [PathPoint] {
    var solver = PathSolver(problem, factors: factors, settings: settings, source: source)
    solver.polishes = polishes
    var points: [PathPoint] = []
    try solver.solve(stops, shouldStop: shouldStop) { k, state, outcome in
        points.append(
            PathPoint(
                solution: state.solution(stops[k].lambda, free: stops[k].free, outcome, nil),
                dependent: stops[k].kept.dependent))
    }
    return points
}

extension FitState {
    /// The current point on the scale of the matrix and target as they were given.
    ///
    /// What several classes share changes no probability; in the `free` columns nothing holds it, so that it is taken off.
    func solution(
        _ lambda: Double, free: [Int], _ outcome: SolverOutcome, _ trajectory: [TrajectoryPoint]?
    ) -> Solution {
        let p = problem.p
        var b = b
        for j in free where intercepts.count > 1 {
            let mean = intercepts.indices.reduce(0) { $0 + b[$1 * p + j] } / Double(intercepts.count)
            for k in intercepts.indices { b[k * p + j] -= mean }
        }
        let used = b.indices.filter { b[$0] != 0 }
        let support = intercepts.count == 1 ? used : Set(used.map { $0 % p }).sorted()
        let unit = problem.scaling.lossUnit
        let saturated = problem.saturatedLoss
        return Solution(
            lambda: lambda, intercepts: problem.originalIntercepts(intercepts, b: b), support: support,
            coefficients: intercepts.indices.map { k in support.map { problem.original($0, b[k * p + $0]) } },
            deviance: 2 * loss * unit,
            certificate: Certificate(
                dualityGap: outcome.report.relativeGap, objective: (outcome.report.objective + saturated) * unit,
                dualObjective: (outcome.report.dual + saturated) * unit, kktViolation: outcome.violation,
                iterations: outcome.iterations, converged: outcome.converged),
            trajectory: trajectory)
    }

    /// The point of a solution.
    init(_ solution: Solution, of problem: PreparedProblem<M>, factors: [Double]? = nil) {
        self.init(problem, factors: factors)
        for (k, values) in solution.coefficients.enumerated() {
            for (j, w) in zip(solution.support, values) {
                b[k * problem.p + j] = w * problem.scales[j] / problem.targetUnit
            }
        }
        refresh()
    }
}
