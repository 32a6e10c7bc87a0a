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
    var curvatureBound: Double { 0.25 }

    func evaluate(eta: [Double], shares m: [Double], residual: inout [Double], curvature: inout [Double]) -> Double {
        var against = eta
        if let offset {
            for i in against.indices { against[i] += offset[i] }
        }
        for i in against.indices { against[i] *= -sign[i] }
        var loss = [Double](repeating: 0, count: sign.count)
        fsel_logistic(against, against.count, &residual, &loss)
        for i in sign.indices {
            curvature[i] = residual[i] * (1 - residual[i])
            residual[i] *= sign[i]
        }
        return Kernels.dot(loss, m)
    }

    func dual(theta: [Double], scale: Double, shares m: [Double]) -> Double {
        var terms = [Double](repeating: 0, count: sign.count)
        for i in sign.indices {
            let t = scale * theta[i]
            guard let entropy = Self.entropy(sign[i] * t) else { return -.infinity }
            terms[i] = m[i] * (entropy - (offset.map { t * $0[i] } ?? 0))
        }
        return Kernels.sum(terms)
    }

    func bestScale(theta: [Double], shares m: [Double]) -> Double { 1 }

    /// −τ log τ − (1 − τ) log(1 − τ); a τ outside [0, 1] by rounding alone counts as the end.
    private static func entropy(_ tau: Double) -> Double? {
        guard tau > -1e-12, tau < 1 + 1e-12 else { return nil }
        guard tau > 0, tau < 1 else { return 0 }
        return -tau * Kernels.log(tau) - (1 - tau) * Kernels.log1p(-tau)
    }
}
