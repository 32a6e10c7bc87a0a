/// The linear predictor of each row: ηᵢ = xᵢᵀw + b + offsetᵢ.
///
/// For the binomial family the probability of class 1 is 1/(1 + exp(−η)); see `meanResponse`.
///
/// - Complexity: O(n · |support|).
public func linearPredictor<M: DesignMatrix>(
    _ x: M, solution: Solution, offset: [Double]? = nil
) -> [Double] {
    precondition(
        offset.map { $0.count == x.sampleCount } ?? true, "linearPredictor: offsets and rows differ in count")
    var eta = [Double](repeating: solution.intercept, count: x.sampleCount)
    eta.withUnsafeMutableBufferPointer { eta in
        for (j, w) in zip(solution.support, solution.values) {
            x.addCentred(column: j, center: 0, times: w, to: eta)
        }
        if let offset {
            for i in eta.indices { eta[i] += offset[i] }
        }
    }
    return eta
}

/// The expected target of each row: η itself for gaussian, 1/(1 + exp(−η)) for binomial.
public func meanResponse(_ eta: [Double], family: Family) -> [Double] {
    switch family {
    case .gaussian:
        eta
    case .binomial:
        eta.map { x in
            let e = Kernels.exp(x < 0 ? x : -x)
            return x < 0 ? e / (1 + e) : 1 / (1 + e)
        }
    }
}
