/// A minimiser as the oracle found it, with its own proof.
struct OracleAnswer {
    /// All p · K coefficients, class by class, of the columns as they were given.
    let coefficients: [Double]
    /// The K intercepts, 0 where none is fitted.
    let intercepts: [Double]
    /// The linear predictors of the rows with weight above 0: K lists.
    let predictors: [[Double]]
    /// Mean loss + penalty there: an upper bound of the minimum.
    let objective: Double
    /// The dual value of the scaled residuals: a lower bound of the minimum.
    let lowerBound: Double
    /// The intercept-only model's loss, from which relative differences are taken.
    let nullUnit: Double

    /// The duality gap relative to the null unit.
    var relativeGap: Double { (objective - lowerBound) / (nullUnit > 0 ? nullUnit : 1) }

    init(_ system: OracleSystem, w: [Double], nullUnit: Double) {
        let problem = system.problem
        let eta = system.predictors(w)
        predictors = eta
        objective = problem.loss(eta) + system.penalty.value(w)
        let free = w.indices.filter { system.penalty.isFree($0) }
        let theta = Self.projected(problem.residual(eta), off: free, system)
        var q = system.correlations(theta)
        for v in free { q[v] = 0 }
        let scale = system.penalty.feasibleScale(q)
        var dual = 0.0
        for i in problem.y.indices {
            // The conjugate of a loss shifted by an offset o is lower by θ·o.
            let row = theta.map { scale * $0[i] }
            let shift = zip(row, problem.offset).reduce(0) { $0 + $1.0 * $1.1[i] }
            dual += problem.shares[i] * (problem.family.dual(problem.y[i], row) - shift)
        }
        lowerBound = dual - system.penalty.conjugate(q.map { scale * $0 })
        (coefficients, intercepts) = system.original(w)
        self.nullUnit = nullUnit
    }

    /// θ less its part in the span of the unpenalised columns, which the dual demands to be orthogonal to it.
    private static func projected(_ theta: [[Double]], off free: [Int], _ system: OracleSystem) -> [[Double]] {
        guard !free.isEmpty else { return theta }
        let shares = system.problem.shares
        let gram = free.indices.map { a in
            free[...a].map { b in
                let (u, v) = (system.variables[free[a]], system.variables[b])
                guard u.predictor == v.predictor else { return 0.0 }
                let weighted = zip(shares, system.problem.columns[u.column]).map { $0 * $1 }
                return oracleDot(weighted, system.problem.columns[v.column])
            }
        }
        let q = system.correlations(theta)
        var rest = theta
        for (part, v) in zip(OracleFactor(gram).solution(free.map { q[$0] }), free) {
            let (column, predictor) = system.variables[v]
            oracleAdd(-part, system.problem.columns[column], to: &rest[predictor])
        }
        if rest.count > 1 {
            // The residuals of a row's classes sum to zero.
            for i in rest[0].indices { rest[0][i] = -rest.dropFirst().reduce(0) { $0 + $1[i] } }
        }
        return rest
    }
}
