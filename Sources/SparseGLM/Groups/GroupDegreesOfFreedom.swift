extension GroupPenalty {
    /// The second derivative of the penalty at two columns' coefficients, both of one block and not zero.
    /// ```
    /// l2 δⱼₖ + norm/‖b_g‖ (δⱼₖ − bⱼ bₖ/‖b_g‖²)
    /// ```
    fileprivate func curvature(_ g: Int, _ j: Int, _ k: Int, b: [Double]) -> Double {
        let block = penalties[g]
        let same = j == k ? 1.0 : 0
        guard block.norm > 0 else { return block.l2 * same }
        let size = blocks[g].reduce(0) { $0 + b[$1] * b[$1] }.squareRoot()
        return block.l2 * same + block.norm / size * (same - (b[j] / size) * (b[k] / size))
    }
}

/// The degrees of freedom of a solution with groups.
///
/// They are the trace of the smoother on the support J,
/// ```
/// tr( (H + D)⁻¹ H ),     H = Xᴊᵀ Ω Xᴊ / n centred,     D = the penalty's second derivative
/// ```
/// It is below |J|, since within an active group only the direction of the coefficients is left free of the norm. A
/// collinear column adds nothing.
///
/// Source: Vaiter, Deledalle, Fadili, Peyré and Dossal (2017), doi:10.1007/s10463-016-0563-z, for the gaussian family.
func groupDegreesOfFreedom<M>(
    of solution: Solution, problem: RegressionProblem<M>, penalty: PenaltyShape
) throws(SolverError) -> Double {
    try ProblemCheck.check(penalty, featureCount: problem.featureCount)
    let state = try FitState(at: solution, of: problem, penalty: penalty)
    let scaled = try GroupPenalty(
        ColumnPartition(penalty, scaling: state.problem.scaling), lambda: solution.lambda)
    var owner = [Int?](repeating: nil, count: problem.featureCount)
    for (g, columns) in scaled.blocks.enumerated() {
        for j in columns { owner[j] = g }
    }
    return try state.problem.withColumns { (source) throws(SolverError) in
        var hessian = WorkingHessian(state.problem)
        let used = solution.support.filter { owner[$0] != nil }
        hessian.reset(at: state, keeping: used, from: source)
        return smootherTrace(hessian.view, used) { j, k in
            owner[j] == owner[k] ? owner[j].map { scaled.curvature($0, j, k, b: state.b) } ?? 0 : 0
        }
    }
}

/// tr( (H + D)⁻¹ H ) over the columns that do not depend on those before them.
private func smootherTrace(_ h: GramView, _ columns: [Int], bend: (Int, Int) -> Double) -> Double {
    var factor = CholeskyFactor(capacity: columns.count)
    var used: [Int] = []
    for e in columns.indices {
        let row = (used + [e]).map { h.value(e, $0) + bend(columns[e], columns[$0]) }
        let before = factor.count
        _ = factor.append(row, threshold: 1e-12)
        if factor.count > before { used.append(e) }
    }
    var trace = 0.0
    for (i, e) in used.enumerated() {
        var column = used.map { h.value($0, e) }
        factor.solve(&column)
        trace += column[i]
    }
    return trace
}

extension FitState {
    /// The point of a solution of a problem with groups.
    init(at solution: Solution, of problem: RegressionProblem<M>, penalty: PenaltyShape) throws(SolverError) {
        let prepared = try PreparedProblem(problem).sharingScales(penalty.groups)
        self.init(prepared, factors: penalty.withoutGroups(featureCount: prepared.p).factors)
        for (j, w) in zip(solution.support, solution.values) {
            b[j] = w * prepared.scales[j] / prepared.targetUnit
        }
        refresh()
    }
}
