internal import CKernels

/// The logistic loss log(1 + exp ζ) − y ζ at ζ = η + offset, y ∈ {0, 1}.
///
/// Everything is computed from the margin (2y − 1) ζ, so that a residual near 0 keeps its relative accuracy. With
/// τ = (2y − 1) θ the dual term is −τ log τ − (1 − τ) log(1 − τ) − θ·offset, finite for τ in [0, 1].
struct LogisticDatafit: Datafit {
    /// 2y − 1.
    let sign: [Double]
    /// What is added to η, or nil for nothing.
    let offset: [Double]?

    init(y: [Double], offset: [Double]?) {
        sign = y.map { 2 * $0 - 1 }
        self.offset = offset
    }

    var hasConstantCurvature: Bool { false }
    var curvatureBound: Double? { 0.25 }

    func evaluate(rows: Range<Int>, of point: PointArrays) -> Double {
        var total = 0.0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * evaluationBlock) { scratch in
            guard let against = scratch.baseAddress else { return }
            let loss = against + evaluationBlock
            sign.withUnsafeBufferPointer { sign in
                rows.forEachPart(of: evaluationBlock) { part in
                    let start = part.lowerBound
                    for i in part { against[i - start] = -sign[i] * (point.eta[i] + (offset?[i] ?? 0)) }
                    let rho = point.residual + start
                    fsel_logistic(against, part.count, rho, loss)
                    let kappa = point.curvature + start
                    for i in 0..<part.count {
                        kappa[i] = rho[i] * (1 - rho[i])
                        rho[i] *= sign[start + i]
                    }
                    total += fsel_dot(loss, point.shares + start, part.count)
                }
            }
        }
        return total
    }

    func dual(
        rows: Range<Int>, theta: UnsafeBufferPointer<Double>, scale: Double, shares: UnsafeBufferPointer<Double>
    ) -> Double {
        var total = 0.0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * evaluationBlock) { scratch in
            guard let tau = scratch.baseAddress, let shares = shares.baseAddress else { return }
            let terms = tau + evaluationBlock
            rows.forEachPart(of: evaluationBlock) { part in
                let start = part.lowerBound
                for i in part {
                    let t = scale * sign[i] * theta[i]
                    // Outside [0, 1] by rounding alone counts as the end.
                    if !(t > -1e-12 && t < 1 + 1e-12) { total = -.infinity }
                    tau[i - start] = min(max(t, 0), 1)
                }
                fsel_entropy(tau, part.count, terms)
                if let offset {
                    for i in part { terms[i - start] -= scale * theta[i] * offset[i] }
                }
                total += fsel_dot(terms, shares + start, part.count)
            }
        }
        return total
    }
}
