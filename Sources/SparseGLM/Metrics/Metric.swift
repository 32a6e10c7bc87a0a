/// The metrics by name.
///
/// Each is weighted by the rows' weights, and undefined rather than NaN.
public enum Metric: String, Sendable, CaseIterable, Codable {
    /// Root mean squared error.
    case rmse
    /// Mean absolute error.
    case mae
    /// The share of variance explained.
    case r2
    /// The mean deviance.
    case deviance
    /// The share of deviance explained.
    case explainedDeviance = "explained-deviance"
    /// The area under the receiver operating characteristic.
    case rocAUC = "roc-auc"
    /// The area under the precision-recall steps.
    case averagePrecision = "average-precision"
    /// The mean negative log-likelihood.
    case logLoss = "log-loss"
    /// The share classified rightly.
    case accuracy
    /// The mean of the classes' recalls.
    case balancedAccuracy = "balanced-accuracy"
    /// The share of predicted positives that are positive.
    case precision
    /// The share of positives that are predicted so.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
    /// The mean squared error of the probability.
    case brier

    /// The families that it is defined for.
    ///
    /// For the multinomial family precision, recall and f1 are means over the classes.
    public var families: [Family] {
        switch self {
        case .rmse, .mae: [.gaussian, .poisson]
        case .r2: [.gaussian]
        case .deviance, .explainedDeviance: [.gaussian, .binomial, .multinomial, .poisson]
        case .rocAUC, .averagePrecision: [.binomial]
        default: [.binomial, .multinomial]
        }
    }

    /// Which way it is better.
    public var direction: MetricDirection {
        switch self {
        case .rmse, .mae, .deviance, .logLoss, .brier: .lowerIsBetter
        default: .higherIsBetter
        }
    }

    /// Whether it depends on the probability above which a row counts as class 1, where there are two classes.
    public var usesThreshold: Bool {
        [.accuracy, .balancedAccuracy, .precision, .recall, .f1].contains(self)
    }

    /// The metrics reported where none is asked for.
    public static func defaults(for family: Family) -> [Metric] {
        switch family {
        case .gaussian: [.rmse, .mae, .r2]
        case .binomial: [.rocAUC, .logLoss, .accuracy, .balancedAccuracy, .brier]
        case .multinomial: [.logLoss, .accuracy, .balancedAccuracy, .f1, .brier]
        case .poisson: [.deviance, .explainedDeviance, .rmse, .mae]
        }
    }

    /// The value on the given rows.
    ///
    /// - Parameters:
    ///   - family: the model's family.
    ///   - y: the target, n values: 0 and 1 for binomial, class numbers from 0 for multinomial.
    ///   - etas: the linear predictors, K × n values; K is 1 but for multinomial.
    ///   - weights: n weights ≥ 0, nil for equal ones; rows of weight 0 do not count.
    ///   - threshold: for binomial, a probability of at least this is class 1; a multinomial row is of the class of its
    ///     largest predictor.
    public func value(
        family: Family, y: [Double], etas: [[Double]], weights: [Double]? = nil, threshold: Double = 0.5
    ) -> MetricValue {
        guard families.contains(family) else {
            return MetricValue(undefined: "\(rawValue) is not defined for the \(family.rawValue) family.")
        }
        let rows = MetricRows(y: y, etas: etas, weights: weights, family: family)
        guard !rows.y.isEmpty else { return MetricValue(undefined: "There are no rows to compute it on.") }
        switch self {
        case .rmse: return rootMeanSquaredError(rows)
        case .mae: return meanAbsoluteError(rows)
        case .r2: return rSquared(rows)
        case .deviance: return MetricValue(rows.deviance)
        case .explainedDeviance: return shareOfDevianceExplained(rows)
        case .rocAUC: return areaUnderROC(rows)
        case .averagePrecision: return precisionRecallArea(rows)
        case .logLoss: return MetricValue(rows.deviance / 2)
        case .brier: return brierScore(rows)
        case .accuracy, .balancedAccuracy, .precision, .recall, .f1:
            return family == .multinomial
                ? value(ConfusionMatrix(rows)) : value(ConfusionCounts(rows, threshold: threshold))
        }
    }

    /// The value of a model with one linear predictor: n values of `eta`.
    public func value(
        family: Family, y: [Double], eta: [Double], weights: [Double]? = nil, threshold: Double = 0.5
    ) -> MetricValue {
        value(family: family, y: y, etas: [eta], weights: weights, threshold: threshold)
    }

    private func value(_ counts: ConfusionCounts) -> MetricValue {
        switch self {
        case .balancedAccuracy: counts.balancedAccuracy
        case .precision: counts.precision
        case .recall: counts.recall
        case .f1: counts.f1
        default: counts.accuracy
        }
    }

    private func value(_ counts: ConfusionMatrix) -> MetricValue {
        switch self {
        case .balancedAccuracy: counts.balancedAccuracy
        case .precision: counts.precision
        case .recall: counts.recall
        case .f1: counts.f1
        default: counts.accuracy
        }
    }
}
