/// The path of one linear predictor on a sparse matrix, standardized or not; nil where the general solver has to answer.
///
/// A ridge has no zeros, and without any penalty nothing holds the number of columns in use down. A view that is centred
/// without an intercept has residuals whose sum is not zero, which implicit centring needs.
func solveSparse<M>(
    _ problem: RegressionProblem<M>, request: PathRequest, shouldStop: () -> Bool
) throws(SolverError) -> [PathPoint]? {
    guard problem.family != .multinomial, request.l1Ratio > 0,
        request.lambdas.allSatisfy({ $0 > 0 })
    else { return nil }
    guard let x = problem.x.sparseColumns, x.scales?.allSatisfy({ $0 > 0 }) ?? true,
        problem.fitsIntercept || x.means?.allSatisfy({ $0 == 0 }) ?? true
    else { return nil }
    return try SparseTask(
        problem: problem.on(x.matrix), means: x.means, scales: x.scales, request: request
    ).solve(shouldStop)
}

extension RegressionProblem {
    /// The same problem on another matrix of as many rows.
    fileprivate func on(_ x: SparseMatrix) -> RegressionProblem<SparseMatrix> {
        RegressionProblem<SparseMatrix>(
            x: x, y: y, family: family, sampleWeights: sampleWeights, offset: offset, fitsIntercept: fitsIntercept)
    }
}

/// A path on a sparse matrix, as seen through a mean and a scale per column or as it is.
///
/// The columns are solved for in units of their own: x̃ = (x − center)/scale is what it would be of the view, whose own
/// centers and scales only say what the coefficients and the penalty mean.
private struct SparseTask {
    let problem: RegressionProblem<SparseMatrix>
    let means: [Double]?
    let scales: [Double]?
    let request: PathRequest

    func solve(_ shouldStop: () -> Bool) throws(SolverError) -> [PathPoint]? {
        let prepared = try PreparedProblem(problem)
        let scaling = viewed(prepared.scaling)
        let unit = try request.penalty(1, scaling)
        guard let datafit = prepared.datafit as? QuadraticDatafit else {
            var path = SparseProximalNewton(
                prepared, penalty: unit, factors: request.factors, settings: request.settings)
            let points = try path.solve(request.lambdas, shouldStop: shouldStop)
            return points.map { point in
                PathPoint(solution: path.solution(point, scaling), dependent: path.dependent)
            }
        }
        let sparse = SparseProblem(
            prepared, y: datafit.y, isWeighted: problem.sampleWeights != nil, factors: request.factors,
            penalty: unit)
        var path = SparsePath(sparse, lambdaCount: request.lambdas.count, settings: request.settings)
        let points = try path.solve(request.lambdas, shouldStop: shouldStop)
        return zip(request.lambdas, points).map { lambda, point in
            PathPoint(
                solution: Solution(
                    lambda: lambda, scaling: scaling, columns: point.columns, b: point.b, loss: point.loss,
                    outcome: point.outcome),
                dependent: sparse.free?.dependent ?? [])
        }
    }

    /// The scaling of the view's columns that leads to the same x̃.
    private func viewed(_ scaling: Scaling) -> Scaling {
        guard let means, let scales else { return scaling }
        return Scaling(
            fitsIntercept: scaling.fitsIntercept,
            centers: scaling.centers.indices.map { (scaling.centers[$0] - means[$0]) / scales[$0] },
            scales: scaling.scales.indices.map { scaling.scales[$0] / scales[$0] }, varies: scaling.varies,
            targetCenter: scaling.targetCenter, targetUnit: scaling.targetUnit, gradientUnit: scaling.gradientUnit)
    }
}
