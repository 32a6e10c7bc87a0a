internal import CKernels

/// The cross-entropy log Σₖ exp ηₖ − η_c of classes c = 0 … K − 1, one linear predictor for each.
///
/// The residual is ρₖ = [k = c] − μₖ, with 1 − μ_c added up from the other classes. With v = e_c − θ, which has to lie in
/// the simplex, the dual term is −Σₖ vₖ log vₖ.
struct MultinomialDatafit: Datafit {
    /// Each row's class.
    let classes: [Int]
    /// K.
    let classCount: Int

    init(y: [Double], classCount: Int) {
        classes = y.map { Int($0) }
        self.classCount = classCount
    }

    var hasConstantCurvature: Bool { false }
    var curvatureBound: Double? { 0.5 }

    func evaluate(rows: Range<Int>, of point: PointArrays) -> Double {
        var total = 0.0
        let n = point.sampleCount
        withUnsafeTemporaryAllocation(of: Double.self, capacity: evaluationBlock) { sums in
            guard let loss = sums.baseAddress else { return }
            rows.forEachPart(of: evaluationBlock) { part in
                let start = part.lowerBound
                fsel_softmax(point.eta + start, 1, n, part.count, classCount, point.curvature + start, loss)
                for k in 0..<classCount {
                    let (mu, rho) = (point.curvature + k * n, point.residual + k * n)
                    for i in part { rho[i] = -mu[i] }
                }
                for i in part {
                    let c = classes[i]
                    loss[i - start] -= point.eta[c * n + i]
                    var others = 0.0
                    for k in 0..<classCount where k != c { others += point.curvature[k * n + i] }
                    point.residual[c * n + i] = others
                }
                total += fsel_dot(loss, point.shares + start, part.count)
            }
        }
        return total
    }

    func dual(
        rows: Range<Int>, theta: UnsafeBufferPointer<Double>, scale: Double, shares: UnsafeBufferPointer<Double>
    ) -> Double {
        let n = shares.count
        var total = 0.0
        for i in rows {
            var term = 0.0
            for k in 0..<classCount {
                let t = scale * theta[k * n + i]
                let v = k == classes[i] ? 1 - t : -t
                // Below 0 by rounding alone counts as 0.
                guard v > -1e-12 else { return -.infinity }
                guard v > 0 else { continue }
                term -= k == classes[i] ? v * Kernels.log1p(-t) : v * Kernels.log(v)
            }
            total += shares[i] * term
        }
        return total
    }
}
