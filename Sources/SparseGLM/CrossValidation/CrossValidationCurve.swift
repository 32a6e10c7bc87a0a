/// Scores over a lambda path, averaged over folds.
/// ```
/// m  = Σₖ vₖ mₖ                             vₖ the folds' weights, summing to 1
/// se = sqrt( Σₖ vₖ (mₖ − m)² / (K − 1) )
/// ```
public struct CrossValidationCurve: Sendable, Equatable {
    /// The grid, decreasing.
    public let lambdas: [Double]
    /// The mean score at each lambda; smaller is better.
    public let mean: [Double]
    /// Its standard error.
    public let standardError: [Double]
    /// Each fold's score at each lambda: fold, then lambda.
    public let foldScores: [[Double]]
    /// The folds' weights as used, summing to 1.
    public let foldWeights: [Double]

    /// Averages scores, smaller being better.
    ///
    /// - Parameters:
    ///   - lambdas: the grid, decreasing.
    ///   - foldScores: at least two folds, each with one score for each lambda.
    ///   - foldWeights: one weight > 0 for each fold, in any unit: the sum of its rows' weights.
    public init(lambdas: [Double], foldScores: [[Double]], foldWeights: [Double]) {
        precondition(foldScores.count >= 2, "CrossValidationCurve: \(foldScores.count) folds")
        precondition(
            foldWeights.count == foldScores.count && foldScores.allSatisfy { $0.count == lambdas.count },
            "CrossValidationCurve: scores, weights and lambdas differ in count")
        precondition(
            foldWeights.allSatisfy { $0 > 0 && $0.isFinite }, "CrossValidationCurve: a fold's weight is not above 0")
        self.lambdas = lambdas
        self.foldScores = foldScores
        let total = foldWeights.reduce(0, +)
        let shares = foldWeights.map { $0 / total }
        self.foldWeights = shares
        var means: [Double] = []
        var errors: [Double] = []
        for index in lambdas.indices {
            let scores = foldScores.map { $0[index] }
            let mean = zip(shares, scores).reduce(0) { $0 + $1.0 * $1.1 }
            let square = zip(shares, scores).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
            means.append(mean)
            errors.append((square / Double(foldScores.count - 1)).squareRoot())
        }
        mean = means
        standardError = errors
    }

    /// The index of the chosen lambda; nil where no score is a number.
    public func chosenIndex(_ rule: SelectionRule) -> Int? {
        let usable = mean.indices.filter { mean[$0].isFinite }
        // A strict comparison in order of falling lambda gives ties to the larger one.
        guard let first = usable.first else { return nil }
        let best = usable.reduce(first) { mean[$1] < mean[$0] ? $1 : $0 }
        switch rule {
        case .minimum: return best
        case .oneStandardError:
            let bound = mean[best] + standardError[best]
            return usable.first { mean[$0] <= bound } ?? best
        }
    }
}
