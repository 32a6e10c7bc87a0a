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
    let prepared = try PreparedProblem(problem.erased).sharingScales(penalty.groups)
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
    let candidates = (0..<prepared.coordinateCount).filter {
        prepared.varies[$0 % prepared.p] && (penalty.factors?[$0 % prepared.p] ?? 1).isFinite
    }
    return try prepared.withColumns { (source) throws(SolverError) in
        let (state, theta) = try startPoint(prepared, penalty, source)
        var gradient = [Double](repeating: 0, count: prepared.coordinateCount)
        state.gradients(of: candidates, theta: theta, into: &gradient)
        return gradient
    }
}

/// The model of the intercept and the unpenalised columns, with its residual projected off them.
private func startPoint<M>(
    _ prepared: PreparedProblem<M>, _ penalty: PenaltyShape, _ source: any ColumnSource
) throws(SolverError) -> (FitState<M>, theta: [Double]) {
    let kept = keptColumns(penalty, prepared)
    let projection = KeptProjection(unboundedColumns(kept, penalty), in: prepared, from: source)
    guard !kept.isEmpty else {
        let state = FitState(prepared, factors: penalty.factors)
        return (state, projection.apply(to: state, from: source))
    }
    // Only the kept columns may have coefficients in the first fit.
    let onlyKept = (0..<prepared.p).map { kept.contains($0) ? 0 : Double.infinity }
    var solver = PathSolver(
        prepared, factors: onlyKept, settings: SolverSettings(tolerance: 1e-12), source: source)
    // A gap of 1e-12 leaves the gradient, and so lambdaMax, right to 1e-6 alone: the fit goes on to rounding.
    solver.polishes = true
    let free = try ScaledPenalty(
        l1Share: 0, l2Share: 0, factors: nil, lowerBounds: penalty.lowerBounds, upperBounds: penalty.upperBounds,
        in: prepared)
    var reached: FitState<M>?
    try solver.solve(
        [PathSolver.Stop(lambda: 0, penalty: free, free: [], kept: projection)], shouldStop: { false },
        accept: { _, state, _ in reached = state })
    let state = reached ?? solver.state
    return (state, projection.apply(to: state, from: source))
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
