extension OracleSolver {
    /// The smallest λ with every penalised coefficient at zero, for the penalty of λ = 1 and without groups.
    ///
    /// The unpenalised coefficients are fitted first. A coefficient counts only where its bounds allow the direction in
    /// which the loss falls.
    static func lambdaMax(_ problem: OracleProblem, _ unit: OraclePenalty) -> Double {
        precondition(unit.groups.isEmpty, "OracleSolver: lambdaMax with groups")
        var kept = unit
        for j in unit.l1.indices where unit.l1[j] > 0 { kept.l1[j] = .infinity }
        let theta = problem.residual(solve(problem, kept, target: 1e-14).predictors)
        var largest = 0.0
        for j in unit.l1.indices where unit.l1[j] > 0 && unit.l1[j].isFinite {
            let (column, k) = (problem.columns[j % problem.featureCount], j / problem.featureCount)
            let terms = problem.y.indices.map { problem.shares[$0] * column[$0] * theta[k][$0] }
            let (q, size) = terms.reduce((0, 0)) { ($0.0 + $1, $0.1 + abs($1)) }
            // What is left where all terms cancel is rounding.
            guard abs(q) > 1e-14 * size else { continue }
            if q > 0 ? unit.upper[j] > 0 : unit.lower[j] < 0 { largest = max(largest, abs(q) / unit.l1[j]) }
        }
        return largest
    }
}
