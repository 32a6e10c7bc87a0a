/// A regularisation path and the λ that was chosen on it.
public struct SelectionPath: Sendable, Hashable {
    /// The points, by decreasing λ.
    public let points: [SelectionPathPoint]
    /// The place of the chosen point in ``points``.
    public let chosenIndex: Int
    /// The smallest λ at which no penalised feature is selected.
    public let lambdaMax: Double
    /// How λ was chosen: `1se`, `min`, `aic`, `bic`, `ebic` or `fixed`.
    public let rule: String
    /// How far the selection is from changing: the least of (1 − |gradient|/(λ r)) over zeros and |w|/max|w| over non-zeros.
    public let supportMargin: Double

    /// Creates a path.
    ///
    /// - Parameters:
    ///   - points: The points, by decreasing λ; at least one.
    ///   - chosenIndex: The place of the chosen point.
    ///   - lambdaMax: The smallest λ at which no penalised feature is selected.
    ///   - rule: How λ was chosen.
    ///   - supportMargin: How far the selection is from changing, 0…1.
    /// - Precondition: `chosenIndex` is a place in `points`.
    public init(
        points: [SelectionPathPoint], chosenIndex: Int, lambdaMax: Double, rule: String, supportMargin: Double
    ) {
        precondition(points.indices.contains(chosenIndex), "SelectionPath: no point \(chosenIndex) of \(points.count)")
        self.points = points
        self.chosenIndex = chosenIndex
        self.lambdaMax = lambdaMax
        self.rule = rule
        self.supportMargin = supportMargin
    }

    /// The chosen point.
    public var chosen: SelectionPathPoint { points[chosenIndex] }
}

/// The solution at one λ, with its certificate and score.
public struct SelectionPathPoint: Sendable, Hashable {
    /// A non-zero coefficient.
    public struct Coefficient: Sendable, Hashable {
        /// The feature.
        public let name: String
        /// The coefficient on the scale of the selecting stage's table.
        public let value: Double
        /// The class, for a multinomial family; `nil` otherwise.
        public let classLabel: String?

        /// Creates a coefficient.
        ///
        /// - Parameters:
        ///   - name: The feature.
        ///   - value: The coefficient on the scale of the selecting stage's table.
        ///   - classLabel: The class, for a multinomial family.
        public init(name: String, value: Double, classLabel: String? = nil) {
            self.name = name
            self.value = value
            self.classLabel = classLabel
        }
    }

    /// The penalty's strength.
    public let lambda: Double
    /// The intercepts, one per linear predictor; 0 where none is fitted.
    public let intercepts: [Double]
    /// The non-zero coefficients, in the table's order.
    public let coefficients: [Coefficient]
    /// The mean deviance on the training rows.
    public let deviance: Double
    /// The cross-validated mean; `nil` without cross-validation.
    public let crossValidationMean: Double?
    /// Its standard error; `nil` without cross-validation.
    public let crossValidationError: Double?
    /// The duality gap relative to half the mean deviance of the intercept-only model.
    public let dualityGap: Double
    /// The largest violation of the optimality conditions.
    public let kktViolation: Double
    /// How many iterations the solver took.
    public let iterations: Int

    /// Creates a point.
    ///
    /// - Parameters:
    ///   - lambda: The penalty's strength.
    ///   - intercepts: The intercepts, one per linear predictor.
    ///   - coefficients: The non-zero coefficients, in the table's order.
    ///   - deviance: The mean deviance on the training rows.
    ///   - crossValidationMean: The cross-validated mean.
    ///   - crossValidationError: Its standard error.
    ///   - dualityGap: The relative duality gap.
    ///   - kktViolation: The largest violation of the optimality conditions.
    ///   - iterations: How many iterations the solver took.
    public init(
        lambda: Double, intercepts: [Double], coefficients: [Coefficient], deviance: Double,
        crossValidationMean: Double? = nil, crossValidationError: Double? = nil, dualityGap: Double,
        kktViolation: Double, iterations: Int
    ) {
        self.lambda = lambda
        self.intercepts = intercepts
        self.coefficients = coefficients
        self.deviance = deviance
        self.crossValidationMean = crossValidationMean
        self.crossValidationError = crossValidationError
        self.dualityGap = dualityGap
        self.kktViolation = kktViolation
        self.iterations = iterations
    }

    /// The features with a non-zero coefficient, each once, in the table's order.
    public var features: [String] {
        var seen = Set<String>()
        return coefficients.compactMap { seen.insert($0.name).inserted ? $0.name : nil }
    }
}
