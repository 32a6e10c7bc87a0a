/// The weights of the four outcomes of a yes-or-no prediction.
public struct ConfusionCounts: Sendable, Equatable {
    /// Positive rows predicted so.
    public let truePositive: Double
    /// Negative rows predicted positive.
    public let falsePositive: Double
    /// Negative rows predicted so.
    public let trueNegative: Double
    /// Positive rows predicted negative.
    public let falseNegative: Double

    /// Counts rows; without weights the numbers are whole.
    ///
    /// - Parameters:
    ///   - y: the target, 0 and 1.
    ///   - eta: the linear predictor.
    ///   - weights: weights ≥ 0, or nil for 1 each.
    ///   - threshold: a probability of at least this is class 1.
    public init(y: [Double], eta: [Double], weights: [Double]? = nil, threshold: Double = 0.5) {
        let ones = [Double](repeating: 1, count: y.count)
        self.init(y: y, probabilities: meanResponse(eta, family: .binomial), weights: weights ?? ones, threshold)
    }

    init(_ rows: MetricRows, threshold: Double) {
        self.init(y: rows.y, probabilities: rows.predictions, weights: rows.weights, threshold)
    }

    private init(y: [Double], probabilities: [Double], weights: [Double], _ threshold: Double) {
        precondition(y.count == probabilities.count && y.count == weights.count, "ConfusionCounts: counts differ")
        var counts = [0.0, 0.0, 0.0, 0.0]
        for i in y.indices {
            counts[(y[i] == 1 ? 2 : 0) + (probabilities[i] >= threshold ? 1 : 0)] += weights[i]
        }
        (trueNegative, falsePositive, falseNegative, truePositive) = (counts[0], counts[1], counts[2], counts[3])
    }

    /// Rows of true class, columns of predicted class, class 0 first.
    public var matrix: [[Double]] { [[trueNegative, falsePositive], [falseNegative, truePositive]] }

    /// The share classified rightly.
    public var accuracy: MetricValue {
        let total = truePositive + falsePositive + trueNegative + falseNegative
        guard total > 0 else { return MetricValue(undefined: "There are no rows to compute it on.") }
        return MetricValue((truePositive + trueNegative) / total)
    }

    /// The mean of the two classes' recalls.
    public var balancedAccuracy: MetricValue {
        let (positive, negative) = (truePositive + falseNegative, trueNegative + falsePositive)
        guard positive > 0, negative > 0 else { return MetricValue(undefined: oneClassOnly) }
        return MetricValue((truePositive / positive + trueNegative / negative) / 2)
    }

    /// TP / (TP + FP).
    public var precision: MetricValue {
        let predicted = truePositive + falsePositive
        guard predicted > 0 else { return MetricValue(undefined: "No row is predicted positive.") }
        return MetricValue(truePositive / predicted)
    }

    /// TP / (TP + FN).
    public var recall: MetricValue {
        let positive = truePositive + falseNegative
        guard positive > 0 else { return MetricValue(undefined: "No positive row is among these.") }
        return MetricValue(truePositive / positive)
    }

    /// 2 TP / (2 TP + FP + FN).
    public var f1: MetricValue {
        let total = 2 * truePositive + falsePositive + falseNegative
        guard total > 0 else { return MetricValue(undefined: "No row is positive or predicted so.") }
        return MetricValue(2 * truePositive / total)
    }
}
