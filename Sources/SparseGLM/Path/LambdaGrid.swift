/// λ from `lambdaMax` down to `lambdaMax · minRatio`, equally spaced on a log scale.
/// ```
/// λₖ = lambdaMax · minRatio^(k/(count − 1)),     k = 0 … count − 1
/// ```
/// The first value is exactly `lambdaMax`. `count` ≥ 1 and `minRatio` in (0, 1).
public func lambdaGrid(lambdaMax: Double, count: Int = 100, minRatio: Double) -> [Double] {
    precondition(count >= 1, "lambdaGrid: \(count) values")
    precondition(minRatio > 0 && minRatio < 1, "lambdaGrid: a ratio of \(minRatio)")
    let exponent = Kernels.log(minRatio)
    return (0..<count).map { k in
        k == 0 ? lambdaMax : lambdaMax * Kernels.exp(exponent * (Double(k) / Double(count - 1)))
    }
}

/// How far down a grid goes by default: 1e-4 of its largest value when n ≥ p, 1e-2 otherwise.
public func defaultMinRatio(sampleCount: Int, featureCount: Int) -> Double {
    sampleCount >= featureCount ? 1e-4 : 1e-2
}
