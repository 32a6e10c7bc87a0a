import SparseGLM

/// Finds, for a feature that was not kept, the kept one that is most correlated with it.
///
/// ```
/// r_js = Σᵢ vᵢ (xᵢⱼ − x̄ⱼ)(xᵢₛ − x̄ₛ) / (n sⱼ sₛ)
/// ```
/// with weighted means x̄ and population standard deviations s, on the training rows.
struct CorrelationFinder: Sendable {
    private let x: DenseMatrix
    private let weights: [Double]?
    private let kept: [Int]
    /// vᵢ (xᵢₛ − x̄ₛ) / (n sₛ) for each kept column that varies.
    private let standardized: [[Double]?]

    /// Prepares the kept columns.
    ///
    /// - Parameters:
    ///   - problem: The training rows.
    ///   - kept: The kept columns, ascending.
    /// - Complexity: O(n · kept).
    init(_ problem: RegressionProblem<DenseMatrix>, kept: [Int]) {
        x = problem.x
        weights = problem.sampleWeights
        self.kept = kept
        let n = Double(problem.sampleCount)
        standardized = kept.map { [x, weights] place in
            let column = x.column(place)
            let moments = columnMoments(column, weights: weights)
            guard !moments.isConstant else { return nil }
            return column.indices.map {
                (weights?[$0] ?? 1) * ((column[$0] - moments.mean) / moments.standardDeviation) / n
            }
        }
    }

    /// The kept column with the largest |r|, the first of them at a tie.
    ///
    /// - Parameter place: A column that was not kept.
    /// - Returns: The kept column and the correlation; `nil` where the column is constant or nothing was kept.
    /// - Complexity: O(n · kept).
    func nearest(to place: Int) -> (place: Int, correlation: Double)? {
        let moments = columnMoments(x.column(place), weights: weights)
        guard !moments.isConstant else { return nil }
        var best: (place: Int, correlation: Double)?
        for (other, values) in zip(kept, standardized) {
            guard let values else { continue }
            let correlation = values.withUnsafeBufferPointer {
                x.centredDot(column: place, center: moments.mean, with: $0) / moments.standardDeviation
            }
            if abs(correlation) > abs(best?.correlation ?? 0) { best = (other, correlation) }
        }
        return best
    }
}
