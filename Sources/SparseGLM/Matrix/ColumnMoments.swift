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

/// Returns the weighted mean and population variance of a column by two passes over scaled, shifted values.
///
/// The values are shifted by one of them and divided by a power of two before they are summed, so columns of scale
/// 1e-150 … 1e150, or with |mean|/sd of 1e6, lose no digits. The column counts as constant when its standard deviation
/// is within the rounding error of the mean it was centred by, `4 · ε · |mean|`: a column of n copies of 0.1 is
/// constant whatever n, a column of 1e6 ± 1 is not.
///
/// - Parameters:
///   - values: n finite values.
///   - weights: n weights ≥ 0, or nil for equal weights; rows of weight 0 do not count.
/// - Complexity: O(n).
public func columnMoments(_ values: [Double], weights: [Double]? = nil) -> ColumnMoments {
    precondition(weights.map { $0.count == values.count } ?? true, "columnMoments: weights and values differ in count")
    let rows = weights.map { w in values.indices.filter { w[$0] > 0 } } ?? Array(values.indices)
    guard let first = rows.first else { return ColumnMoments(mean: 0, standardDeviation: 0, isConstant: true) }
    let pivot = values[first]
    // Half of each, so that the difference of ±1e308 is finite.
    let spread = rows.reduce(0) { max($0, abs(values[$1] / 2 - pivot / 2)) }
    guard spread > 0 else { return ColumnMoments(mean: pivot, standardDeviation: 0, isConstant: true) }
    let unit = powerOfTwo(near: spread)
    let shifted = rows.map { (values[$0] / 2 - pivot / 2) / unit }
    let v = weights.map { w in scaledWeights(rows.map { w[$0] }) } ?? [Double](repeating: 1, count: rows.count)
    let total = fsel_sum(v, v.count)
    var center = fsel_dot(shifted, v, v.count) / total
    center += fsel_dot_centred(shifted, center, v, v.count) / total
    let deviation = (fsel_weighted_square(shifted, center, v, v.count) / total).squareRoot()
    let mean = (pivot / 2 + center * unit) * 2
    let standardDeviation = deviation * unit * 2
    let largest = max(abs(mean), abs(pivot))
    return ColumnMoments(
        mean: mean, standardDeviation: standardDeviation, isConstant: deviation * unit <= 2 * 0x1p-52 * largest)
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
