import SparseGLM

/// What is timed is `solve`, and nothing else.
protocol TimedCall: Sendable {
    /// The grid, made before the clock starts: the other programs are handed it as well.
    var lambdas: [Double] { get }

    /// Solves the path, and with folds scores it by cross-validation as well.
    func solve() async throws -> SolveResult
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
    private let folds: [Int]?
    private let threads: Int
    let lambdas: [Double]

    /// Makes the grid and the folds, which are contiguous blocks of rows as in scikit-learn's `KFold`.
    init(x: Matrix, y: [Double], family: Family, task: SolveTask) throws {
        problem = RegressionProblem(x: x, y: y, family: family, fitsIntercept: task.fitsIntercept)
        settings = SolverSettings(tolerance: task.gap, workers: task.threads)
        threads = task.threads
        let largest = try lambdaMax(of: problem, penalty: PenaltyShape())
        switch task.strength {
        case .path(let count, let minRatio): lambdas = lambdaGrid(lambdaMax: largest, count: count, minRatio: minRatio)
        case .value(let lambda): lambdas = [lambda]
        case .fractionOfMax(let ratio): lambdas = [largest / ratio]
        }
        folds = task.foldCount.map { count in
            let (size, rest) = y.count.quotientAndRemainder(dividingBy: count)
            return (0..<count).flatMap { [Int](repeating: $0, count: size + ($0 < rest ? 1 : 0)) }
        }
    }

    func solve() async throws -> SolveResult {
        let curve = try await crossValidate()
        let path = try solvePath(problem, penalty: PenaltyShape(), lambdas: lambdas, settings: settings)
        return SolveResult(
            intercepts: path.map(\.intercepts),
            coefficients: path.map { solution in
                solution.coefficients.map { SparseCoefficients(support: solution.support, values: $0) }
            },
            featureCount: problem.featureCount,
            largestGap: path.reduce(0) { max($0, $1.certificate.dualityGap) },
            iterations: path.reduce(0) { $0 + $1.certificate.iterations },
            threads: threads,
            choice: curve.flatMap(SolveResult.Choice.init))
    }

    private func crossValidate() async throws -> CrossValidationCurve? {
        guard let folds, let last = folds.last else { return nil }
        let sizes = (0...last).map { fold in Double(folds.count { $0 == fold }) }
        let scores = try await withThrowingTaskGroup(of: (Int, [Double]).self) { group in
            var scores = [[Double]](repeating: [], count: last + 1)
            for fold in 0...last {
                if fold >= threads, let (done, losses) = try await group.next() { scores[done] = losses }
                group.addTask { (fold, try await losses(without: fold, folds)) }
            }
            for try await (done, losses) in group { scores[done] = losses }
            return scores
        }
        return CrossValidationCurve(lambdas: lambdas, foldScores: scores, foldWeights: sizes)
    }

    /// The mean deviance of one fold's rows at each lambda, fitted on the others.
    @concurrent
    private func losses(without fold: Int, _ folds: [Int]) async throws -> [Double] {
        let inside = folds.indices.filter { folds[$0] != fold }
        let outside = folds.indices.filter { folds[$0] == fold }
        let training = RegressionProblem(
            x: problem.x.keepingRows(inside), y: inside.map { problem.y[$0] }, family: problem.family,
            fitsIntercept: problem.fitsIntercept)
        let held = problem.x.keepingRows(outside)
        let y = outside.map { problem.y[$0] }
        // The folds share the threads; each of them computes on one.
        var settings = settings
        settings.workers = 1
        return try solvePath(training, penalty: PenaltyShape(), lambdas: lambdas, settings: settings).map { solution in
            let etas = zip(solution.intercepts, solution.coefficients).map { intercept, values in
                var eta = [Double](repeating: intercept, count: y.count)
                for (j, value) in zip(solution.support, values) {
                    eta.withUnsafeMutableBufferPointer { held.addCentred(column: j, center: 0, times: value, to: $0) }
                }
                return eta
            }
            return meanDeviance(family: problem.family, y: y, etas: etas) ?? .nan
        }
    }
}
