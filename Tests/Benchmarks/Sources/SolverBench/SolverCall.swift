import SparseGLM

/// What is timed is `solve`, and nothing else.
protocol TimedCall: Sendable {
    /// The grid, made before the clock starts: the other programs are handed it as well.
    var lambdas: [Double] { get }

    /// Solves the path, and with folds scores it by cross-validation as well.
    func solve() throws -> SolveResult
}

/// The call for a problem's kind of matrix.
///
/// - Throws: `SolverError` for values out of range.
func timedCall(_ problem: Problem, family: Family, task: SolveTask) throws -> any TimedCall {
    switch problem.x {
    case .dense(let x): try SolverCall(x: x, y: problem.y, family: family, task: task)
    case .sparse(let x): try SolverCall(x: x, y: problem.y, family: family, task: task)
    }
}

/// The only type that calls the solver.
struct SolverCall<Matrix: DesignMatrix>: TimedCall {
    private let problem: RegressionProblem<Matrix>
    private let settings: SolverSettings
    private let folds: [FoldProblem]
    let lambdas: [Double]

    /// Makes the grid and the folds, which are contiguous blocks of rows as in scikit-learn's `KFold`.
    init(x: Matrix, y: [Double], family: Family, task: SolveTask) throws {
        problem = RegressionProblem(x: x, y: y, family: family, fitsIntercept: task.fitsIntercept)
        settings = SolverSettings(tolerance: task.gap, workers: task.threads)
        let largest = try lambdaMax(of: problem, penalty: PenaltyShape())
        switch task.strength {
        case .path(let count, let minRatio): lambdas = lambdaGrid(lambdaMax: largest, count: count, minRatio: minRatio)
        case .value(let lambda): lambdas = [lambda]
        case .fractionOfMax(let ratio): lambdas = [largest / ratio]
        }
        folds = task.foldCount.map { contiguousFolds(rowCount: y.count, count: $0) } ?? []
    }

    func solve() throws -> SolveResult {
        guard !folds.isEmpty else {
            return result(try solvePath(problem, penalty: PenaltyShape(), lambdas: lambdas, settings: settings), nil)
        }
        // The path on all rows is one more fold, without held-out rows, so that it shares what folds share.
        let everything = FoldProblem(training: Array(problem.y.indices), heldOut: [])
        let paths = try crossValidatePath(
            x: problem.x, y: problem.y, family: problem.family, fitsIntercept: problem.fitsIntercept,
            folds: folds + [everything], penalty: PenaltyShape(), lambdas: lambdas, settings: settings)
        let curve = CrossValidationCurve(
            lambdas: lambdas, foldScores: paths.dropLast().map(\.heldOutDeviance),
            foldWeights: folds.map { Double($0.heldOut.count) })
        return result(paths[folds.count].solutions, SolveResult.Choice(curve))
    }

    private func result(_ path: [Solution], _ choice: SolveResult.Choice?) -> SolveResult {
        SolveResult(
            intercepts: path.map(\.intercepts),
            coefficients: path.map { solution in
                solution.coefficients.map { SparseCoefficients(support: solution.support, values: $0) }
            },
            featureCount: problem.featureCount,
            largestGap: path.reduce(0) { max($0, $1.certificate.dualityGap) },
            iterations: path.reduce(0) { $0 + $1.certificate.iterations },
            threads: settings.workers,
            choice: choice)
    }
}

/// Blocks of consecutive rows, the first ones a row longer where the count does not divide.
private func contiguousFolds(rowCount: Int, count: Int) -> [FoldProblem] {
    let (size, rest) = rowCount.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { fold in
        let start = fold * size + min(fold, rest)
        let held = start..<(start + size + (fold < rest ? 1 : 0))
        return FoldProblem(training: (0..<rowCount).filter { !held.contains($0) }, heldOut: Array(held))
    }
}
