internal import CKernels

/// The deviance of each observation at linear predictor η, offset included.
/// ```
/// gaussian      (y − η)²
/// binomial      2 log(1 + exp(−(2y − 1) η))
/// multinomial   2 (log Σₖ exp ηₖ − η_y)
/// poisson       2 (y log(y/μ) − (y − μ)),   μ = exp η
/// ```
/// Probabilities are never clipped: the value is finite for every finite η, for poisson up to η = 709.
///
/// - Parameters:
///   - family: the loss.
///   - y: n targets.
///   - etas: K × n linear predictors; K is 1 but for the multinomial family.
public func deviances(family: Family, y: [Double], etas: [[Double]]) -> [Double] {
    precondition(
        !etas.isEmpty && etas.allSatisfy { $0.count == y.count }, "deviances: targets and predictors differ in count")
    switch family {
    case .gaussian:
        return zip(y, etas[0]).map { ($0 - $1) * ($0 - $1) }
    case .binomial:
        let against = zip(y, etas[0]).map { -(2 * $0 - 1) * $1 }
        var mu = [Double](repeating: 0, count: y.count)
        var loss = mu
        fsel_logistic(against, y.count, &mu, &loss)
        return loss.map { 2 * $0 }
    case .multinomial:
        return y.indices.map { i in 2 * crossEntropy(Int(y[i]), etas: etas, row: i) }
    case .poisson:
        return zip(y, etas[0]).map { 2 * poissonHalfDeviance($0, eta: $1) }
    }
}

/// The deviance of each observation at its only linear predictor: for every family but the multinomial.
public func deviances(family: Family, y: [Double], eta: [Double]) -> [Double] {
    deviances(family: family, y: y, etas: [eta])
}

/// The weighted mean deviance, Σ vᵢ dᵢ / Σ vᵢ, or nil when no row has weight.
///
/// `etas` holds K × n linear predictors.
public func meanDeviance(family: Family, y: [Double], etas: [[Double]], weights: [Double]? = nil) -> Double? {
    weightedMean(deviances(family: family, y: y, etas: etas), weights: weights)
}

/// The weighted mean deviance of a family with one linear predictor.
public func meanDeviance(family: Family, y: [Double], eta: [Double], weights: [Double]? = nil) -> Double? {
    meanDeviance(family: family, y: y, etas: [eta], weights: weights)
}

/// log Σₖ exp ηₖ − η_c of one row; the terms are differences from η_c, so that a small value keeps its digits.
private func crossEntropy(_ c: Int, etas: [[Double]], row i: Int) -> Double {
    let own = etas[c][i]
    var (largest, place) = (0.0, c)
    for k in etas.indices where etas[k][i] - own > largest { (largest, place) = (etas[k][i] - own, k) }
    var others = 0.0
    for k in etas.indices where k != place { others += Kernels.exp(etas[k][i] - own - largest) }
    return largest + Kernels.log1p(others)
}

/// y log(y/μ) − (y − μ) with μ = exp η: y (exp d − 1 − d), d = η − log y.
func poissonHalfDeviance(_ y: Double, eta: Double) -> Double {
    guard y > 0 else { return Kernels.exp(eta) }
    let d = eta - Kernels.log(y)
    // y·exp d is exp η, which is in range where exp d may not be.
    return abs(d) < 1 ? y * (Kernels.expm1(d) - d) : max(0, Kernels.exp(eta) - y - y * d)
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
