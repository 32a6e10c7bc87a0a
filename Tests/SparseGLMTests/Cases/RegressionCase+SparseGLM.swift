@testable import SparseGLM

extension RegressionCase {
    /// The families that `SparseGLM` has.
    static let families: [OracleFamily] = [.gaussian, .binomial, .poisson, .multinomial(classes: 3)]

    /// The penalty but for its strength, for the solver.
    var shape: PenaltyShape {
        PenaltyShape(
            l1Ratio: l1Ratio, factors: factors, lowerBounds: lower, upperBounds: upper,
            groups: groups.map { ColumnGroup(columns: $0.columns, factor: $0.factor) }, groupL1Ratio: groupL1Ratio)
    }

    /// The smallest λ at which nothing is selected, from the solver.
    func lambdaMax() throws -> Double {
        switch storage {
        case .dense: try SparseGLM.lambdaMax(of: problem(dense), penalty: shape)
        case .sparse: try SparseGLM.lambdaMax(of: problem(sparse), penalty: shape)
        case .standardizedView: try SparseGLM.lambdaMax(of: problem(view), penalty: shape)
        }
    }

    /// The solver's answers, one for each λ; an L1 ratio of 0 is the ridge.
    func solve(lambdas: [Double], tolerance: Double) throws -> [CaseAnswer] {
        switch storage {
        case .dense: try solve(problem(dense), lambdas, tolerance)
        case .sparse: try solve(problem(sparse), lambdas, tolerance)
        case .standardizedView: try solve(problem(view), lambdas, tolerance)
        }
    }

    private func solve<M>(
        _ problem: RegressionProblem<M>, _ lambdas: [Double], _ tolerance: Double
    ) throws -> [CaseAnswer] {
        let settings = SolverSettings(tolerance: tolerance, workers: workers)
        let solutions =
            l1Ratio == 0
            ? try solveRidge(problem, lambdas: lambdas, factors: factors, settings: settings)
            : try solvePath(problem, penalty: shape, lambdas: lambdas, settings: settings)
        return solutions.map { CaseAnswer($0, featureCount: featureCount) }
    }

    /// What cross-validation gives for each fold: its answers, and the held-out deviances, one for each λ.
    func crossValidate(
        _ folds: [FoldProblem], lambdas: [Double], tolerance: Double
    ) throws -> [FoldAnswer] {
        switch storage {
        case .dense: try crossValidate(dense, folds, lambdas, tolerance)
        case .sparse: try crossValidate(sparse, folds, lambdas, tolerance)
        case .standardizedView: try crossValidate(view, folds, lambdas, tolerance)
        }
    }

    private func crossValidate<M: DesignMatrix>(
        _ x: M, _ folds: [FoldProblem], _ lambdas: [Double], _ tolerance: Double
    ) throws -> [FoldAnswer] {
        try crossValidatePath(
            x: x, y: y, family: solverFamily, sampleWeights: weights, offset: offset, fitsIntercept: fitsIntercept,
            folds: folds, penalty: shape, lambdas: lambdas, classCount: family.predictorCount,
            settings: SolverSettings(tolerance: tolerance, workers: workers)
        ).map { path in
            FoldAnswer(
                answers: path.solutions.map { CaseAnswer($0, featureCount: featureCount) },
                heldOut: path.heldOutDeviance)
        }
    }

    private func problem<M>(_ x: M) -> RegressionProblem<M> {
        RegressionProblem(
            x: x, y: y, family: solverFamily, sampleWeights: weights, offset: offset, fitsIntercept: fitsIntercept,
            classCount: family.predictorCount)
    }

    private var dense: DenseMatrix { DenseMatrix(columns: columns, sampleCount: sampleCount) }

    private var sparse: SparseMatrix { SparseMatrix(columns: columns, sampleCount: sampleCount) }

    /// A view that undoes a move by each column's size and a stretch by 8, and so loses its last digit at most.
    private var view: StandardizedView<DenseMatrix> {
        let sizes = columns.map { column in
            column.indices.reduce(0) { weights?[$1] == 0 ? $0 : max($0, abs(column[$1])) }
        }
        let base = zip(columns, sizes).map { column, size in column.map { 8 * $0 + 4 * size } }
        return StandardizedView(
            DenseMatrix(columns: base, sampleCount: sampleCount), means: sizes.map { 4 * $0 },
            scales: columns.map { _ in 8 })
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

/// What cross-validation gives for a fold.
struct FoldAnswer: Equatable {
    /// An answer on the fold's training rows for each λ.
    var answers: [CaseAnswer]
    /// The mean deviance of its held-out rows for each λ.
    var heldOut: [Double]
}

extension CaseAnswer {
    fileprivate init(_ solution: Solution, featureCount: Int) {
        self.init(
            coefficients: solution.intercepts.indices.flatMap {
                solution.coefficients(ofClass: $0, featureCount: featureCount)
            },
            intercepts: solution.intercepts, objective: solution.certificate.objective,
            dualObjective: solution.certificate.dualObjective, relativeGap: solution.certificate.dualityGap,
            converged: solution.certificate.converged)
    }
}
