/// Solves the path on each fold's training rows, and scores the rows it holds out.
///
/// Each fold's solutions are those of `solvePath` on its training rows, standardized as the fold says. Where there are
/// many more rows than columns and the loss is squared, all folds share one pass over the matrix: cross products are
/// summed over disjoint sets of rows, and each fold adds up those that it trains on. No value of a row that a fold does
/// not train on changes a bit of its path; the order of its sums follows how the folds cut the rows.
///
/// - Parameters:
///   - x: n × p, all rows.
///   - y: n values.
///   - family: the loss.
///   - sampleWeights: n values ≥ 0, or nil; rows of weight 0 count in no fold.
///   - offset: n values, or nil.
///   - fitsIntercept: whether a constant term is fitted.
///   - folds: rows and standardization of each fold.
///   - penalty: the penalty but for its strength; bounds are on the standardized scale.
///   - lambdas: finite values ≥ 0, best decreasing; the same for all folds.
///   - classCount: K for the multinomial family, nil for one more than the largest class number in `y`.
///   - settings: solver, tolerance, iterations, and how many threads work on folds.
///   - shouldStop: asked at every λ; true ends the solve with `SolverError.cancelled`.
/// - Returns: the folds' results, in order.
/// - Throws: the `SolverError` of the first fold that has one.
/// - Complexity: O(n p²) for all folds together where they share, otherwise that of one path a fold.
public func crossValidatePath<M: DesignMatrix>(
    x: M, y: [Double], family: Family, sampleWeights: [Double]? = nil, offset: [Double]? = nil,
    fitsIntercept: Bool = true, folds: [FoldProblem], penalty: PenaltyShape, lambdas: [Double], classCount: Int? = nil,
    settings: SolverSettings = .init(), shouldStop: @escaping @Sendable () -> Bool = { false }
) throws(SolverError) -> [FoldPath] {
    let task = FoldTask(
        x: x, y: y, family: family, weights: sampleWeights, offset: offset, fitsIntercept: fitsIntercept,
        folds: folds.map { $0.weighted(by: sampleWeights) }, penalty: penalty, lambdas: lambdas, settings: settings,
        classCount: classCount ?? greatestClass(y) + 1, shouldStop: shouldStop)
    if let shared = try task.solveShared() { return shared }
    return try task.solveApart()
}

/// The largest class number among targets; 0 where they hold none.
func greatestClass(_ y: [Double]) -> Int { y.max().map { $0.isFinite ? Int($0) : 0 } ?? 0 }

extension FoldProblem {
    /// The fold without rows of weight 0.
    func weighted(by weights: [Double]?) -> FoldProblem {
        guard let weights, weights.contains(0) else { return self }
        return FoldProblem(
            training: training.filter { weights[$0] != 0 }, heldOut: heldOut.filter { weights[$0] != 0 },
            means: means, scales: scales)
    }
}

/// A cross-validation as it was asked for.
struct FoldTask<M: DesignMatrix>: Sendable {
    let x: M
    let y: [Double]
    let family: Family
    let weights: [Double]?
    let offset: [Double]?
    let fitsIntercept: Bool
    let folds: [FoldProblem]
    let penalty: PenaltyShape
    let lambdas: [Double]
    let settings: SolverSettings
    let classCount: Int
    let shouldStop: @Sendable () -> Bool

    /// Whether the penalty is all L2, which `solvePath` does not take.
    var isRidge: Bool { penalty.l1Ratio == 0 }

    /// Each fold by itself, on a copy of its rows.
    func solveApart() throws(SolverError) -> [FoldPath] {
        let results = Slots<Result<FoldPath, SolverError>>(folds.count)
        perform(folds.count, workers: settings.workers) { index in
            let result = Result { () throws(SolverError) -> FoldPath in try solve(folds[index]) }
            results.set(index, result)
        }
        var paths: [FoldPath] = []
        for result in results.values() { paths.append(try result.get()) }
        return paths
    }

    /// The problem of a fold's training rows.
    private func problem(_ fold: FoldProblem, rows: [Int]) -> RegressionProblem<StandardizedView<M>> {
        RegressionProblem(
            x: view(fold, rows), y: rows.map { y[$0] }, family: family,
            sampleWeights: weights.map { w in rows.map { w[$0] } },
            offset: offset.map { o in rows.map { o[$0] } }, fitsIntercept: fitsIntercept, classCount: classCount)
    }

    private func view(_ fold: FoldProblem, _ rows: [Int]) -> StandardizedView<M> {
        StandardizedView(
            x.keepingRows(rows), means: fold.means ?? [Double](repeating: 0, count: x.featureCount),
            scales: fold.scales ?? [Double](repeating: 1, count: x.featureCount))
    }

    func solve(_ fold: FoldProblem) throws(SolverError) -> FoldPath {
        var alone = settings
        alone.workers = 1
        let training = problem(fold, rows: fold.training)
        let solutions =
            isRidge
            ? try solveRidge(
                training, lambdas: lambdas, factors: penalty.factors, settings: alone, shouldStop: shouldStop)
            : try solvePath(training, penalty: penalty, lambdas: lambdas, settings: alone, shouldStop: shouldStop)
        return FoldPath(solutions: solutions, heldOutDeviance: heldOutDeviance(solutions, fold))
    }

    /// The deviance of the held-out rows by their own predictions.
    func heldOutDeviance(_ solutions: [Solution], _ fold: FoldProblem) -> [Double] {
        let rows = fold.heldOut
        guard !rows.isEmpty else { return [] }
        let held = view(fold, rows)
        let target = rows.map { y[$0] }
        let offsets = offset.map { o in rows.map { o[$0] } }
        let shares = weights.map { w in rows.map { w[$0] } }
        return solutions.map { solution in
            let etas = linearPredictors(held, solution: solution, offset: offsets)
            return meanDeviance(family: family, y: target, etas: etas, weights: shares) ?? .nan
        }
    }
}
