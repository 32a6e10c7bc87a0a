/// How clearly a selected set is separated from its neighbours.
///
/// It is the smaller of
/// ```
/// min over zero coefficients      1 − |Σᵢ vᵢ xᵢⱼ ρᵢ| / (n λ r fⱼ)          how far the nearest is from entering
/// min over non-zero coefficients  |wⱼ sⱼ| / maxₖ |wₖ sₖ|                    how far the smallest is from leaving
/// ```
/// with ρ the residuals and sⱼ the column's standard deviation, 1 for a standardized matrix. Columns that cannot enter
/// (constant, excluded, held by a bound at zero) and columns of factor 0 do not count. Never negative; infinite when
/// nothing counts.
///
/// Groups count as wholes: the dual norm of a group's gradient over λ takes the place of the fraction for entering, the
/// length of its coefficients that of |wⱼ sⱼ|; with an L1 part within groups the columns of a selected group count too.
///
/// - Throws: `SolverError` for bad values, as `solvePath`.
/// - Complexity: O(n p).
public func supportMargin<M>(
    of solution: Solution, problem: RegressionProblem<M>, penalty: PenaltyShape
) throws(SolverError) -> Double {
    try ProblemCheck.check(penalty, featureCount: problem.featureCount)
    guard penalty.groups.isEmpty else {
        return try groupSupportMargin(of: solution, problem: problem, penalty: penalty)
    }
    let problem = problem.erased
    let prepared = try PreparedProblem(problem)
    let state = FitState(solution, of: prepared, factors: penalty.factors)
    let scaled = try ScaledPenalty(
        l1Share: solution.lambda * penalty.l1Ratio, l2Share: 0, factors: penalty.factors,
        lowerBounds: penalty.lowerBounds, upperBounds: penalty.upperBounds, in: prepared)
    var gradient = [Double](repeating: 0, count: prepared.coordinateCount)
    state.gradients(of: state.candidates, theta: state.residual, into: &gradient)
    let penalised = state.candidates.filter { scaled.l1[$0] > 0 }
    return min(entryMargin(penalised, state, scaled, gradient), exitMargin(penalised, problem, state))
}

private func entryMargin<M>(
    _ columns: [Int], _ state: FitState<M>, _ penalty: ScaledPenalty, _ gradient: [Double]
) -> Double {
    var margin = Double.infinity
    for j in columns where state.b[j] == 0 {
        let allowed = gradient[j] > 0 ? penalty.upper[j] > 0 : penalty.lower[j] < 0
        if allowed { margin = min(margin, max(0, 1 - abs(gradient[j]) / penalty.l1[j])) }
    }
    return margin
}

private func exitMargin<M>(_ columns: [Int], _ problem: RegressionProblem<M>, _ state: FitState<M>) -> Double {
    let sizes = columns.filter { state.b[$0] != 0 }.map { c in
        // Of several classes each has p coordinates.
        let j = c % state.problem.p
        let moments = columnMoments(problem.x.column(j), weights: problem.sampleWeights)
        return abs(state.b[c]) * (moments.standardDeviation / state.problem.scales[j])
    }
    guard let least = sizes.min(), let most = sizes.max(), most > 0 else { return .infinity }
    return least / most
}
