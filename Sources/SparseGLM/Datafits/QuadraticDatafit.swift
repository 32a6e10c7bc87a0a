/// The squared loss ½ (y − η)²; its dual term is yθ − ½θ².
struct QuadraticDatafit: Datafit {
    /// The target, n values.
    let y: [Double]

    var hasConstantCurvature: Bool { true }
    var curvatureBound: Double { 1 }

    func evaluate(eta: [Double], shares m: [Double], residual: inout [Double], curvature: inout [Double]) -> Double {
        var weighted = [Double](repeating: 0, count: y.count)
        for i in y.indices {
            residual[i] = y[i] - eta[i]
            weighted[i] = m[i] * residual[i]
            curvature[i] = 1
        }
        return 0.5 * Kernels.dot(weighted, residual)
    }

    func dual(theta: [Double], scale: Double, shares m: [Double]) -> Double {
        var terms = [Double](repeating: 0, count: y.count)
        for i in y.indices {
            let t = scale * theta[i]
            terms[i] = m[i] * t * (y[i] - 0.5 * t)
        }
        return Kernels.sum(terms)
    }

    func bestScale(theta: [Double], shares m: [Double]) -> Double {
        let weighted = zip(m, theta).map { $0 * $1 }
        let square = Kernels.dot(weighted, theta)
        return square > 0 ? max(0, Kernels.dot(weighted, y) / square) : 1
    }
}
