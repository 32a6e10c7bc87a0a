import SparseGLM
import StageKit

/// The centre and scale of a column on the rows with weight above 0.
struct ColumnScale: Sendable {
    /// What is taken away from every value.
    var center: Double
    /// What the difference is divided by; not finite where the range of the column is beyond that of a double.
    var scale: Double
    /// The weighted mean: the value of a constant column.
    let mean: Double
    /// Whether the column has one value, within the rounding error of its variance.
    let isConstant: Bool
    /// Whether the interquartile range is 0 though the column is not constant, so that the scale is 1 in its place.
    var hasNoSpread = false

    /// Measures a column.
    ///
    /// - Parameters:
    ///   - numbers: Finite numbers; at least one has a weight above 0.
    ///   - method: How centre and scale are found.
    init(_ numbers: WeightedNumbers, method: NormalizeOptions.Method) {
        let (values, weights) = (numbers.values, numbers.weights)
        let moments = columnMoments(values, weights: weights)
        mean = moments.mean
        isConstant = moments.isConstant
        (center, scale) = (0, 1)
        switch method {
        case .none: break
        case .zscore: (center, scale) = (moments.mean, moments.standardDeviation)
        case .minmax, .maxabs:
            let counted = weights.map { w in values.indices.filter { w[$0] > 0 }.map { values[$0] } } ?? values
            let (low, high) = (counted.min() ?? 0, counted.max() ?? 0)
            (center, scale) = method == .minmax ? (low, high - low) : (0, max(abs(low), abs(high)))
        case .robust:
            guard let q = weightedQuantiles(values, weights: weights, at: [0.25, 0.5, 0.75]) else { return }
            // Quartiles that differ by rounding alone are equal.
            hasNoSpread = !isConstant && q[2] / 2 - q[0] / 2 <= 0x1p-52 * max(abs(q[0]), abs(q[2]))
            (center, scale) = (q[1], hasNoSpread ? 1 : q[2] - q[0])
        }
    }
}
