/// The path of a penalty with groups: as `solvePath`, whose way for such penalties it is.
func solveGroups<M>(
    _ problem: RegressionProblem<M>, penalty: PenaltyShape, lambdas: [Double], settings: SolverSettings,
    shouldStop: () -> Bool
) throws(SolverError) -> [Solution] {
    try ProblemCheck.check(settings)
    for lambda in lambdas { try ProblemCheck.check(lambda: lambda) }
    try ProblemCheck.checkGroups(problem, settings)
    let prepared = try PreparedProblem(problem.erased).sharingScales(penalty.groups)
    let partition = ColumnPartition(penalty, scaling: prepared.scaling)
    return try prepared.withColumns { (source) throws(SolverError) in
        var stops: [GroupPathSolver<AnyMatrix>.Stop] = []
        for lambda in lambdas {
            let own = try GroupPenalty(partition, lambda: lambda)
            let free = own.freeColumns
            let kept = free == stops.last?.penalty.freeColumns ? stops.last?.kept : nil
            stops.append(
                GroupPathSolver.Stop(
                    lambda: lambda, penalty: own, kept: kept ?? KeptProjection(free, in: prepared, from: source)))
        }
        var solver = GroupPathSolver(
            prepared, penalty: penalty, partition: partition, settings: settings, source: source)
        var solutions: [Solution] = []
        try solver.solve(stops, shouldStop: shouldStop) { k, state, outcome in
            solutions.append(state.solution(stops[k].lambda, free: [], outcome, nil))
        }
        return solutions
    }
}

extension PreparedProblem {
    /// The smallest λ at which every penalised block is zero, from the gradient of the model of the unpenalised columns.
    ///
    /// ```
    /// lambdaMax = max over blocks of the dual norm of q_g:  the λ with ‖S(q_g, λ l1)‖₂ = λ norm
    /// ```
    func groupLambdaMax(_ penalty: PenaltyShape, gradient: [Double]) throws(SolverError) -> Double {
        let unit = try GroupPenalty(
            ColumnPartition(
                PenaltyShape(
                    l1Ratio: penalty.l1Ratio, factors: penalty.factors, groups: penalty.groups,
                    groupL1Ratio: penalty.groupL1Ratio), scaling: scaling), lambda: 1)
        var smallest = Double.infinity
        for (columns, block) in zip(unit.blocks, unit.penalties) where !block.isFree {
            var norms = block
            norms.l2 = 0
            smallest = norms.largestScale(columns.map { gradient[$0] }, bound: smallest)
        }
        let largest = 1 / smallest
        guard largest.isFinite else { throw .nonFinite(what: "lambdaMax") }
        return largest
    }
}
