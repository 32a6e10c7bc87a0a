internal import CKernels

/// Newton steps on the working set: the loss is replaced by its quadratic model; for the squared loss one is exact.
///
/// The curvature is kept from step to step and from penalty to penalty, and taken anew only where the steps show that it
/// is too old.
extension GroupPathSolver {
    /// Takes the curvature of the current point; of the blocks those stay that are not zero, unpenalised or expected.
    mutating func refresh(_ penalty: GroupPenalty) {
        state.refresh()
        let largest = state.curvature.max() ?? 1
        let kept = penalty.blocks.indices.filter { penalty.penalties[$0].isFree || isActive($0) }
        system.reset(weights: zip(state.problem.shares, state.curvature).map { $0 * max($1, 1e-10 * largest) })
        solver.reset()
        insert(kept + expected)
        isStale = false
    }

    /// Lets blocks into the working set.
    mutating func insert(_ blocks: [Int]) {
        system.insert(blocks, members: partition.blocks, from: source)
        q = gradient(of: state.residual)
    }

    /// mᵢ θᵢ / √ωᵢ, of which the gradient is Zᵀ s.
    private func weighted(_ theta: [Double]) -> [Double] {
        let (shares, roots) = (state.problem.shares, system.roots)
        return theta.indices.map { theta[$0] * (shares[$0] / roots[$0]) }
    }

    /// The working set's gradient at a residual whose mean is 0.
    private func gradient(of theta: [Double]) -> [Double] {
        var out = [Double](repeating: 0, count: system.count)
        system.rows.products(0..<system.count, with: weighted(theta), into: &out)
        return out
    }

    /// Newton steps on the working set until its own gap is within `target` or no longer shrinks.
    ///
    /// Where rounding lets the gap go up and down, the best point is kept.
    mutating func improve(_ stop: Stop, target: Double, shouldStop: () -> Bool) throws(SolverError) {
        let isCurved = !state.problem.datafit.hasConstantCurvature
        var guess = prediction(stop)
        var innerShare = isCurved ? 0.2 : 0.1
        var (last, failures, steps) = (Double.infinity, 0, 0)
        var best: (gap: Double, b: [Double], intercepts: [Double])?
        while true {
            let gap = gap(stop)
            if gap <= target || (failures > 0 && gap <= settings.tolerance) || iterations >= limit { break }
            if gap <= best?.gap ?? .infinity { best = (gap, state.b, state.intercepts) }
            if gap > 0.5 * last {
                failures += 1
                innerShare *= 0.1
                if failures > 3 { break }
                if !isCurved { q = gradient(of: state.residual) }
            }
            if isCurved && gap > 0.3 * last {
                refresh(stop.penalty)
                steps = 0
            }
            last = min(last, gap)
            if shouldStop() { throw .cancelled }
            let share = isCurved ? innerShare * max(target, 0.5 * min(gap, 1)) : 10 * innerShare * target
            steps += 1
            if !step(stop.penalty, from: guess, target: share) { failures += 1 }
            guess = nil
        }
        if isCurved && steps > 5 { isStale = true }
        if let best, best.b != state.b, failures > 3 {
            (state.b, state.intercepts) = (best.b, best.intercepts)
            state.refresh()
            q = gradient(of: state.residual)
        }
    }

    /// The coefficients on a line through the last two points, by place, zeros as they are.
    private func prediction(_ stop: Stop) -> [Double]? {
        guard trail.count == 2, trail[0].lambda > trail[1].lambda, trail[1].lambda > stop.lambda,
            trail[1].lambda < 1.25 * stop.lambda
        else { return nil }
        let share = (stop.lambda - trail[1].lambda) / (trail[1].lambda - trail[0].lambda)
        let (before, now) = (trail[0].b, trail[1].b)
        return system.columns.map { j in
            now[j] == 0 || before[j] == 0 ? now[j] : now[j] + share * (now[j] - before[j])
        }
    }

    /// The relative gap on the working set at the current point.
    private func gap(_ stop: Stop) -> Double {
        let theta = stop.kept.apply(to: state, from: source)
        let own = stop.kept.isEmpty ? q : gradient(of: theta)
        var all = [Double](repeating: 0, count: state.problem.p)
        for (j, value) in zip(system.columns, own) { all[j] = value }
        return state.gap(stop.penalty, over: system.blocks, theta: theta, gradient: all).relativeGap
    }

    /// Minimises the quadratic model at the current point, and goes there as far as the objective falls.
    ///
    /// Returns whether it did. `target` is relative to the loss of the intercept-only model. `guess` is where the inner
    /// solver starts.
    private mutating func step(_ penalty: GroupPenalty, from guess: [Double]?, target: Double) -> Bool {
        let start = system.columns.map { state.b[$0] }
        var model = BlockModel(
            starts: system.starts, penalties: system.blocks.map { penalty.penalties[$0] }, form: system.form, b: start,
            q: q, s: weighted(state.residual))
        if let guess {
            let moved = guess.indices.filter { guess[$0] != start[$0] }
            model.set(moved, to: moved.map { guess[$0] })
        }
        let sweeps = solver.minimise(
            &model, target: target * (state.nullLoss > 0 ? state.nullLoss : 1), loss: state.loss,
            maxSweeps: solver.usesNewton ? 10_000 : max(1, limit - iterations))
        iterations += solver.usesNewton ? 1 : sweeps
        guard model.b.allSatisfy(\.isFinite) else { return false }
        let length = search(from: start, to: model.b, penalty)
        q = state.problem.datafit.hasConstantCurvature && length == 1 ? model.q : gradient(of: state.residual)
        return length > 0
    }

    /// Takes the longest of the steps 1, ½, ¼, … that lowers the objective, and returns it; 0 where none does.
    private mutating func search(from start: [Double], to end: [Double], _ penalty: GroupPenalty) -> Double {
        let before = state.objective(penalty)
        let (eta, intercepts) = (state.eta, state.intercepts)
        // The change of η along the columns less their means, which are the intercept's to move by.
        var direction = [Double](repeating: 0, count: eta.count)
        let moved = start.indices.filter { end[$0] != start[$0] }
        let rows = system.rows
        fsel_subtract_columns(
            rows.base, rows.stride, moved, moved.map { start[$0] - end[$0] }, moved.count, &direction, rows.rowCount)
        for i in direction.indices { direction[i] /= system.roots[i] }
        let shift = moved.reduce(0) { $0 + (start[$1] - end[$1]) * system.means[$1] }
        var step = 1.0
        while step > 1e-6 {
            for e in moved { state.b[system.columns[e]] = step == 1 ? end[e] : start[e] + step * (end[e] - start[e]) }
            state.intercepts = intercepts.map { $0 + step * shift }
            state.move(from: eta, along: direction, step: step)
            if state.objective(penalty) <= before + 4e-16 * abs(before) { return step }
            step /= 2
        }
        for e in moved { state.b[system.columns[e]] = start[e] }
        state.intercepts = intercepts
        state.refresh()
        return 0
    }
}
