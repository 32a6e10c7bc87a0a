import SparseGLM

/// The only place that calls the solver: what is timed is `solve`, and nothing else.
struct SolverCall: Sendable {
    private let problem: RegressionProblem<DenseMatrix>
    private let settings: SolverSettings
    private let folds: [Int]?
    private let threads: Int
    /// The grid, made before the clock starts: the other programs are handed it as well.
    let lambdas: [Double]

    /// Makes the grid and the folds, which are contiguous blocks of rows as in scikit-learn's `KFold`.
    ///
    /// - Throws: `Unsupported` for a family that the solver does not have, `SolverError` for values out of range.
    init(_ data: Problem, family name: FamilyName, task: SolveTask) throws {
        guard let family = Family(rawValue: name.rawValue) else {
            throw Unsupported(what: "the family '\(name.rawValue)'")
        }
        problem = RegressionProblem(x: data.x, y: data.y, family: family, fitsIntercept: task.fitsIntercept)
        settings = SolverSettings(tolerance: task.gap)
        threads = task.threads
        let largest = try lambdaMax(of: problem, penalty: PenaltyShape())
        switch task.strength {
        case .path(let count, let minRatio): lambdas = lambdaGrid(lambdaMax: largest, count: count, minRatio: minRatio)
        case .value(let lambda): lambdas = [lambda]
        case .fractionOfMax(let ratio): lambdas = [largest / ratio]
        }
        folds = task.foldCount.map { count in
            let (size, rest) = data.y.count.quotientAndRemainder(dividingBy: count)
            return (0..<count).flatMap { [Int](repeating: $0, count: size + ($0 < rest ? 1 : 0)) }
        }
    }

    /// Solves the path, and with folds scores it by cross-validation as well.
    func solve() async throws -> SolveResult {
        let curve = try await crossValidate()
        let path = try solvePath(problem, penalty: PenaltyShape(), lambdas: lambdas, settings: settings)
        return SolveResult(
            intercepts: path.map { [$0.intercept] },
            coefficients: path.map { [$0.coefficients(featureCount: problem.featureCount)] },
            largestGap: path.reduce(0) { max($0, $1.certificate.dualityGap) },
            iterations: path.reduce(0) { $0 + $1.certificate.iterations },
            threads: folds == nil ? 1 : threads,
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
        return try solvePath(training, penalty: PenaltyShape(), lambdas: lambdas, settings: settings).map { solution in
            var eta = [Double](repeating: solution.intercept, count: y.count)
            for (j, value) in zip(solution.support, solution.values) {
                eta.withUnsafeMutableBufferPointer { held.addCentred(column: j, center: 0, times: value, to: $0) }
            }
            return meanDeviance(family: problem.family, y: y, eta: eta) ?? .nan
        }
    }
}

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
    /// For each lambda and class, p coefficients.
    let coefficients: [[[Double]]]
    /// The largest relative duality gap that the solver certified.
    let largestGap: Double
    /// The solver's iterations, summed over the lambdas.
    let iterations: Int
    /// The threads that could be used.
    let threads: Int
    /// What cross-validation chose, where there were folds.
    let choice: Choice?

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

/// Something that can be asked for and that the solver does not have; the program ends with exit code 64.
struct Unsupported: Error, CustomStringConvertible {
    let what: String

    /// One sentence.
    var description: String { "The solver does not support \(what)." }
}
