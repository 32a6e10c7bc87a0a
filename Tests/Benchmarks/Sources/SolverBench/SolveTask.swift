import SparseGLM

/// What is asked of the solver, apart from the data.
struct SolveTask: Sendable {
    /// Which lambdas.
    enum Strength: Sendable {
        /// This many, from lambdaMax down to lambdaMax · minRatio.
        case path(count: Int, minRatio: Double)
        /// One.
        case value(Double)
        /// One, lambdaMax divided by this.
        case fractionOfMax(Double)
    }

    let strength: Strength
    /// The bound on the relative duality gap.
    let gap: Double
    let fitsIntercept: Bool
    let foldCount: Int?
    /// The most threads that may compute at once.
    let threads: Int
}

/// What came out.
struct SolveResult: Sendable {
    /// For each lambda, one intercept per class; a single one but for the multinomial family.
    let intercepts: [[Double]]
    /// For each lambda and class, the coefficients that may differ from zero.
    let coefficients: [[SparseCoefficients]]
    /// p.
    let featureCount: Int
    /// The largest relative duality gap that the solver certified.
    let largestGap: Double
    /// The solver's iterations, summed over the lambdas.
    let iterations: Int
    /// The threads that could be used.
    let threads: Int
    /// What cross-validation chose, where there were folds.
    let choice: Choice?

    /// 1 but for the multinomial family.
    var classCount: Int { coefficients[0].count }

    /// All coefficients, zeros included: by lambda, then class, then feature.
    var denseCoefficients: [Double] {
        var w = [Double](repeating: 0, count: featureCount * classCount * coefficients.count)
        for (k, column) in coefficients.joined().enumerated() {
            for (j, value) in zip(column.support, column.values) { w[k * featureCount + j] = value }
        }
        return w
    }

    /// The lambda of the smallest mean deviance.
    struct Choice: Sendable {
        let folds: Int
        /// Its place in the grid.
        let index: Int
        let meanDeviance: Double

        init?(_ curve: CrossValidationCurve) {
            guard let index = curve.chosenIndex(.minimum) else { return nil }
            (folds, self.index, meanDeviance) = (curve.foldScores.count, index, curve.mean[index])
        }
    }
}

/// One class's coefficients on the columns that any class uses.
struct SparseCoefficients: Sendable {
    let support: [Int]
    let values: [Double]

    var nonZeroCount: Int { values.count { $0 != 0 } }
}
