internal import CKernels

/// The weighted mean and population variance of one column.
public struct ColumnMoments: Sendable, Equatable {
    /// Σ vᵢ xᵢ / Σ vᵢ.
    public let mean: Double
    /// The square root of the variance, in the column's unit; it neither overflows nor underflows with the square.
    public let standardDeviation: Double
    /// Whether the variance is zero within the error of its own computation.
    public let isConstant: Bool
    /// Σ vᵢ (xᵢ − mean)² / Σ vᵢ, divided by the sum of weights and not by n − 1.
    public var variance: Double { standardDeviation * standardDeviation }
}

/// Returns the weighted mean and population variance of a column by two passes over shifted values.
/// ```
/// d = x − pivot        mean₁ = pivot + Σ v d / Σ v
/// e = x − mean₁        mean  = mean₁ + Σ v e / Σ v        variance = Σ v e² / Σ v − (Σ v e / Σ v)²
/// ```
///
/// The pivot is one of the values, so a column with |mean|/sd of 1e6 loses no digits; the second pass takes off what the
/// first mean was wrong by. Columns of scale 1e-150 … 1e150 are divided by a power of two first. The column counts as
/// constant when its standard deviation is within the rounding error of the mean it was centred by, `4 · ε · |mean|`: a
/// column of n copies of 0.1 is constant whatever n, a column of 1e6 ± 1 is not.
///
/// Source: Chan, Golub and LeVeque, Algorithms for computing the sample variance, Am. Stat. 37 (1983),
/// doi:10.1080/00031305.1983.10483115.
///
/// - Parameters:
///   - values: n finite values.
///   - weights: n weights ≥ 0, or nil for equal weights; rows of weight 0 do not count.
/// - Complexity: O(n).
public func columnMoments(_ values: [Double], weights: [Double]? = nil) -> ColumnMoments {
    values.withUnsafeBufferPointer { columnMoments($0, weights: weights) }
}

/// The moments of a column that lies anywhere.
func columnMoments(_ values: UnsafeBufferPointer<Double>, weights: [Double]?) -> ColumnMoments {
    precondition(weights.map { $0.count == values.count } ?? true, "columnMoments: weights and values differ in count")
    let first = weights.map { w in values.indices.first { w[$0] > 0 } } ?? values.indices.first
    guard let first, let x = values.baseAddress else {
        return ColumnMoments(mean: 0, standardDeviation: 0, isConstant: true)
    }
    let (pivot, safe) = (values[first], 1e-130...1e130)
    let about = fsel_moments_about(x, pivot, weights, values.count)
    if about.largest == 0 && about.sum == 0 {
        return ColumnMoments(mean: pivot, standardDeviation: 0, isConstant: true)
    }
    guard safe.contains(about.largest), safe.contains(about.weight), about.sum.isFinite else {
        return scaledMoments(values, weights: weights, pivot: pivot)
    }
    return moments(x, values.count, weights, pivot: pivot, about)
}

/// The second pass.
private func moments(
    _ x: UnsafePointer<Double>, _ n: Int, _ weights: [Double]?, pivot: Double, _ about: fsel_moments
) -> ColumnMoments {
    let center = pivot + about.sum / about.weight
    let rest = fsel_moments_about(x, center, weights, n)
    let change = rest.sum / rest.weight
    let mean = center + change
    let deviation = max(0, rest.square / rest.weight - change * change).squareRoot()
    return ColumnMoments(
        mean: mean, standardDeviation: deviation,
        isConstant: deviation <= 4 * 0x1p-52 * max(abs(mean), abs(pivot)))
}

/// The moments of a column whose squares, or whose weights, may be beyond the range of a double.
///
/// Divided by a power of two, it gives the bits of a column of another unit.
private func scaledMoments(
    _ values: UnsafeBufferPointer<Double>, weights: [Double]?, pivot: Double
) -> ColumnMoments {
    let rows = weights.map { w in values.indices.filter { w[$0] > 0 } } ?? Array(values.indices)
    // Half of each, so that the difference of ±1e308 is finite.
    let spread = rows.reduce(0) { max($0, abs(values[$1] / 2 - pivot / 2)) }
    guard spread > 0 else { return ColumnMoments(mean: pivot, standardDeviation: 0, isConstant: true) }
    let unit = powerOfTwo(near: spread)
    let scaled = rows.map { values[$0] / 2 / unit }
    let v = weights.map { w in scaledWeights(rows.map { w[$0] }) }
    let scaledPivot = pivot / 2 / unit
    let about = fsel_moments_about(scaled, scaledPivot, v, scaled.count)
    let inUnits = moments(scaled, scaled.count, v, pivot: scaledPivot, about)
    let (mean, half) = (inUnits.mean * unit * 2, inUnits.standardDeviation * unit)
    // Below the least normal number a deviation may vanish, or be no more than the rounding of the mean.
    return ColumnMoments(
        mean: mean, standardDeviation: half * 2,
        isConstant: inUnits.isConstant || half <= 2 * 0x1p-52 * max(abs(mean), abs(pivot)))
}

/// The power of two at or below |x|, 1 for zero.
func powerOfTwo(near x: Double) -> Double {
    guard x != 0, x.isFinite else { return 1 }
    return max(x.magnitude.binade, 0x1p-1022)
}

/// Weights divided by a power of two near the largest, so that their sums stay finite.
func scaledWeights(_ weights: [Double]) -> [Double] {
    let unit = powerOfTwo(near: weights.max() ?? 1)
    return weights.map { $0 / unit }
}
