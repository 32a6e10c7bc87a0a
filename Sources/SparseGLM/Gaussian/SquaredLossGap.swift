/// What the certificate of a squared loss needs of a point: everything in scaled units.
struct SquaredLossPoint {
    /// ‖r‖² / W.
    let residualSquare: Double
    /// ỹ·r / W.
    let targetDot: Double
    /// The loss of the intercept-only model.
    let nullLoss: Double
}

extension ScaledPenalty {
    /// The gap between the objective at a point and the best dual value of a multiple a of its residual.
    ///
    /// ```
    /// P = ‖r‖²/2W + penalty(b)      D(a) = a ỹ·r/W − a²‖r‖²/2W − Σⱼ penaltyⱼ*(a qⱼ)
    /// ```
    /// `columns` are those that may have a coefficient, `b` and `q` (the gradient of r) stand in their order. Unpenalised
    /// columns without bounds have q = 0 but for rounding, which is taken for what it is.
    func gap(_ point: SquaredLossPoint, columns: [Int], b: [Double], q: [Double]) -> GapReport {
        var primal = 0.5 * point.residualSquare
        var largest = Double.infinity
        for (e, j) in columns.enumerated() {
            if b[e] != 0 { primal += value(j, b[e]) }
            // Most columns do not bind, and show that without a division.
            if largest * abs(q[e]) > l1[j] { largest = min(largest, largestScale(j, dualGradient(j, q[e]))) }
        }
        let best = point.residualSquare > 0 ? max(0, point.targetDot / point.residualSquare) : 1
        var dual = -Double.infinity
        for scale in Set([min(1, largest), min(best, largest)]).sorted() {
            var value = scale * point.targetDot - 0.5 * scale * scale * point.residualSquare
            for (e, j) in columns.enumerated() { value -= conjugate(j, scale * dualGradient(j, q[e])) }
            dual = max(dual, value)
        }
        let difference = max(0, primal - dual)
        let unit = point.nullLoss > 0 ? point.nullLoss : 1
        return GapReport(
            objective: primal, dual: primal - difference, relativeGap: difference == 0 ? 0 : difference / unit)
    }

    /// The gradient as the dual point has it: the residual's part along free columns is projected out, which changes
    /// everything else by rounding alone.
    private func dualGradient(_ j: Int, _ q: Double) -> Double {
        let isFree = l1[j] == 0 && l2[j] == 0 && !lower[j].isFinite && !upper[j].isFinite
        return isFree && abs(q) <= 1e-11 ? 0 : q
    }

    /// The largest violation of the optimality conditions, relative to each column's l1 part, or where that is 0 to
    /// `reference`.
    func violation(columns: [Int], b: [Double], q: [Double], reference: Double) -> Double {
        var largest = 0.0
        for (e, j) in columns.enumerated() {
            let distance = violation(j, q: q[e], b: b[e])
            guard distance > 0 else { continue }
            let unit = l1[j] > 0 ? l1[j] : reference
            largest = max(largest, unit > 0 ? distance / unit : distance)
        }
        return largest
    }
}
