/// The smallest λ at which every penalised coefficient is zero.
/// ```
/// lambdaMax = max over j of |Σᵢ vᵢ xᵢⱼ (yᵢ − μᵢ)| / (n r fⱼ)
/// ```
/// with μ the model of the intercept and the columns of factor 0, which are fitted first; a column whose bounds forbid
/// the direction of its gradient does not count. A group counts with the dual norm of its gradient, ‖·‖₂/(f √p_g) for
/// the group lasso. It is 0 when no column can enter, as with a constant gaussian target.
///
/// - Throws: `SolverError` for bad values or options, or when the unpenalised columns alone separate the classes.
/// - Complexity: O(n p), and a small regression where there are unpenalised columns.
public func lambdaMax<M>(
    of problem: RegressionProblem<M>, penalty: PenaltyShape
) throws(SolverError) -> Double {
    try ProblemCheck.check(penalty, featureCount: problem.featureCount)
    let prepared = try PreparedProblem(problem).sharingScales(penalty.groups)
    let gradient = try startGradient(prepared, penalty.withoutGroups(featureCount: problem.featureCount))
    guard penalty.groups.isEmpty else { return try prepared.groupLambdaMax(penalty, gradient: gradient) }
    let unit = try ScaledPenalty(
        l1Share: penalty.l1Ratio, l2Share: 0, factors: penalty.factors, lowerBounds: penalty.lowerBounds,
        upperBounds: penalty.upperBounds, in: prepared)
    var largest = 0.0
    for j in gradient.indices where unit.l1[j] > 0 {
        let allowed = gradient[j] > 0 ? unit.upper[j] > 0 : unit.lower[j] < 0
        if allowed { largest = max(largest, abs(gradient[j]) / unit.l1[j]) }
    }
    guard largest.isFinite else { throw .nonFinite(what: "lambdaMax") }
    return largest
}

/// The scaled gradient of every candidate with the unpenalised columns fitted.
private func startGradient<M>(
    _ prepared: PreparedProblem<M>, _ penalty: PenaltyShape
) throws(SolverError) -> [Double] {
    let kept = keptColumns(penalty, prepared)
    // Only the kept columns may have coefficients in the first fit.
    let onlyKept = (0..<prepared.p).map { kept.contains($0) ? 0 : Double.infinity }
    var solver = PathSolver(
        prepared, factors: kept.isEmpty ? penalty.factors : onlyKept, settings: SolverSettings(tolerance: 1e-12))
    let projection = KeptProjection(unboundedColumns(kept, penalty), in: prepared)
    if !kept.isEmpty {
        // A gap of 1e-12 leaves the gradient, and so lambdaMax, right to 1e-6 alone: the fit goes on to rounding.
        solver.polishes = true
        let free = try ScaledPenalty(
            l1Share: 0, l2Share: 0, factors: nil, lowerBounds: penalty.lowerBounds, upperBounds: penalty.upperBounds,
            in: prepared)
        _ = try solver.solve(free, kept: projection, shouldStop: { false })
    }
    var gradient = [Double](repeating: 0, count: prepared.p)
    let candidates = (0..<prepared.p).filter { prepared.varies[$0] && (penalty.factors?[$0] ?? 1).isFinite }
    solver.state.gradients(of: candidates, theta: projection.apply(to: solver.state), into: &gradient)
    return gradient
}

/// The columns of factor 0, in order.
func keptColumns<M>(_ penalty: PenaltyShape, _ prepared: PreparedProblem<M>) -> [Int] {
    guard let factors = penalty.factors else { return [] }
    return factors.indices.filter { factors[$0] == 0 && prepared.varies[$0] }
}

/// Those of the given columns that no bound limits.
func unboundedColumns(_ columns: [Int], _ penalty: PenaltyShape) -> [Int] {
    columns.filter {
        !(penalty.lowerBounds?[$0] ?? -.infinity).isFinite && !(penalty.upperBounds?[$0] ?? .infinity).isFinite
    }
}
