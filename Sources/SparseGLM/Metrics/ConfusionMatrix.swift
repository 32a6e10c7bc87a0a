/// The weights of true and predicted classes, for any number of classes.
///
/// A row is predicted to be of the class with the largest linear predictor, the first among equals.
public struct ConfusionMatrix: Sendable, Equatable {
    /// K rows of true class, K columns of predicted class.
    public let counts: [[Double]]

    /// Counts rows; without weights the numbers are whole.
    ///
    /// - Parameters:
    ///   - y: n class numbers, 0 … K − 1.
    ///   - etas: K × n linear predictors.
    ///   - weights: weights ≥ 0, or nil for 1 each.
    public init(y: [Double], etas: [[Double]], weights: [Double]? = nil) {
        precondition(
            etas.allSatisfy { $0.count == y.count } && (weights.map { $0.count == y.count } ?? true),
            "ConfusionMatrix: counts differ")
        var counts = [[Double]](repeating: [Double](repeating: 0, count: etas.count), count: etas.count)
        for i in y.indices {
            var predicted = 0
            for k in etas.indices where etas[k][i] > etas[predicted][i] { predicted = k }
            counts[Int(y[i])][predicted] += weights?[i] ?? 1
        }
        self.counts = counts
    }

    init(_ rows: MetricRows) { self.init(y: rows.y, etas: rows.etas, weights: rows.weights) }

    /// The weight of each true class.
    var classWeights: [Double] { counts.map { $0.reduce(0, +) } }

    private var predictedWeights: [Double] {
        counts.indices.map { k in counts.reduce(0) { $0 + $1[k] } }
    }

    /// The share classified rightly.
    public var accuracy: MetricValue {
        let total = classWeights.reduce(0, +)
        guard total > 0 else { return MetricValue(undefined: "There are no rows to compute it on.") }
        return MetricValue(counts.indices.reduce(0) { $0 + counts[$1][$1] } / total)
    }

    /// The mean recall of the classes that occur; undefined where only one does.
    public var balancedAccuracy: MetricValue {
        classWeights.count(where: { $0 > 0 }) > 1 ? recall : MetricValue(undefined: oneClassOnly)
    }

    /// The mean, over the classes that occur, of the share of each that is predicted so.
    public var recall: MetricValue {
        let weights = classWeights
        return mean(over: weights.indices.filter { weights[$0] > 0 }) { counts[$0][$0] / weights[$0] }
    }

    /// The mean, over the classes that occur or are predicted, of the share of each one's predictions that are right.
    ///
    /// A class that is never predicted counts as 0.
    public var precision: MetricValue {
        let (weights, predicted) = (classWeights, predictedWeights)
        return mean(over: weights.indices.filter { weights[$0] + predicted[$0] > 0 }) {
            predicted[$0] > 0 ? counts[$0][$0] / predicted[$0] : 0
        }
    }

    /// The mean, over the classes that occur or are predicted, of 2 TP / (2 TP + FP + FN).
    public var f1: MetricValue {
        let (weights, predicted) = (classWeights, predictedWeights)
        return mean(over: weights.indices.filter { weights[$0] + predicted[$0] > 0 }) {
            2 * counts[$0][$0] / (weights[$0] + predicted[$0])
        }
    }

    private func mean(over classes: [Int], _ value: (Int) -> Double) -> MetricValue {
        guard !classes.isEmpty else { return MetricValue(undefined: "There are no rows to compute it on.") }
        return MetricValue(classes.reduce(0) { $0 + value($1) } / Double(classes.count))
    }
}
