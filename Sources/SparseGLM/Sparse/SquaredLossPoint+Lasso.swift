extension SquaredLossPoint {
    /// The gap where the penalty is the lasso alone: its conjugate is 0 for multiples of the residual up to
    /// `largestScale`, and infinite beyond.
    ///
    /// ```
    /// P = ‖r‖²/2W + penalty      D(a) = a ỹ·r/W − a²‖r‖²/2W,     a ≤ largestScale
    /// ```
    func lassoGap(penalty: Double, largestScale: Double) -> GapReport {
        let primal = 0.5 * residualSquare + penalty
        let best = residualSquare > 0 ? max(0, targetDot / residualSquare) : 1
        let scale = min(best, largestScale)
        let dual = scale * targetDot - 0.5 * scale * scale * residualSquare
        let difference = max(0, primal - dual)
        return GapReport(
            objective: primal, dual: primal - difference, relativeGap: difference / (nullLoss > 0 ? nullLoss : 1))
    }
}
