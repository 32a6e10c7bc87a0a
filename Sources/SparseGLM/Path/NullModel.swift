/// The intercept-only model: what every gap and every share of explained deviance is measured against.
public struct NullModel: Sendable, Equatable {
    /// Its K constant terms, 0 where none is fitted.
    public let intercepts: [Double]
    /// Its mean loss, as `Family` defines the loss.
    public let meanLoss: Double
    /// Its mean deviance: twice the mean loss, for poisson less twice the loss of a perfect model.
    public let deviance: Double

    /// The constant term of the only linear predictor.
    public var intercept: Double {
        precondition(intercepts.count == 1, "NullModel.intercept: there are \(intercepts.count) linear predictors")
        return intercepts[0]
    }
}

/// Fits the intercept alone.
///
/// `O(n)` per Newton step, one for the gaussian family.
///
/// - Throws: `SolverError` for values that are not finite, a bad weight, a binomial target of one class.
public func nullModel<M>(of problem: RegressionProblem<M>) throws(SolverError) -> NullModel {
    let prepared = try PreparedProblem(problem.erased)
    let state = FitState(prepared, factors: nil)
    let unit = prepared.scaling.lossUnit
    return NullModel(
        intercepts: prepared.originalIntercepts(state.intercepts, b: state.b),
        meanLoss: (state.nullLoss + prepared.saturatedLoss) * unit, deviance: 2 * state.nullLoss * unit)
}

extension PreparedProblem {
    /// The constant terms on the scale of the matrix as it was given; those of several classes sum to 0.
    func originalIntercepts(_ intercepts: [Double], b: [Double]) -> [Double] {
        let values = intercepts.enumerated().map { k, intercept in
            let own = Array(b[k * p..<(k + 1) * p])
            let used = own.indices.filter { own[$0] != 0 }
            return scaling.originalIntercept(intercept, columns: used, b: used.map { own[$0] })
        }
        guard values.count > 1 else { return values }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.map { $0 - mean }
    }
}
