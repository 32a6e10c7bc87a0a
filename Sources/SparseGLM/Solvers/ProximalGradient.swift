/// What a textbook solver did.
struct DescentOutcome {
    var outcome: SolverOutcome
    var trajectory: [TrajectoryPoint]
}

extension FitState {
    /// One step of proximal gradient descent from the current point: `b ← prox(b + step · q)`, q the negative gradient.
    mutating func proximalStep(_ penalty: ScaledPenalty, step: Double) {
        var q = [Double](repeating: 0, count: problem.coordinateCount)
        gradients(of: candidates, theta: residual, into: &q)
        for j in candidates {
            b[j] = penalty.proximal(j, b[j] + step * q[j], curvature: 1 / step)
        }
        refresh()
    }

    /// ISTA, FISTA or subgradient descent from the current point, with the trajectory recorded.
    ///
    /// The intercept is fitted exactly after each step, the columns being centred. The step is 1/L where none is
    /// given, L = κ · ‖X‖² found by the power method and raised until the step is seen to lower the objective enough.
    ///
    /// Sources: Daubechies, Defrise and De Mol, doi:10.1002/cpa.20042; Beck and Teboulle, doi:10.1137/080716542, with
    /// O'Donoghue and Candès' restart, doi:10.1007/s10208-013-9150-3; Shor, Minimization Methods (1985).
    mutating func descend(
        _ penalty: ScaledPenalty, kept: KeptProjection, source: any ColumnSource, settings: SolverSettings,
        step: Double?,
        shouldStop: () -> Bool
    ) throws(SolverError) -> DescentOutcome {
        let limit = settings.maxIterations ?? 10_000
        var recorder = TrajectoryRecorder(limit: limit)
        var length = step ?? 1 / lipschitzBound()
        var best = (b: b, intercepts: intercepts, objective: objective(penalty))
        var momentum = Momentum(b)
        var check = try certified(penalty, kept, source)
        recorder.record(0, check.report, nonZeroCount: support(), force: true)
        var iteration = 0
        while check.report.relativeGap > settings.tolerance && iteration < limit {
            if shouldStop() { throw .cancelled }
            iteration += 1
            switch settings.solver {
            case .subgradient:
                subgradientStep(penalty, length: length / Double(iteration).squareRoot())
            case .fista:
                fistaStep(penalty, &length, &momentum, fixed: step != nil)
            default:
                istaStep(penalty, &length, fixed: step != nil)
            }
            let value = objective(penalty)
            guard value.isFinite else { throw .nonFinite(what: "The objective after \(iteration) gradient steps") }
            if value < best.objective { best = (b, intercepts, value) }
            guard iteration % 10 == 0 || recorder.wants(iteration) || iteration == limit else { continue }
            check = try certified(penalty, kept, source)
            recorder.record(iteration, check.report, nonZeroCount: support(), force: false)
        }
        if settings.solver == .subgradient && best.objective < objective(penalty) {
            (b, intercepts) = (best.b, best.intercepts)
            refresh()
            check = try certified(penalty, kept, source)
        }
        recorder.record(iteration, check.report, nonZeroCount: support(), force: true)
        let converged = check.report.relativeGap <= settings.tolerance
        return DescentOutcome(
            outcome: SolverOutcome(
                report: check.report, violation: check.violation, iterations: iteration, converged: converged),
            trajectory: recorder.points)
    }

    private func support() -> Int { candidates.count(where: { b[$0] != 0 }) }

    private func certified(
        _ penalty: ScaledPenalty, _ kept: KeptProjection, _ source: any ColumnSource
    ) throws(SolverError) -> (report: GapReport, violation: Double) {
        let theta = kept.apply(to: self, from: source)
        var gradient = [Double](repeating: 0, count: problem.coordinateCount)
        gradients(of: candidates, theta: theta, into: &gradient)
        let report = gap(penalty, over: candidates, theta: theta, gradient: gradient)
        guard report.objective.isFinite else { throw .nonFinite(what: "The objective") }
        let reference = gradient.reduce(0) { max($0, abs($1)) }
        return (report, violation(penalty, gradient: gradient, reference: reference))
    }

    /// Takes a proximal step, and shortens it until the quadratic bound holds.
    private mutating func istaStep(_ penalty: ScaledPenalty, _ length: inout Double, fixed: Bool) {
        let (start, before, origin) = (b, loss, intercepts)
        var q = [Double](repeating: 0, count: problem.coordinateCount)
        gradients(of: candidates, theta: residual, into: &q)
        while true {
            for j in candidates { b[j] = penalty.proximal(j, start[j] + length * q[j], curvature: 1 / length) }
            refresh()
            if fixed || isBounded(loss, before: before, from: start, q, length) || length < 1e-300 { return }
            length /= 2
            intercepts = origin
        }
    }

    private func isBounded(
        _ value: Double, before: Double, from start: [Double], _ q: [Double], _ length: Double
    ) -> Bool {
        var bound = before
        for j in candidates {
            let change = b[j] - start[j]
            bound += change * (0.5 * change / length - q[j])
        }
        return value <= bound + 1e-14 * abs(before)
    }

    private mutating func fistaStep(
        _ penalty: ScaledPenalty, _ length: inout Double, _ momentum: inout Momentum, fixed: Bool
    ) {
        let before = b
        b = momentum.point
        refresh()
        istaStep(penalty, &length, fixed: fixed)
        momentum.advance(from: before, to: b)
    }

    /// b ← b + length · (q − subgradient of the penalty), put back into the bounds.
    private mutating func subgradientStep(_ penalty: ScaledPenalty, length: Double) {
        var q = [Double](repeating: 0, count: problem.coordinateCount)
        gradients(of: candidates, theta: residual, into: &q)
        for j in candidates {
            let sign: Double = b[j] > 0 ? 1 : (b[j] < 0 ? -1 : 0)
            let slope = b[j] == 0 ? softThreshold(q[j], penalty.l1[j]) : q[j] - sign * penalty.l1[j]
            let moved = b[j] + length * (slope - penalty.l2[j] * b[j])
            b[j] = min(max(moved, penalty.lower[j]), penalty.upper[j])
        }
        refresh()
    }

    /// κ times the largest eigenvalue of the weighted Gram matrix, by 50 rounds of the power method, 2 % up.
    ///
    /// κ is the loss's bound, or where it has none the largest at this point.
    private func lipschitzBound() -> Double {
        var direction = candidates.map { 1 + 1 / Double($0 + 2) }
        var largest = 0.0
        for _ in 0..<50 {
            let norm = Kernels.dot(direction, direction).squareRoot()
            guard norm > 0, norm.isFinite else { break }
            var along = [Double](repeating: 0, count: problem.coordinateCount)
            for (c, d) in zip(candidates, direction) { along[c] = d / norm }
            var eta = [Double](repeating: 0, count: self.eta.count)
            problem.add(candidates, times: along, to: &eta)
            var q = [Double](repeating: 0, count: problem.coordinateCount)
            gradients(of: candidates, theta: eta, into: &q)
            direction = candidates.map { q[$0] }
            largest = Kernels.dot(direction, direction).squareRoot()
        }
        let bound = 1.02 * (problem.datafit.curvatureBound ?? curvature.max() ?? 1) * largest
        return bound > 0 && bound.isFinite ? bound : 1
    }
}

/// FISTA's extrapolation, restarted where it points uphill.
private struct Momentum {
    private(set) var point: [Double]
    private var t = 1.0

    init(_ b: [Double]) { point = b }

    mutating func advance(from old: [Double], to new: [Double]) {
        var uphill = 0.0
        for j in new.indices { uphill += (point[j] - new[j]) * (new[j] - old[j]) }
        if uphill > 0 { t = 1 }
        let next = (1 + (1 + 4 * t * t).squareRoot()) / 2
        let weight = (t - 1) / next
        point = new.indices.map { new[$0] + weight * (new[$0] - old[$0]) }
        t = next
    }
}
