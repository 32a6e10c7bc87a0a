/// The rows that a metric is computed on: those of weight above 0.
struct MetricRows {
    let y: [Double]
    /// K × n linear predictors.
    let etas: [[Double]]
    /// One weight > 0 per row, near 1.
    let weights: [Double]
    let family: Family

    init(y: [Double], etas: [[Double]], weights: [Double]?, family: Family) {
        precondition(
            !etas.isEmpty && etas.allSatisfy { $0.count == y.count } && (weights.map { $0.count == y.count } ?? true),
            "a metric's targets, predictors and weights differ in count")
        self.family = family
        guard let weights else {
            (self.y, self.etas) = (y, etas)
            self.weights = [Double](repeating: 1, count: y.count)
            return
        }
        let rows = weights.indices.filter { weights[$0] > 0 }
        self.y = rows.map { y[$0] }
        self.etas = etas.map { eta in rows.map { eta[$0] } }
        self.weights = scaledWeights(rows.map { weights[$0] })
    }

    /// The only linear predictor, or the first.
    var eta: [Double] { etas[0] }

    /// Σ v.
    var totalWeight: Double { Kernels.sum(weights) }

    /// Σ v x / Σ v.
    func mean(_ values: [Double]) -> Double { Kernels.dot(weights, values) / totalWeight }

    /// The mean deviance.
    var deviance: Double { mean(deviances(family: family, y: y, etas: etas)) }

    /// The expected target: η for gaussian, the probability of class 1 for binomial, exp η for poisson.
    var predictions: [Double] { meanResponse(eta, family: family) }

    /// The total weights of class 1 and class 0.
    var classWeights: (positive: Double, negative: Double) {
        let positive = Kernels.dot(weights, y)
        return (positive, Kernels.dot(weights, y.map { 1 - $0 }))
    }
}
