/// The degrees of freedom of a solution, the intercept not counted.
///
/// For `l1Ratio` 1 the number of non-zero coefficients, over all classes; otherwise the trace of the smoother on the support A,
/// ```
/// tr( (H + λ(1 − r) F)⁻¹ H ),     H = Xᴀᵀ Ω Xᴀ / n centred,   F = the penalty factors
/// ```
/// with Ω the curvature of the loss, 1 for gaussian, the intercepts eliminated. A collinear column adds nothing. With
/// groups λ(1 − r) F becomes the second derivative of the whole penalty, to which a group's norm adds
/// λ r f (1 − s) √p_g (I − uuᵀ)/‖w_g‖, u = w_g/‖w_g‖.
///
/// Sources: Zou, Hastie and Tibshirani, doi:10.1214/009053607000000127; Tibshirani and Taylor,
/// doi:10.1214/12-AOS1003; for groups Vaiter, Deledalle, Fadili, Peyré and Dossal, doi:10.1007/s10463-016-0563-z.
///
/// - Complexity: O(1) for `l1Ratio` 1, O(n s² + s³) otherwise, s the size of the support.
public func degreesOfFreedom<M>(
    of solution: Solution, problem: RegressionProblem<M>, penalty: PenaltyShape
) throws(SolverError) -> Double {
    guard penalty.groups.isEmpty else {
        return try groupDegreesOfFreedom(of: solution, problem: problem, penalty: penalty)
    }
    guard penalty.l1Ratio < 1, !solution.support.isEmpty else {
        return Double(solution.coefficients.reduce(0) { $0 + $1.count(where: { $0 != 0 }) })
    }
    let prepared = try PreparedProblem(problem.erased)
    let state = FitState(solution, of: prepared)
    let scaled = try ScaledPenalty(
        l1Share: 0, l2Share: solution.lambda * (1 - penalty.l1Ratio), factors: penalty.factors, lowerBounds: nil,
        upperBounds: nil, in: prepared)
    return try prepared.withColumns { (source) throws(SolverError) in smootherTrace(state, scaled, source) }
}

private func smootherTrace<M>(
    _ state: FitState<M>, _ penalty: ScaledPenalty, _ source: any ColumnSource
) -> Double {
    let support = state.candidates.filter { state.b[$0] != 0 }
    var hessian = WorkingHessian(state.problem)
    hessian.reset(at: state, keeping: support, from: source)
    let view = hessian.view
    var factor = CholeskyFactor(capacity: support.count)
    var used: [Int] = []
    for (e, c) in support.enumerated() {
        let row = used.map { view.value(e, $0) } + [view.value(e, e) + penalty.l2[c]]
        let before = factor.count
        _ = factor.append(row, threshold: 1e-12)
        if factor.count > before { used.append(e) }
    }
    var trace = 0.0
    for (k, e) in used.enumerated() {
        var column = used.map { view.value($0, e) }
        factor.solve(&column)
        trace += column[k]
    }
    return trace
}
