/// What a path was asked to be.
struct PathRequest: Sendable {
    let lambdas: [Double]
    let l1Ratio: Double
    let factors: [Double]?
    let bounds: PenaltyShape?
    let settings: SolverSettings

    /// The penalty at one lambda in scaled units.
    func penalty(_ lambda: Double, _ scaling: Scaling) throws(SolverError) -> ScaledPenalty {
        try ScaledPenalty(
            l1Share: lambda * l1Ratio, l2Share: lambda * (1 - l1Ratio), factors: factors,
            lowerBounds: bounds?.lowerBounds, upperBounds: bounds?.upperBounds, in: scaling)
    }

    /// The penalty of any lambda, as a multiple of the strongest one.
    func penalties(_ scaling: Scaling) throws(SolverError) -> (Double) -> ScaledPenalty {
        let largest = lambdas.max() ?? 0
        let strongest = try penalty(largest, scaling)
        return { $0 == largest ? strongest : ScaledPenalty(strongest, times: $0 / largest) }
    }
}

/// The path of the squared loss on a matrix whose columns lie in memory.
///
/// Two ways lead to the same solutions. With many more rows than columns one pass over the rows gives a Gram matrix that
/// holds all there is to know; otherwise working sets meet the rows again for every few lambdas. Which one is taken
/// depends on the shape of the problem alone.
struct GaussianPath<M: DesignMatrix> {
    let problem: RegressionProblem<M>
    let request: PathRequest

    /// One point for each lambda, or fewer where a solve did not reach the tolerance; nil where the matrix does not lend
    /// its columns.
    func solve(shouldStop: () -> Bool) throws(SolverError) -> [PathPoint]? {
        let result = problem.x.withStoredColumns { columns in
            Result { () throws(SolverError) -> [PathPoint] in
                if let points = try solveByGram(columns, shouldStop: shouldStop) { return points }
                return try solveByWorkingSets(columns, shouldStop: shouldStop)
            }
        }
        return try result?.get()
    }

    // MARK: Gram matrix

    private func solveByGram(
        _ columns: StoredColumns, shouldStop: () -> Bool
    ) throws(SolverError) -> [PathPoint]? {
        let (n, p) = (problem.sampleCount, problem.featureCount)
        guard GramProblem.suits(sampleCount: n, featureCount: p, lambdaCount: request.lambdas.count) else { return nil }
        let y = problem.offset.map { offset in zip(problem.y, offset).map { $0 - $1 } } ?? problem.y
        let moments = try y.withUnsafeBufferPointer { y throws(SolverError) in
            guard let y = y.baseAddress else { return CrossMoments(count: p + 1) }
            return try CrossMoments(
                MomentSource(starts: columns.starts + [y], weights: problem.sampleWeights), rowCount: n,
                workers: request.settings.workers)
        }
        return try GramProblem(moments, view: columns, factors: request.factors, fitsIntercept: problem.fitsIntercept)
            .path(request, shouldStop: shouldStop)
    }

    // MARK: Working sets

    private func solveByWorkingSets(
        _ columns: StoredColumns, shouldStop: () -> Bool
    ) throws(SolverError) -> [PathPoint] {
        // A ridge has every column in its working set: nothing to predict.
        guard request.l1Ratio > 0 else { return [] }
        let prepared = try PreparedProblem(problem)
        guard let datafit = prepared.datafit as? QuadraticDatafit else { return [] }
        let candidates = (0..<prepared.p).filter { prepared.varies[$0] && (request.factors?[$0] ?? 1).isFinite }
        let matrix = ScaledColumns(columns, scaling: prepared.scaling, weights: problem.sampleWeights)
        var path = WorkingSetPath(matrix, y: datafit.y, candidates: candidates, settings: request.settings)
        let points = try path.solve(
            request.lambdas, penalty: try request.penalties(prepared.scaling), shouldStop: shouldStop)
        return zip(request.lambdas, points).map { lambda, point in
            PathPoint(
                solution: Solution(
                    lambda: lambda, scaling: prepared.scaling, columns: point.columns, b: point.b, loss: point.loss,
                    outcome: point.outcome),
                dependent: [])
        }
    }
}
