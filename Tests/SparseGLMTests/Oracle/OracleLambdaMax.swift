extension OracleSolver {
    /// The smallest λ with every penalised coefficient at zero, for the penalty of λ = 1.
    ///
    /// The unpenalised coefficients are fitted first. A coefficient counts only where its bounds allow the direction in
    /// which the loss falls; a group with the λ at which its gradient's excess over the penalty is gone.
    static func lambdaMax(_ problem: OracleProblem, _ unit: OraclePenalty) -> Double {
        var kept = unit
        kept.groups = []
        for j in unit.l1.indices where unit.l1[j] > 0 { kept.l1[j] = .infinity }
        for j in unit.groups.flatMap(\.members) { kept.l1[j] = .infinity }
        let theta = problem.residual(solve(problem, kept, target: 1e-14).predictors)
        let q = unit.l1.indices.map { j in
            let (column, k) = (problem.columns[j % problem.featureCount], j / problem.featureCount)
            let terms = problem.y.indices.map { problem.shares[$0] * column[$0] * theta[k][$0] }
            let (q, size) = terms.reduce((0, 0)) { ($0.0 + $1, $0.1 + abs($1)) }
            // What is left where all terms cancel is rounding.
            return abs(q) > 1e-14 * size && !unit.isExcluded(j) ? q : 0
        }
        let grouped = Set(unit.groups.flatMap(\.members))
        var largest = unit.groups.reduce(0) { max($0, unit.lambdaMax($1, q)) }
        for j in q.indices where unit.l1[j] > 0 && q[j] != 0 && !grouped.contains(j) {
            if q[j] > 0 ? unit.upper[j] > 0 : unit.lower[j] < 0 { largest = max(largest, abs(q[j]) / unit.l1[j]) }
        }
        return largest
    }
}

extension OraclePenalty {
    /// The λ with ‖S(q_g, λ a)‖ = λ s_g, by halving.
    fileprivate func lambdaMax(_ group: Group, _ q: [Double]) -> Double {
        func excess(_ lambda: Double) -> Double {
            let square = group.members.reduce(0) { sum, j in
                let rest = max(0, abs(q[j]) - (l1[j].isFinite ? lambda * l1[j] : 0))
                return sum + rest * rest
            }
            return square.squareRoot() - lambda * group.strength
        }
        var (low, high) = (0.0, group.members.reduce(0) { $0 + abs(q[$1]) } / group.strength)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if excess(middle) > 0 { low = middle } else { high = middle }
        }
        return high
    }
}
