public import SparseGLM

/// Scores held-out rows, each fold by models of its own training part.
///
/// Losses are what a ``SparseGLM/CrossValidationCurve`` is made of: less is better, whatever the measure.
public struct FoldScore: Sendable {
    /// The measure.
    public let measure: FoldMeasure
    /// The family of the models.
    public let family: Family

    /// Prepares to score.
    ///
    /// - Parameters:
    ///   - measure: A measure that the family has: ``CrossValidationOptions/checkMeasure(for:)``.
    ///   - family: The family of the models.
    public init(measure: FoldMeasure, family: Family) {
        self.measure = measure
        self.family = family
    }

    /// The loss on some rows: the measure itself, or 1 − AUC, so that less is better.
    ///
    /// - Parameters:
    ///   - solution: A model of the training part.
    ///   - rows: The held-out rows, with the training part's features.
    /// - Returns: The loss; `nil` where the measure is undefined on these rows, as AUC is on one class.
    /// - Complexity: O(n · support), and O(n log n) for AUC.
    func loss(_ solution: Solution, on rows: RegressionRows) -> Double? {
        let etas = linearPredictors(rows.x, solution: solution, offset: rows.offset)
        let value = { (metric: Metric) in
            metric.value(family: family, y: rows.y, etas: etas, weights: rows.weights).value
        }
        return switch measure {
        case .deviance: value(.deviance)
        case .mae: value(.mae)
        case .auc: value(.rocAUC).map { 1 - $0 }
        case .error: value(.accuracy).map { 1 - $0 }
        }
    }

    /// A loss, or a mean of losses, as the measure that was asked for: 1 − loss for AUC.
    ///
    /// - Parameter loss: What ``losses(_:on:at:)`` gave, or a mean of such.
    public func measured(_ loss: Double) -> Double { measure == .auc ? 1 - loss : loss }

    /// The losses of several models on the same rows.
    ///
    /// - Parameters:
    ///   - solutions: Models of the training part.
    ///   - rows: The held-out rows, with the training part's features.
    ///   - location: Where the measure stands.
    /// - Returns: One loss per model.
    /// - Throws: ``StageFailure`` of kind `data`, FS553, where the measure is undefined.
    /// - Complexity: O(n · support) per model, and O(n log n) for AUC.
    public func losses(
        _ solutions: [Solution], on rows: RegressionRows, at location: SourceLocation?
    ) throws(StageFailure) -> [Double] {
        var losses: [Double] = []
        for solution in solutions {
            guard let loss = loss(solution, on: rows) else {
                throw StageFailure(
                    .data, code: "FS553",
                    "The measure '\(measure.rawValue)' is undefined on the \(rows.y.count) held-out rows, expected "
                        + "finite predictions and, for auc, rows of both classes: fewer folds or split=\"stratified\" help.",
                    at: location)
            }
            losses.append(loss)
        }
        return losses
    }
}
