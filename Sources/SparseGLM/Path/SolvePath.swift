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
    if settings.solver == .auto, let points = try solveSparse(problem, request: request, shouldStop: shouldStop) {
        return points
    }
    if problem.family == .gaussian && settings.solver == .auto {
        try ProblemCheck.check(problem)
        let path = GaussianPath(problem: problem, request: request)
        let points = try path.solve(shouldStop: shouldStop) ?? []
        if points.count == lambdas.count { return points }
    }
    let isTextbook = [.ista, .fista, .subgradient].contains(settings.solver)
    let prepared = try PreparedProblem(problem, isScaled: !isTextbook)
    var points: [PathPoint] = []
    var solver = PathSolver(prepared, factors: factors, settings: settings)
    solver.polishes = l1Ratio == 0
    for lambda in lambdas {
        if shouldStop() { throw .cancelled }
        let penalty = try ScaledPenalty(
            l1Share: lambda * l1Ratio, l2Share: lambda * (1 - l1Ratio), factors: factors,
            lowerBounds: bounds?.lowerBounds, upperBounds: bounds?.upperBounds, in: prepared)
        let free = solver.state.candidates.filter {
            penalty.l1[$0] == 0 && penalty.l2[$0] == 0 && !penalty.lower[$0].isFinite && !penalty.upper[$0].isFinite
        }
        let kept = KeptProjection(free, in: prepared)
        if isTextbook {
            let outcome = try solver.state.descend(
                penalty, kept: kept, settings: settings, step: nil, shouldStop: shouldStop)
            points.append(
                PathPoint(
                    solution: solver.state.solution(lambda, outcome.outcome, outcome.trajectory),
                    dependent: kept.dependent))
        } else {
            let outcome = try solver.solve(penalty, kept: kept, shouldStop: shouldStop)
            points.append(
                PathPoint(solution: solver.state.solution(lambda, outcome, nil), dependent: kept.dependent))
        }
    }
    return points
}

extension FitState {
    /// The current point on the scale of the matrix and target as they were given.
    func solution(_ lambda: Double, _ outcome: SolverOutcome, _ trajectory: [TrajectoryPoint]?) -> Solution {
        let support = candidates.filter { b[$0] != 0 }
        let unit = problem.targetUnit * problem.targetUnit
        return Solution(
            lambda: lambda, intercepts: [problem.originalIntercept(intercept, b: b)], support: support,
            coefficients: [support.map { problem.original($0, b[$0]) }], deviance: 2 * loss * unit,
            certificate: Certificate(
                dualityGap: outcome.report.relativeGap, objective: outcome.report.objective * unit,
                dualObjective: outcome.report.dual * unit, kktViolation: outcome.violation,
                iterations: outcome.iterations, converged: outcome.converged),
            trajectory: trajectory)
    }
}
