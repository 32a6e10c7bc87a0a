internal import CKernels

/// The Poisson loss exp ζ − y ζ at ζ = η + offset, y ≥ 0, less its least value y − y log y: half the deviance.
///
/// The target is divided by a unit, and the unit's logarithm taken off the offset: the loss is then in that unit too.
/// With v = y − θ ≥ 0 the dual term is y log y − v log v − θ (1 + offset).
struct PoissonDatafit: Datafit {
    /// The target in a unit that makes its mean about 1, n values.
    let y: [Double]
    private let logY: [Double]
    /// What is added to η.
    private let offset: [Double]
    /// The logarithm of the unit.
    private let logUnit: Double

    /// Takes targets y · `unit` with their offsets, or nil for none.
    init(y counts: [Double], unit: Double, offset: [Double]?) {
        let shift = Kernels.log(unit)
        y = counts.map { $0 / unit }
        self.offset = counts.indices.map { (offset?[$0] ?? 0) - shift }
        logUnit = shift
        logY = y.map { $0 > 0 ? Kernels.log($0) : 0 }
    }

    var hasConstantCurvature: Bool { false }
    var curvatureBound: Double? { nil }

    func saturatedLoss(row i: Int) -> Double { y[i] * (1 - logY[i] - logUnit) }

    /// log Σ mᵢ yᵢ − log Σ mᵢ exp offsetᵢ, the optimum; from 0, Newton steps to the exponential of a large offset are many.
    func firstIntercept(shares m: [Double]) -> Double {
        let counted = y.indices.filter { m[$0] > 0 }
        let top = counted.reduce(-Double.infinity) { max($0, offset[$1]) }
        let mean = counted.reduce(0) { $0 + m[$1] * y[$1] }
        guard top.isFinite, mean > 0 else { return 0 }
        return Kernels.log(mean) - Kernels.log(counted.reduce(0) { $0 + m[$1] * Kernels.exp(offset[$1] - top) }) - top
    }

    func evaluate(rows: Range<Int>, of point: PointArrays) -> Double {
        var total = 0.0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * evaluationBlock) { scratch in
            guard let zeta = scratch.baseAddress else { return }
            let loss = zeta + evaluationBlock
            rows.forEachPart(of: evaluationBlock) { part in
                let start = part.lowerBound
                for i in part { zeta[i - start] = point.eta[i] + offset[i] }
                let mu = point.curvature + start
                fsel_exp_each(zeta, part.count, mu)
                for i in part {
                    let e = i - start
                    point.residual[i] = y[i] - mu[e]
                    loss[e] = Self.halfDeviance(y[i], mu: mu[e], distance: zeta[e] - logY[i])
                }
                total += fsel_dot(loss, point.shares + start, part.count)
            }
        }
        return total
    }

    /// y (exp d − 1 − d) with y exp d = μ, by the series of exp where d is small.
    private static func halfDeviance(_ y: Double, mu: Double, distance d: Double) -> Double {
        guard y > 0 else { return mu }
        guard abs(d) < 0.25 else { return max(0, mu - y - y * d) }
        var sum = 1.0
        // Taylor to d¹³; what is left out is below 1e-17 of the sum.
        for k in stride(from: 13.0, through: 3, by: -1) { sum = 1 + sum * d / k }
        return 0.5 * y * d * d * sum
    }

    func dual(
        rows: Range<Int>, theta: UnsafeBufferPointer<Double>, scale: Double, shares: UnsafeBufferPointer<Double>
    ) -> Double {
        var total = 0.0
        for i in rows {
            let t = scale * theta[i]
            let v = y[i] - t
            // Below 0 by rounding alone counts as 0.
            guard v > -1e-12 * (1 + y[i]) else { return -.infinity }
            var term = -t * (1 + offset[i])
            if y[i] > 0 {
                // y log y − v log v = t log y − v log(v/y)
                term += t * logY[i] - (v > 0 ? v * Kernels.log1p(-t / y[i]) : 0)
            } else if v > 0 {
                term -= v * Kernels.log(v)
            }
            total += shares[i] * term
        }
        return total
    }
}
