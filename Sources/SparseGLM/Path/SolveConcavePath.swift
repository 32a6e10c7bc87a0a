/// Solves a path with a concave penalty in the place of the L1 part, by local linear approximation.
///
/// ```
/// (1/n) Σ vᵢ loss(yᵢ, xᵢᵀw + b + offsetᵢ) + Σⱼ ( p(|wⱼ|) + λ (1 − r) fⱼ/2 wⱼ² ),     p of strength λ r fⱼ
/// ```
/// The problem is not convex. At each λ the lasso's solution is taken first; then p is replaced by its tangent,
/// p(t) ≤ p(|wⱼ|) + p′(|wⱼ|)(t − |wⱼ|), which makes a lasso with the weights p′(|wⱼ|), and that again, `reweightings`
/// times or until no weight changes. No step raises the objective. Two are enough for the oracle property where the
/// lasso starts near.
///
/// The certificate is that of the last weighted lasso, its objective included: it proves that this convex problem is
/// solved, not that the concave one has no better minimum. Columns that are not penalised any more can separate two
/// classes; then there is no optimum, and the certificate is not converged.
///
/// Sources: Zou and Li (2008), doi:10.1214/009053607000000802; Fan, Xue and Zou (2014), doi:10.1214/13-AOS1198.
///
/// - Parameters:
///   - problem: the data, of one linear predictor.
///   - penalty: the penalty but for its strength, without groups.
///   - concave: what takes the place of |wⱼ|.
///   - lambdas: finite values ≥ 0, best decreasing.
///   - reweightings: the most weighted lassos at one λ, from 1.
///   - settings: tolerance and iterations of each weighted lasso, by `auto` or `coordinateDescent`.
///   - shouldStop: asked at every λ and iteration; true ends the solve with `SolverError.cancelled`.
/// - Returns: one solution for each λ, in order.
/// - Throws: `SolverError` for values or options out of range, and when asked to stop.
/// - Complexity: that of `solvePath`, times 1 + `reweightings`.
public func solvePath<M>(
    _ problem: RegressionProblem<M>, penalty: PenaltyShape, concave: ConcavePenalty, lambdas: [Double],
    reweightings: Int = 2, settings: SolverSettings = .init(), shouldStop: @Sendable () -> Bool = { false }
) throws(SolverError) -> [Solution] {
    try concave.check()
    try checkConcave(problem, penalty, reweightings, settings)
    let lassos = try solvePath(
        problem, penalty: penalty, lambdas: lambdas, settings: settings, shouldStop: shouldStop)
    let prepared = try PreparedProblem(problem.erased)
    return try prepared.withColumns { (source) throws(SolverError) in
        var solutions: [Solution] = []
        for (lambda, lasso) in zip(lambdas, lassos) {
            if shouldStop() { throw .cancelled }
            // A start at one λ must not hang on what became of another.
            var reweighting = Reweighting(
                prepared, penalty, concave, lambda: lambda, from: lasso, settings: settings, source: source)
            for _ in 0..<reweightings {
                guard try reweighting.advance(shouldStop: shouldStop) else { break }
            }
            solutions.append(reweighting.solution)
        }
        return solutions
    }
}

/// The weighted lassos at one λ.
private struct Reweighting<M: DesignMatrix>: ~Copyable {
    private(set) var solution: Solution
    private var slopes: [Double]
    private var solver: PathSolver<M>
    private let penalty: PenaltyShape
    private let concave: ConcavePenalty
    private let lambda: Double

    init(
        _ problem: PreparedProblem<M>, _ penalty: PenaltyShape, _ concave: ConcavePenalty, lambda: Double,
        from lasso: Solution, settings: SolverSettings, source: any ColumnSource
    ) {
        self.penalty = penalty
        self.concave = concave
        self.lambda = lambda
        solution = lasso
        slopes = concave.slopes(at: nil, lambda, penalty, featureCount: problem.p)
        solver = PathSolver(problem, factors: penalty.factors, settings: settings, source: source)
    }

    /// Solves with the slopes at the last solution; returns false where they are those that it was solved with.
    mutating func advance(shouldStop: () -> Bool) throws(SolverError) -> Bool {
        let problem = solver.state.problem
        let next = concave.slopes(at: solution, lambda, penalty, featureCount: problem.p)
        guard next != slopes else { return false }
        slopes = next
        let weighted = try ScaledPenalty(
            slopes: slopes, l2Share: lambda * (1 - penalty.l1Ratio), penalty, in: problem.scaling)
        let free = solver.state.candidates.filter(weighted.isFree)
        let stop = PathSolver<M>.Stop(
            lambda: lambda, penalty: weighted, free: free,
            kept: KeptProjection(free, in: problem, from: solver.source))
        var reached = solution
        try solver.solve([stop], shouldStop: shouldStop) { _, state, outcome in
            reached = state.solution(stop.lambda, free: stop.free, outcome, nil)
        }
        solution = reached
        return true
    }
}

private func checkConcave<M>(
    _ problem: RegressionProblem<M>, _ penalty: PenaltyShape, _ reweightings: Int, _ settings: SolverSettings
) throws(SolverError) {
    guard reweightings >= 1 else {
        throw .invalid("The number of reweightings is \(reweightings); it must be at least 1.")
    }
    guard penalty.groups.isEmpty else {
        throw .invalid("There are groups and a concave penalty; it is for columns without groups.")
    }
    guard problem.predictorCount == 1 else {
        throw .invalid(
            "The target has \(problem.predictorCount) classes; concave penalties are for a single linear predictor.")
    }
    switch settings.solver {
    case .auto, .coordinateDescent: return
    case .ista, .fista, .subgradient:
        throw .invalid(
            "The solver is \(settings.solver.rawValue); concave penalties are solved by auto or coordinate-descent.")
    }
}

extension ConcavePenalty {
    /// p′ at each coefficient, p values; at a solution of nil, the lasso's own strengths.
    fileprivate func slopes(
        at solution: Solution?, _ lambda: Double, _ penalty: PenaltyShape, featureCount: Int
    ) -> [Double] {
        let w = solution?.coefficients(featureCount: featureCount)
        return (0..<featureCount).map { j in
            let factor = penalty.factors?[j] ?? 1
            return factor.isFinite ? slope(w?[j] ?? 0, lambda: lambda * penalty.l1Ratio * factor) : 0
        }
    }
}

extension ScaledPenalty {
    /// The penalty with given slopes of the L1 part on the scale of the matrix as it was given.
    fileprivate init(
        slopes: [Double], l2Share: Double, _ penalty: PenaltyShape, in scaling: Scaling
    ) throws(SolverError) {
        let l2 = try ScaledPenalty(
            l1Share: 0, l2Share: l2Share, factors: penalty.factors, lowerBounds: penalty.lowerBounds,
            upperBounds: penalty.upperBounds, in: scaling)
        let l1 = try ScaledPenalty(
            l1Share: 1, l2Share: 0, factors: slopes, lowerBounds: nil, upperBounds: nil, in: scaling)
        self.init(l1: l1.l1, l2: l2.l2, lower: l2.lower, upper: l2.upper)
    }
}
