/// The proof that comes with a solution.
public struct Certificate: Sendable, Equatable {
    /// The duality gap divided by half the mean deviance of the intercept-only model; never negative.
    ///
    /// The objective exceeds its minimum by at most this much of that unit.
    public let dualityGap: Double
    /// The primal objective: mean loss + penalty.
    public let objective: Double
    /// The dual objective, a lower bound of the minimum; at most `objective`.
    public let dualObjective: Double
    /// The largest violation of the optimality conditions, relative to the column's own lambda; for an unpenalised
    /// column, relative to the largest gradient at the intercept-only model.
    ///
    /// Free of units.
    public let kktViolation: Double
    /// Newton steps, epochs or gradient steps, in the solver's own unit.
    public let iterations: Int
    /// Whether the gap reached the tolerance.
    public let converged: Bool

    /// States a proof, as a solver of one's own does.
    public init(
        dualityGap: Double, objective: Double, dualObjective: Double, kktViolation: Double, iterations: Int,
        converged: Bool
    ) {
        self.dualityGap = dualityGap
        self.objective = objective
        self.dualObjective = dualObjective
        self.kktViolation = kktViolation
        self.iterations = iterations
        self.converged = converged
    }
}

/// One recorded iteration of a textbook solver.
public struct TrajectoryPoint: Sendable, Equatable {
    /// The iteration's number, from 0, the start.
    public let iteration: Int
    /// The objective there.
    public let objective: Double
    /// The relative duality gap there.
    public let dualityGap: Double
    /// How many coefficients are not zero there.
    public let nonZeroCount: Int
}

/// The model at one lambda.
///
/// It has K linear predictors: K classes for the multinomial family, 1 otherwise.
/// ```
/// ηₖ = intercepts[k] + Σ over e of coefficients[k][e] · x[support[e]]
/// ```
public struct Solution: Sendable, Equatable {
    /// The penalty strength that it belongs to.
    public let lambda: Double
    /// The K constant terms, on the scale of the matrix as it was given; 0 where none is fitted.
    ///
    /// Those of several classes sum to 0.
    public let intercepts: [Double]
    /// The columns with a coefficient other than exactly zero in any class, ascending.
    public let support: [Int]
    /// Their coefficients, K × support, on the scale of the matrix as it was given.
    public let coefficients: [[Double]]
    /// The mean deviance on the training rows; for gaussian the mean squared error.
    public let deviance: Double
    /// How far the objective can be from its minimum, and more.
    public let certificate: Certificate
    /// The recorded iterations of a textbook solver, at most 1,001; nil for the fast ones.
    public let trajectory: [TrajectoryPoint]?

    /// States a model, as a solver of one's own does.
    ///
    /// - Parameters:
    ///   - lambda: the penalty strength.
    ///   - intercepts: K constant terms, at least one.
    ///   - support: columns, ascending.
    ///   - coefficients: K × support.
    ///   - deviance: the mean deviance on the training rows.
    ///   - certificate: the proof.
    ///   - trajectory: recorded iterations, if any.
    public init(
        lambda: Double, intercepts: [Double], support: [Int], coefficients: [[Double]], deviance: Double,
        certificate: Certificate, trajectory: [TrajectoryPoint]? = nil
    ) {
        precondition(
            !intercepts.isEmpty && coefficients.count == intercepts.count
                && coefficients.allSatisfy { $0.count == support.count },
            "Solution: \(coefficients.count) lists of coefficients for \(intercepts.count) intercepts and "
                + "\(support.count) columns")
        self.lambda = lambda
        self.intercepts = intercepts
        self.support = support
        self.coefficients = coefficients
        self.deviance = deviance
        self.certificate = certificate
        self.trajectory = trajectory
    }

    /// K, the number of linear predictors.
    public var predictorCount: Int { intercepts.count }

    /// The constant term of the only linear predictor.
    public var intercept: Double {
        precondition(predictorCount == 1, "Solution.intercept: there are \(predictorCount) linear predictors")
        return intercepts[0]
    }

    /// The coefficients of the only linear predictor, one per column of the support.
    public var values: [Double] {
        precondition(predictorCount == 1, "Solution.values: there are \(predictorCount) linear predictors")
        return coefficients[0]
    }

    /// All p coefficients of one linear predictor, zeros included.
    public func coefficients(ofClass k: Int = 0, featureCount: Int) -> [Double] {
        var w = [Double](repeating: 0, count: featureCount)
        for (j, value) in zip(support, coefficients[k]) {
            w[j] = value
        }
        return w
    }
}
