/// Solves a ridge regression at each λ on each fold's training rows, and scores the rows it holds out.
///
/// As `crossValidatePath`, for mean loss + λ/2 Σⱼ fⱼ wⱼ²: with the squared loss and many more rows than columns all folds
/// share one pass over the matrix, and neither the grid nor the scores need another one.
///
/// - Parameters:
///   - x: n × p, all rows.
///   - y: n values.
///   - family: the loss.
///   - sampleWeights: n values ≥ 0, or nil; rows of weight 0 count in no fold.
///   - offset: n values, or nil.
///   - fitsIntercept: whether a constant term is fitted.
///   - folds: rows and standardization of each fold.
///   - lambdas: finite values above 0, best decreasing; the same for all folds.
///   - factors: one penalty factor ≥ 0 per column, nil for 1 everywhere; infinity excludes the column.
///   - classCount: K for the multinomial family, nil for one more than the largest class number in `y`.
///   - settings: tolerance, iterations, and how many threads work on folds.
///   - shouldStop: asked at every λ; true ends the solve with `SolverError.cancelled`.
/// - Returns: the folds' results, in order.
/// - Throws: the `SolverError` of the first fold that has one.
/// - Complexity: O(n p²) for all folds together where they share, and O(p³) for each λ of each fold.
public func crossValidateRidge<M: DesignMatrix>(
    x: M, y: [Double], family: Family, sampleWeights: [Double]? = nil, offset: [Double]? = nil,
    fitsIntercept: Bool = true, folds: [FoldProblem], lambdas: [Double], factors: [Double]? = nil,
    classCount: Int? = nil, settings: SolverSettings = .init(),
    shouldStop: @escaping @Sendable () -> Bool = { false }
) throws(SolverError) -> [FoldPath] {
    var newton = settings
    newton.solver = .auto
    let task = FoldTask(
        x: x, y: y, family: family, weights: sampleWeights, offset: offset, fitsIntercept: fitsIntercept,
        folds: folds.map { $0.weighted(by: sampleWeights) }, penalty: PenaltyShape(l1Ratio: 0, factors: factors),
        lambdas: lambdas, settings: newton, classCount: classCount ?? greatestClass(y) + 1,
        shouldStop: shouldStop)
    if let shared = try task.solveShared() { return shared }
    return try task.solveApart()
}
