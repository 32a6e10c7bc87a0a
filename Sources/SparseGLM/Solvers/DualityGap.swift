/// The certificate's numbers in scaled units.
struct GapReport: Sendable {
    var objective: Double
    var dual: Double
    /// (objective − dual) over the intercept-only loss, never negative.
    var relativeGap: Double
}

/// What a solver reports besides the point itself.
struct SolverOutcome: Sendable {
    var report: GapReport
    var violation: Double
    var iterations: Int
    var converged: Bool
}

extension FitState {
    /// The gap between the objective and the dual value of the scaled residual θ, over the given coordinates.
    ///
    /// ```
    /// D(θ) = −Σ mᵢ fᵢ*(−θᵢ) − Σⱼ penaltyⱼ*(Σᵢ mᵢ x̃ᵢⱼ θᵢ),     Σ mᵢ θᵢ = 0 with an intercept
    /// ```
    /// θ is a multiple of the residual, small enough for every conjugate to be finite; `gradient` holds the sums for
    /// θ itself. The elastic net needs no augmented rows here: the conjugate of its penalty is finite everywhere.
    func gap(_ penalty: ScaledPenalty, over columns: [Int], theta: [Double], gradient: [Double]) -> GapReport {
        let primal = objective(penalty)
        var largest = Double.infinity
        // Most columns do not bind, and show that without a division.
        for j in columns where largest * abs(gradient[j]) > penalty.l1[j] {
            largest = min(largest, penalty.largestScale(j, gradient[j]))
        }
        var dual = -Double.infinity
        let best = problem.datafit.bestScale(theta: theta, shares: problem.shares)
        let scales = min(1, largest) == min(best, largest) ? [min(1, largest)] : [min(1, largest), min(best, largest)]
        for scale in scales {
            var value = self.dual(theta: theta, scale: scale)
            // Within l1 the conjugate is 0.
            for j in columns where abs(scale * gradient[j]) > penalty.l1[j] {
                value -= penalty.conjugate(j, scale * gradient[j])
            }
            if value > dual { dual = value }
        }
        let difference = max(0, primal - dual)
        return GapReport(
            objective: primal, dual: primal - difference,
            relativeGap: difference == 0 ? 0 : difference / gapUnit)
    }

    /// The largest violation of the optimality conditions, relative to each column's own l1 part, or where that is 0 to
    /// `reference`, the largest gradient at the intercept-only model.
    func violation(_ penalty: ScaledPenalty, gradient: [Double], reference: Double) -> Double {
        var largest = 0.0
        for j in candidates where b[j] != 0 || abs(gradient[j]) > penalty.l1[j] {
            let distance = penalty.violation(j, q: gradient[j], b: b[j])
            guard distance > 0 else { continue }
            let unit = penalty.l1[j] > 0 ? penalty.l1[j] : reference
            largest = max(largest, unit > 0 ? distance / unit : distance)
        }
        return largest
    }
}
