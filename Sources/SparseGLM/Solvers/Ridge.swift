/// Minimises mean loss + λ/2 Σⱼ fⱼ wⱼ² at each λ.
///
/// λ = 0 is least squares or maximum likelihood, and an error where that does not exist.
///
/// - Parameters:
///   - problem: the data.
///   - lambdas: finite values ≥ 0.
///   - factors: one penalty factor ≥ 0 per column, nil for 1 everywhere; infinity excludes the column.
///   - settings: tolerance and iterations; the solver is always Newton's method on all columns.
///   - shouldStop: asked at every λ and iteration.
/// - Returns: one solution for each λ, in order.
/// - Throws: `rankDeficient` or `separated` where λ = 0 has no unique finite solution; as `solvePath` otherwise.
/// - Complexity: O(n p²) once, and O(p³) for each λ; for the binomial family O(n p²) for each Newton step.
public func solveRidge<M>(
    _ problem: RegressionProblem<M>, lambdas: [Double], factors: [Double]? = nil, settings: SolverSettings = .init(),
    shouldStop: @Sendable () -> Bool = { false }
) throws(SolverError) -> [Solution] {
    try ProblemCheck.checkFactors(factors, featureCount: problem.featureCount)
    try ProblemCheck.check(settings)
    var exact = settings
    exact.solver = .auto
    // Separated rows show only when the likelihood is followed far enough.
    let mayDiverge = problem.family != .gaussian && (lambdas.contains(0) || factors?.contains(0) == true)
    if mayDiverge { exact.tolerance = 1e-12 }
    let points = try solveShares(
        problem, lambdas: lambdas, l1Ratio: 0, factors: factors, bounds: nil, settings: exact, shouldStop: shouldStop)
    for point in points {
        if let column = point.dependent.first {
            throw .rankDeficient(
                column: column, featureCount: problem.featureCount, sampleCount: problem.sampleCount)
        }
        let free = freeColumns(lambda: point.solution.lambda, factors: factors, featureCount: problem.featureCount)
        if mayDiverge, !free.isEmpty, try curvatureLeft(problem, point.solution, columns: free) < 1e-9 {
            throw .separated(sampleCount: problem.sampleCount)
        }
    }
    return points.map { $0.solution.judged(by: settings.tolerance) }
}

private func freeColumns(lambda: Double, factors: [Double]?, featureCount p: Int) -> [Int] {
    (0..<p).filter { lambda == 0 ? (factors?[$0] ?? 1).isFinite : factors?[$0] == 0 }
}

/// The least share, over the given columns, of the loss's curvature at a solution to that at the intercept-only model.
///
/// It falls to zero when coefficients run off to infinity: all rows that could tell are then certain. Both curvatures
/// are what a Cholesky factor leaves of a column given those before it.
private func curvatureLeft<M>(
    _ problem: RegressionProblem<M>, _ solution: Solution, columns: [Int]
) throws(SolverError) -> Double {
    let prepared = try PreparedProblem(problem.erased)
    let usable = (0..<prepared.predictorCount).flatMap { k in
        columns.filter { prepared.varies[$0] }.map { k * prepared.p + $0 }
    }
    return try prepared.withColumns { (source) throws(SolverError) in
        let full = pivots(usable, FitState(prepared, factors: nil), source)
        let left = pivots(usable, FitState(solution, of: prepared), source)
        // A pivot that is nothing but rounding at the start, as the last class's is, says nothing.
        return zip(left, full).reduce(1) { min($0, $1.1 > 0 ? $1.0 / $1.1 : 1) }
    }
}

private func pivots<M>(_ coordinates: [Int], _ state: FitState<M>, _ source: any ColumnSource) -> [Double] {
    var hessian = WorkingHessian(state.problem)
    hessian.reset(at: state, keeping: coordinates, from: source)
    let view = hessian.view
    var factor = CholeskyFactor(capacity: coordinates.count)
    var used: [Int] = []
    return coordinates.indices.map { e in
        let row = used.map { view.value(e, $0) } + [view.value(e, e)]
        let before = factor.count
        let pivot = factor.append(row, threshold: 1e-12)
        guard factor.count > before else { return 0 }
        used.append(e)
        return max(0, pivot)
    }
}

extension Solution {
    /// The same solution, held to another tolerance than the one it was solved with.
    fileprivate func judged(by tolerance: Double) -> Solution {
        Solution(
            lambda: lambda, intercepts: intercepts, support: support, coefficients: coefficients, deviance: deviance,
            certificate: Certificate(
                dualityGap: certificate.dualityGap, objective: certificate.objective,
                dualObjective: certificate.dualObjective, kktViolation: certificate.kktViolation,
                iterations: certificate.iterations, converged: certificate.dualityGap <= tolerance),
            trajectory: trajectory)
    }
}

/// A grid for the ridge: `count` values, log-spaced, from g/0.001 down to g · 1e-6.
///
/// g is the largest gradient at the intercept-only model, max over j of |Σᵢ vᵢ xᵢⱼ (yᵢ − μᵢ)|/n; where it is 0, 1 takes its
/// place.
public func ridgeGrid<M>(of problem: RegressionProblem<M>, count: Int = 100) throws(SolverError) -> [Double] {
    let g = try lambdaMax(of: problem, penalty: PenaltyShape())
    let start = (g > 0 ? g : 1) / 0.001
    guard start.isFinite else { throw .nonFinite(what: "The largest lambda of the ridge grid") }
    return lambdaGrid(lambdaMax: start, count: count, minRatio: 1e-9)
}
