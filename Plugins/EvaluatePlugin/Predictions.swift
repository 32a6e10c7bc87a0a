import SparseGLM
import StageKit

/// Targets and predictions of some rows: all that a metric needs.
///
/// Rows of weight 0 are left out.
struct Predictions: Sendable {
    /// The family of the model.
    let family: Family
    /// The classes, of two the second being the positive one; `nil` for a numeric target.
    let classes: [String]?
    /// The targets, n numbers or places of classes.
    let y: [Double]
    /// The linear predictors, K × n: one per class of the multinomial family, K = 1 for the others.
    let etas: [[Double]]
    /// The row weights; `nil` where every row counts alike.
    let weights: [Double]?

    /// Predicts a table's rows.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - table: The rows, as the model's stage would be given them.
    ///   - location: Where the stage stands.
    /// - Throws: ``StageFailure`` of kind `data`: FS585 where the target is absent, incomplete or not that of the model,
    ///   FS510 and FS511 where a feature is.
    /// - Complexity: O(n · features · K).
    init(_ model: Model, on table: Table, at location: SourceLocation?) throws(StageFailure) {
        guard let target = table.target, target.classes == model.classes else {
            let found = table.target.map { $0.classes.map(Self.list) ?? "numbers" } ?? "no target"
            throw StageFailure(
                .data, code: "FS585",
                "The rows to be measured have \(found), but the model predicts "
                    + "\(model.classes.map(Self.list) ?? "numbers").",
                at: location)
        }
        if let row = target.values.firstIndex(where: \.isNaN) {
            throw StageFailure(
                .data, code: "FS585",
                "The target column '\(target.name)' has no value in row \(table.number(ofRow: row) + 1), expected "
                    + "one to "
                    + "measure the prediction by.",
                at: table.location(ofRow: row))
        }
        if model.family == .poisson, let row = target.values.firstIndex(where: { $0 < 0 }) {
            throw StageFailure(
                .data, code: "FS585",
                "The target column '\(target.name)' is \(shortest(target.values[row])) in row "
                    + "\(table.number(ofRow: row) + 1), but the model predicts counts or rates, from 0.",
                at: table.location(ofRow: row))
        }
        let etas = try model.linearPredictors(on: table)
        let all = table.weights
        let rows = (0..<table.rowCount).filter { row in all.map { $0[row] > 0 } ?? true }
        family = model.family
        classes = model.classes
        y = rows.map { target.values[$0] }
        self.etas = etas.map { eta in rows.map { eta[$0] } }
        weights = all.map { weights in rows.map { weights[$0] } }
    }

    /// Puts the predictions of several parts one after another.
    ///
    /// - Parameter parts: At least one, all of one family.
    init?(pooling parts: [Predictions]) {
        guard let first = parts.first else { return nil }
        family = first.family
        classes = first.classes
        y = parts.flatMap(\.y)
        etas = first.etas.indices.map { k in parts.flatMap { $0.etas[k] } }
        weights = first.weights == nil ? nil : parts.flatMap { $0.weights ?? [] }
    }

    /// A metric on these rows.
    ///
    /// - Parameters:
    ///   - request: The metric.
    ///   - counts: How often each row counts; `nil` for once.
    func value(_ request: MetricRequest, counts: [Double]? = nil) -> MetricValue {
        let weights =
            switch (self.weights, counts) {
            case (let weights?, let counts?): zip(weights, counts).map { $0 * $1 }
            case (let weights, let counts): weights ?? counts
            }
        return request.metric.value(family: family, y: y, etas: etas, weights: weights, threshold: request.threshold)
    }

    /// How classes were confused: of two at a probability of ½, of more by the likeliest; `nil` for a numeric target.
    var confusion: Evaluation.Confusion? {
        guard let classes else { return nil }
        let counts =
            family == .multinomial
            ? ConfusionMatrix(y: y, etas: etas, weights: weights).counts
            : ConfusionCounts(y: y, eta: etas[0], weights: weights, threshold: MetricRequest.standardThreshold).matrix
        return Evaluation.Confusion(labels: classes, counts: counts)
    }

    private static func list(_ classes: [String]) -> String {
        "the classes " + classes.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
    }
}
