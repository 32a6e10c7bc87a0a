/// The intercept-only model: what every gap and every share of explained deviance is measured against.
public struct NullModel: Sendable, Equatable {
    /// Its constant term, 0 where none is fitted.
    public let intercept: Double
    /// Its mean loss: half the mean squared error, or the mean logistic loss.
    public let meanLoss: Double
    /// Its mean deviance, twice the mean loss.
    public var deviance: Double { 2 * meanLoss }
}

/// Fits the intercept alone.
///
/// `O(n)` per Newton step, one for the gaussian family.
///
/// - Throws: `SolverError` for values that are not finite, a bad weight, a binomial target of one class.
public func nullModel<M>(of problem: RegressionProblem<M>) throws(SolverError) -> NullModel {
    let prepared = try PreparedProblem(problem)
    let state = FitState(prepared, factors: nil)
    return NullModel(
        intercept: prepared.originalIntercept(state.intercept, b: state.b),
        meanLoss: state.nullLoss * prepared.targetUnit * prepared.targetUnit)
}

extension PreparedProblem {
    /// The constant term on the scale of the matrix as it was given.
    func originalIntercept(_ intercept: Double, b: [Double]) -> Double {
        guard fitsIntercept else { return 0 }
        var value = intercept * targetUnit + targetCenter
        for j in b.indices where b[j] != 0 { value -= original(j, b[j]) * centers[j] }
        return value
    }
}
