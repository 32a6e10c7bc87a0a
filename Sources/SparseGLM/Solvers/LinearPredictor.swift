/// The linear predictors of each row: ηₖᵢ = xᵢᵀwₖ + bₖ + offsetᵢ, K × n values.
///
/// K is the number of classes for the multinomial family and 1 otherwise. What they mean: `meanResponses`.
///
/// - Complexity: O(K · n · |support|).
public func linearPredictors<M: DesignMatrix>(
    _ x: M, solution: Solution, offset: [Double]? = nil
) -> [[Double]] {
    precondition(
        offset.map { $0.count == x.sampleCount } ?? true, "linearPredictors: offsets and rows differ in count")
    return zip(solution.intercepts, solution.coefficients).map { intercept, values in
        var eta = [Double](repeating: intercept, count: x.sampleCount)
        eta.withUnsafeMutableBufferPointer { eta in
            for (j, w) in zip(solution.support, values) where w != 0 {
                x.addCentred(column: j, center: 0, times: w, to: eta)
            }
            if let offset {
                for i in eta.indices { eta[i] += offset[i] }
            }
        }
        return eta
    }
}

/// The only linear predictor of each row, n values: for every family but the multinomial.
///
/// - Complexity: O(n · |support|).
public func linearPredictor<M: DesignMatrix>(
    _ x: M, solution: Solution, offset: [Double]? = nil
) -> [Double] {
    precondition(
        solution.predictorCount == 1, "linearPredictor: there are \(solution.predictorCount), see linearPredictors")
    return linearPredictors(x, solution: solution, offset: offset)[0]
}

/// The expected target of each row, K × n values.
/// ```
/// gaussian      η
/// binomial      1/(1 + exp(−η))            the probability of class 1
/// multinomial   exp ηₖ / Σₗ exp ηₗ         the probability of each class
/// poisson       exp η
/// ```
public func meanResponses(_ etas: [[Double]], family: Family) -> [[Double]] {
    guard family == .multinomial else { return etas.map { meanResponse($0, family: family) } }
    var shares = etas
    for i in etas.first?.indices ?? 0..<0 {
        let largest = etas.reduce(-Double.infinity) { max($0, $1[i]) }
        var total = 0.0
        for k in etas.indices {
            shares[k][i] = Kernels.exp(etas[k][i] - largest)
            total += shares[k][i]
        }
        for k in etas.indices { shares[k][i] /= total }
    }
    return shares
}

/// The expected target of each row of a family with one linear predictor: as `meanResponses`.
public func meanResponse(_ eta: [Double], family: Family) -> [Double] {
    switch family {
    case .gaussian:
        return eta
    case .binomial:
        return eta.map { x in
            let e = Kernels.exp(x < 0 ? x : -x)
            return x < 0 ? e / (1 + e) : 1 / (1 + e)
        }
    case .poisson:
        return eta.map { Kernels.exp($0) }
    case .multinomial:
        preconditionFailure("meanResponse: the multinomial family has one predictor per class, see meanResponses")
    }
}
