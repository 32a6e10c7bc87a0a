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
    var exact = settings
    exact.solver = .auto
    var solutions: [Solution] = []
    let points = try solveShares(
        problem, lambdas: lambdas, l1Ratio: 0, factors: factors, bounds: nil, settings: exact, shouldStop: shouldStop)
    for point in points {
        let isFree = point.solution.lambda == 0 || factors?.contains(0) == true
        if isFree { try checkExistence(problem, point) }
        solutions.append(point.solution)
    }
    return solutions
}

private func checkExistence<M>(_ problem: RegressionProblem<M>, _ point: PathPoint) throws(SolverError) {
    if let column = point.dependent.first {
        throw .rankDeficient(
            column: column, featureCount: problem.featureCount, sampleCount: problem.sampleCount)
    }
    guard problem.family == .binomial else { return }
    let eta = linearPredictor(
        problem.x, solution: point.solution, offset: problem.offset)
    let separates = zip(eta, problem.y).allSatisfy { ($1 == 1) == ($0 > 0) && $0 != 0 }
    if separates { throw .separated(sampleCount: problem.sampleCount) }
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
