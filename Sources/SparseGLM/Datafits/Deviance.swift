internal import CKernels

/// The deviance of each observation at linear predictor η, offset included.
/// ```
/// gaussian   (y − η)²
/// binomial   2 log(1 + exp(−(2y − 1) η))
/// ```
/// Probabilities are never clipped: the value is finite for every finite η.
public func deviances(family: Family, y: [Double], eta: [Double]) -> [Double] {
    precondition(y.count == eta.count, "deviances: \(y.count) targets and \(eta.count) predictors")
    switch family {
    case .gaussian:
        return zip(y, eta).map { ($0 - $1) * ($0 - $1) }
    case .binomial:
        let against = zip(y, eta).map { -(2 * $0 - 1) * $1 }
        var mu = [Double](repeating: 0, count: y.count)
        var loss = mu
        fsel_logistic(against, y.count, &mu, &loss)
        return loss.map { 2 * $0 }
    }
}

/// The weighted mean deviance, Σ vᵢ dᵢ / Σ vᵢ, or nil when no row has weight.
public func meanDeviance(family: Family, y: [Double], eta: [Double], weights: [Double]? = nil) -> Double? {
    weightedMean(deviances(family: family, y: y, eta: eta), weights: weights)
}

/// Σ vᵢ xᵢ / Σ vᵢ over the rows of weight above 0, or nil when there are none.
public func weightedMean(_ values: [Double], weights: [Double]? = nil) -> Double? {
    guard let weights else {
        return values.isEmpty ? nil : Kernels.sum(values) / Double(values.count)
    }
    precondition(weights.count == values.count, "weightedMean: \(weights.count) weights, \(values.count) values")
    let rows = values.indices.filter { weights[$0] > 0 }
    guard !rows.isEmpty else { return nil }
    let v = scaledWeights(rows.map { weights[$0] })
    return Kernels.dot(v, rows.map { values[$0] }) / Kernels.sum(v)
}
