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
public struct Solution: Sendable, Equatable {
    /// The penalty strength that it belongs to.
    public let lambda: Double
    /// The constant term, on the scale of the matrix as it was given; 0 where none is fitted.
    public let intercept: Double
    /// The columns with a coefficient other than exactly zero, ascending.
    public let support: [Int]
    /// Their coefficients, on the scale of the matrix as it was given.
    public let values: [Double]
    /// The mean deviance on the training rows: mean squared error, or twice the mean logistic loss.
    public let deviance: Double
    /// How far the objective can be from its minimum, and more.
    public let certificate: Certificate
    /// The recorded iterations of a textbook solver, at most 1,001; nil for the fast ones.
    public let trajectory: [TrajectoryPoint]?

    /// All p coefficients, zeros included.
    public func coefficients(featureCount: Int) -> [Double] {
        var w = [Double](repeating: 0, count: featureCount)
        for (j, value) in zip(support, values) {
            w[j] = value
        }
        return w
    }
}
