/// A quantile of numbers with weights: the second definition of Hyndman and Fan, which averages at steps.
///
/// ```
/// W(t) = Σ_{x_i ≤ t} w_i / Σ w_i
/// q(p) = the smallest x_i with W(x_i) > p                         where no W(x_i) equals p
///      = the mean of the x_i with W(x_i) = p and the next one     where one does
/// ```
///
/// With equal weights and p = ½ this is the usual median. A row of weight 2 counts like two rows, weights may have any
/// unit, and the order of rows is irrelevant to the last bit. W equals p where they differ by less than the rounding
/// error of the sum, 4 n ε.
///
/// - Parameters:
///   - values: n finite numbers.
///   - weights: n weights ≥ 0, or `nil` for equal ones; rows of weight 0 do not count.
///   - p: The share, 0…1; 0 is the least and 1 the greatest number.
/// - Returns: The quantile, or `nil` where no row has a weight above 0.
/// - Complexity: O(n log n).
/// - SeeAlso: R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996),
///   https://doi.org/10.2307/2684934
public func weightedQuantile(_ values: [Double], weights: [Double]? = nil, at p: Double) -> Double? {
    weightedQuantiles(values, weights: weights, at: [p])?.first
}

/// Several quantiles of the same numbers, each as ``weightedQuantile(_:weights:at:)`` gives it, for one sort.
///
/// - Parameters:
///   - values: n finite numbers.
///   - weights: n weights ≥ 0, or `nil` for equal ones.
///   - shares: The shares, 0…1.
/// - Returns: A quantile per share, or `nil` where no row has a weight above 0.
/// - Complexity: O(n log n + shares · n).
public func weightedQuantiles(_ values: [Double], weights: [Double]? = nil, at shares: [Double]) -> [Double]? {
    precondition(
        weights.map { $0.count == values.count } ?? true, "weightedQuantiles: weights and values differ in count")
    let rows = weights.map { w in values.indices.filter { w[$0] > 0 } } ?? Array(values.indices)
    guard !rows.isEmpty else { return nil }
    // A power of two near the largest, so that sums of weights stay finite; equal weights stay equal.
    let unit = weights.map { w in max(rows.reduce(0) { max($0, w[$1]) }.binade, 0x1p-1022) } ?? 1
    let sorted = rows.map { (value: values[$0], weight: (weights?[$0] ?? 1) / unit) }.sorted { $0 < $1 }
    let total = sorted.reduce(0) { $0 + $1.weight }
    let slack = 4 * Double(sorted.count) * 0x1p-52 * total
    return shares.map { quantile(sorted, at: $0 * total, slack: slack) }
}

/// The quantile of sorted numbers where the running sum of weights passes `wanted`.
private func quantile(_ sorted: [(value: Double, weight: Double)], at wanted: Double, slack: Double) -> Double {
    var sum = 0.0
    for (place, entry) in sorted.enumerated() {
        sum += entry.weight
        guard sum >= wanted - slack else { continue }
        let isStep = sum <= wanted + slack && place + 1 < sorted.count
        // At p = 0 the first number passes at once; halves are taken first so that the sum of two cannot overflow.
        return isStep && wanted > 0 ? entry.value / 2 + sorted[place + 1].value / 2 : entry.value
    }
    return sorted[sorted.count - 1].value
}
