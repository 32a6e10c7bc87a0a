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
        var tau = [Double](repeating: 0, count: sign.count)
        for i in sign.indices {
            let t = scale * sign[i] * theta[i]
            guard t > -1e-12, t < 1 + 1e-12 else { return -.infinity }
            // Outside [0, 1] by rounding alone counts as the end.
            tau[i] = min(max(t, 0), 1)
        }
        var terms = tau
        fsel_entropy(tau, tau.count, &terms)
        if let offset {
            for i in terms.indices { terms[i] -= scale * theta[i] * offset[i] }
        }
        return Kernels.dot(m, terms)
    }

    func bestScale(theta: [Double], shares m: [Double]) -> Double { 1 }
}
