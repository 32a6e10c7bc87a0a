internal import CKernels

/// The squared loss ½ (y − η)²; its dual term is yθ − ½θ².
struct QuadraticDatafit: Datafit {
    /// The target, n values.
    let y: [Double]

    var hasConstantCurvature: Bool { true }
    var curvatureBound: Double? { 1 }

    func evaluate(rows: Range<Int>, of point: PointArrays) -> Double {
        var loss = 0.0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: evaluationBlock) { weighted in
            guard let weighted = weighted.baseAddress else { return }
            rows.forEachPart(of: evaluationBlock) { part in
                for i in part {
                    point.residual[i] = y[i] - point.eta[i]
                    point.curvature[i] = 1
                    weighted[i - part.lowerBound] = point.shares[i] * point.residual[i]
                }
                loss += fsel_dot(weighted, point.residual + part.lowerBound, part.count)
            }
        }
        return 0.5 * loss
    }

    func dual(
        rows: Range<Int>, theta: UnsafeBufferPointer<Double>, scale: Double, shares: UnsafeBufferPointer<Double>
    ) -> Double {
        var value = 0.0
        for i in rows {
            let t = scale * theta[i]
            value += shares[i] * t * (y[i] - 0.5 * t)
        }
        return value
    }

    func bestScale(theta: [Double], shares m: [Double]) -> Double {
        let weighted = zip(m, theta).map { $0 * $1 }
        let square = Kernels.dot(weighted, theta)
        return square > 0 ? max(0, Kernels.dot(weighted, y) / square) : 1
    }
}
