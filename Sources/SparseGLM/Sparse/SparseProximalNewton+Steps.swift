/// The Newton steps of `SparseProximalNewton`.
extension SparseProximalNewton {
    /// A step's model is minimised until its gap is this share of the gap before the step: what the model leaves out is
    /// worth about as much.
    private static let modelShare = 0.01
    /// But not further than this share of what the steps are to reach.
    private static let leastShare = 0.2

    /// Newton steps on the working set until its own relative gap is within `target` or no longer shrinks.
    mutating func improve(
        _ lambda: Double, _ penalty: ScaledPenalty, target: Double, _ shouldStop: () -> Bool
    ) throws(SolverError) {
        var (last, failures) = (Double.infinity, 0)
        while iterations < limit {
            let theta = free.apply(to: state)
            state.gradients(of: working, theta: theta, into: &gradient)
            let gap = state.gap(penalty, over: working, theta: theta, gradient: gradient).relativeGap
            if gap <= target { return }
            failures = gap > 0.7 * last ? failures + 1 : 0
            if failures > 4 { return }
            last = min(last, gap)
            iterations += 1
            let bound = max(Self.modelShare * min(gap, 1), Self.leastShare * target) * state.gapUnit
            let end = try minimiseModel(lambda, bound: max(bound, 1e-16), shouldStop)
            if !search(to: end, penalty, shortest: 1e-6) { failures += 1 }
        }
    }

    /// The minimum of the quadratic model over the working set, as far as its own gap looks to be below `bound`.
    private mutating func minimiseModel(
        _ lambda: Double, bound: Double, _ shouldStop: () -> Bool
    ) throws(SolverError) -> [Double] {
        let problem = state.problem
        let largest = state.curvature.max() ?? 1
        var weights = zip(problem.shares, state.curvature).map { $0 * max($1, 1e-10 * largest) }
        let total = Kernels.sum(weights)
        var residual = weights
        for i in weights.indices {
            residual[i] = problem.shares[i] * state.residual[i] / weights[i]
            weights[i] /= total
        }
        let model = SparseProblem(
            modelOf: problem, weights: weights, residual: residual, columns: working, penalty: unit)
        let columns = columns ?? SparseWorkingSet(model, reach: reach)
        columns.take(model)
        columns.insert(working)
        self.columns = columns
        let lanes = SparseLanes(model, lanes: 1)
        lanes.take([lambda / total])
        lanes.begin(at: working.map { state.b[$0] })
        try SparseModelDescent(lanes, columns).run(bound: bound / total, shouldStop: shouldStop)
        return working.indices.map { lanes.value($0, lane: 0) }
    }

    /// Takes the longest of the steps 1, ½, ¼, … down to `shortest` that does not raise the objective; returns whether
    /// there was one.
    @discardableResult
    mutating func search(to end: [Double], _ penalty: ScaledPenalty, shortest: Double) -> Bool {
        let before = state.objective(penalty)
        let (eta, intercepts, b) = (state.eta, state.intercepts, state.b)
        var change = [Double](repeating: 0, count: b.count)
        for (j, value) in zip(working, end) { change[j] = value - b[j] }
        var direction = [Double](repeating: 0, count: eta.count)
        state.problem.add(working.filter { change[$0] != 0 }, times: change, to: &direction)
        var step = 1.0
        while step >= shortest {
            for (j, value) in zip(working, end) { state.b[j] = step == 1 ? value : b[j] + step * change[j] }
            state.intercepts = intercepts
            state.move(from: eta, along: direction, step: step)
            if state.objective(penalty) <= before + 4e-16 * abs(before) { return true }
            step /= 2
        }
        state.b = b
        state.intercepts = intercepts
        state.refresh()
        return false
    }
}
