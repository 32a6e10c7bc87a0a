@testable import SparseGLM

extension RegressionCase {
    /// The families that `SparseGLM` has.
    static let families: [OracleFamily] = [.gaussian, .binomial]

    /// The penalty but for its strength, for the solver.
    var shape: PenaltyShape {
        PenaltyShape(l1Ratio: l1Ratio, factors: factors, lowerBounds: lower, upperBounds: upper)
    }

    /// The case for the solver.
    func problem() -> RegressionProblem<DenseMatrix> {
        RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: sampleCount), y: y, family: solverFamily,
            sampleWeights: weights, offset: offset, fitsIntercept: fitsIntercept)
    }

    /// The smallest λ at which nothing is selected, from the solver.
    func lambdaMax() throws -> Double { try SparseGLM.lambdaMax(of: problem(), penalty: shape) }

    /// The solver's answers, one for each λ.
    func solve(lambdas: [Double], tolerance: Double) throws -> [CaseAnswer] {
        try solvePath(
            problem(), penalty: shape, lambdas: lambdas, settings: SolverSettings(tolerance: tolerance)
        ).map { solution in
            CaseAnswer(
                coefficients: solution.intercepts.indices.flatMap {
                    solution.coefficients(ofClass: $0, featureCount: featureCount)
                },
                intercepts: solution.intercepts, certificate: solution.certificate)
        }
    }

    private var solverFamily: Family {
        switch family {
        case .gaussian: .gaussian
        case .binomial: .binomial
        case .poisson: .poisson
        case .multinomial: .multinomial
        }
    }
}
