/// An answer to a case at one λ, and what it claims of itself.
struct CaseAnswer: Equatable {
    /// All p · K coefficients, class by class.
    var coefficients: [Double]
    /// The K intercepts.
    var intercepts: [Double]
    var objective: Double
    var dualObjective: Double
    /// The duality gap relative to the intercept-only model's loss.
    var relativeGap: Double
    var converged: Bool
}

extension RegressionCase {
    /// The oracle's answers, one for each λ.
    func solveByOracle(lambdas: [Double]) -> [CaseAnswer] {
        lambdas.map { lambda in
            let answer = OracleSolver.solve(oracleProblem, oraclePenalty(lambda: lambda))
            return CaseAnswer(
                coefficients: answer.coefficients, intercepts: answer.intercepts, objective: answer.objective,
                dualObjective: answer.lowerBound, relativeGap: max(0, answer.relativeGap),
                converged: answer.relativeGap < 1e-10)
        }
    }

    /// Mean loss + penalty by their definitions, sharing no code with the solver.
    func objective(_ answer: CaseAnswer, lambda: Double) -> Double {
        let penalty = oraclePenalty(lambda: lambda)
        var value = 0.0
        let total = y.indices.reduce(0) { $0 + (weights?[$1] ?? 1) }
        for (i, eta) in predictors(answer).enumerated() where (weights?[i] ?? 1) > 0 {
            value += (weights?[i] ?? 1) / total * family.loss(y[i], eta)
        }
        for (j, w) in answer.coefficients.enumerated() where w != 0 {
            value += penalty.l1[j] * abs(w) + penalty.l2[j] / 2 * w * w
        }
        for group in penalty.groups {
            let square = group.members.reduce(0) { $0 + answer.coefficients[$1] * answer.coefficients[$1] }
            value += group.strength * square.squareRoot()
        }
        return value
    }

    /// The size of an objective, as far as rounding goes: a residual is rounded like the target that it is taken from.
    func roundingUnit(_ objective: Double, nullUnit: Double) -> Double {
        let largest = family == .gaussian ? y.reduce(0) { max($0, abs($1)) } : 1
        return nullUnit + abs(objective) + nullUnit.squareRoot() * largest
    }

    /// The linear predictors of each row, K values each.
    func predictors(_ answer: CaseAnswer) -> [[Double]] {
        let p = featureCount
        let terms = answer.coefficients.enumerated().filter { $0.element != 0 }
        return y.indices.map { i in
            var eta = answer.intercepts.map { $0 + (offset?[i] ?? 0) }
            for (place, w) in terms { eta[place / p] += columns[place % p][i] * w }
            return eta
        }
    }

    /// The expected targets of each row, K values each.
    func means(_ answer: CaseAnswer) -> [[Double]] { predictors(answer).map { family.mean($0) } }
}
