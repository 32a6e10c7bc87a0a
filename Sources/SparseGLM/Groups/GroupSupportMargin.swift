/// How clearly a selected set of groups is separated from its neighbours.
///
/// It is the smaller of
/// ```
/// min over zero groups              1 − dual norm of the group's gradient / λ     how far the nearest is from entering
/// min over selected groups, s = 0   ‖(wⱼ sⱼ)_g‖₂ / the largest such size           how far the smallest is from leaving
/// ```
/// Where groups have an L1 part, single columns enter and leave: then a zero column of a selected group counts with
/// 1 − |q̃ⱼ|/l1, q̃ its gradient, and a selected column with |wⱼ sⱼ| over the largest size.
func groupSupportMargin<M>(
    of solution: Solution, problem: RegressionProblem<M>, penalty: PenaltyShape
) throws(SolverError) -> Double {
    let state = try FitState(at: solution, of: problem, penalty: penalty)
    let scaled = try GroupPenalty(
        ColumnPartition(penalty, scaling: state.problem.scaling), lambda: solution.lambda)
    var gradient = [Double](repeating: 0, count: problem.featureCount)
    state.gradients(of: state.candidates, theta: state.residual, into: &gradient)
    var entry = Double.infinity
    var sizes: [Double] = []
    for (columns, block) in zip(scaled.blocks, scaled.penalties) where !block.isFree {
        let active = columns.filter { state.b[$0] != 0 }
        if active.isEmpty {
            let norms = BlockPenalty(norm: block.norm, l1: block.l1, l2: 0)
            let scale = norms.largestScale(columns.map { gradient[$0] }, bound: .infinity)
            entry = min(entry, max(0, 1 - 1 / scale))
        } else if block.l1 == 0 {
            sizes.append(active.map { spread($0, problem, state) }.reduce(0) { $0 + $1 * $1 }.squareRoot())
        } else {
            for j in columns where state.b[j] == 0 { entry = min(entry, max(0, 1 - abs(gradient[j]) / block.l1)) }
            sizes += active.map { spread($0, problem, state) }
        }
    }
    guard let least = sizes.min(), let most = sizes.max(), most > 0 else { return entry }
    return min(entry, least / most)
}

/// |wⱼ| times the column's standard deviation, in scaled units.
private func spread<M>(_ j: Int, _ problem: RegressionProblem<M>, _ state: FitState<M>) -> Double {
    let moments = columnMoments(problem.x.column(j), weights: problem.sampleWeights)
    return abs(state.b[j]) * (moments.standardDeviation / state.problem.scales[j])
}
