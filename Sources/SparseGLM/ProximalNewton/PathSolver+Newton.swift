/// Newton steps on the working set: the loss is replaced by its quadratic model, which an inner solver minimises with
/// the penalty; for the squared loss one such step is exact.
///
/// The Hessian is kept from step to step and from penalty to penalty, and taken anew only where the steps show that it
/// is too old.
extension PathSolver {
    /// The most steps for one penalty.
    var limit: Int {
        settings.maxIterations ?? (settings.solver == .coordinateDescent ? 100_000 : 1_000)
    }

    /// Prepares the working set for a penalty.
    mutating func begin(_ penalty: ScaledPenalty) {
        if isStale { refresh(penalty) }
        let unpenalised = state.candidates.filter { penalty.l1[$0] == 0 }
        if unpenalised.contains(where: { hessian.place[$0] < 0 }) {
            hessian.insert(unpenalised, from: source)
            refreshGradient()
        }
        // What was held to one sign may be free now, and the other way round.
        if unpenalised != lastUnpenalised {
            lastUnpenalised = unpenalised
            newton.reset()
            refactor(penalty)
        } else if penalty.l2 != lastL2 {
            refactor(penalty)
        }
    }

    /// Newton steps until the gap on the working set is within `target` or no longer shrinks.
    mutating func improve(_ penalty: ScaledPenalty, target: Double, shouldStop: () -> Bool) throws(SolverError) {
        let isCurved = !state.problem.datafit.hasConstantCurvature
        var last = Double.infinity
        var (failures, steps) = (0, 0)
        let hasFree = hessian.coordinates.contains(where: penalty.isFree)
        while iterations < limit {
            if shouldStop() { throw .cancelled }
            var next = hasFree ? newtonPoint(penalty) : nil
            let gap = gapEstimate(penalty, next)
            if gap <= target && (!polishes || last <= target) { break }
            if gap > (steps > 1 ? 0.9 : 0.5) * last { failures += 1 }
            if failures > 3 { break }
            if isCurved && last < .infinity && (polishes || isRefreshDue(gap, after: last, target: target)) {
                refresh(penalty)
                next = nil
                steps = 0
            }
            last = min(last, gap)
            iterations += 1
            steps += 1
            if !step(penalty, to: next ?? newtonPoint(penalty)) { failures += 2 }
        }
        if isCurved && Double(steps) > 3 + refreshCost { isStale = true }
    }

    /// What a new Hessian costs, in steps with the old one.
    ///
    /// For m columns it takes n m² operations, all from the caches; a step takes 4 n m with each column fetched twice.
    private var refreshCost: Double { 2 + Double(hessian.count) / 50 }

    /// Whether a new Hessian costs less than the steps that the old one still takes at the rate of its last one.
    private func isRefreshDue(_ gap: Double, after last: Double, target: Double) -> Bool {
        guard gap < last else { return true }
        return Kernels.log(gap / target) > refreshCost * Kernels.log(last / gap)
    }

    /// Takes the curvature of the current point, and leaves out of the working set what is zero.
    ///
    /// `inOrder` puts the working set in the order of the coordinates, as if there had been none before.
    mutating func refresh(_ penalty: ScaledPenalty, inOrder: Bool = false) {
        let isKept = { [b = state.b] (c: Int) in b[c] != 0 || penalty.l1[c] == 0 }
        let left = hessian.coordinates.filter { !isKept($0) }
        state.recomputePredictors()
        let kept = hessian.coordinates.filter(isKept)
        hessian.reset(at: state, keeping: inOrder ? kept.sorted() : kept, from: source)
        for c in left { watched.insert(c) }
        refreshGradient()
        newton.reset()
        refactor(penalty)
        isStale = false
    }

    private mutating func refactor(_ penalty: ScaledPenalty) {
        lastL2 = penalty.l2
        let model = QuadraticModel(b: hessian.coordinates.map { state.b[$0] }, q: [])
        newton.refactor(model, gram: hessian.view, penalty: PlacePenalty(penalty, columns: hessian.coordinates))
    }

    /// The gap on the working set at the scaled residual, relative, with the dual of the loss to second order.
    ///
    /// ```
    /// P − D(aρ) ≈ penalty(b) − a bᵀq + ½ (1 − a)² Σ mᵢ ρᵢᵀ Wᵢ⁻¹ ρᵢ + Σⱼ penaltyⱼ*(a qⱼ)
    /// ```
    /// Free coordinates and intercepts count with the decrease that the step to the `next` point still promises.
    private func gapEstimate(_ penalty: ScaledPenalty, _ next: [Double]?) -> Double {
        let inner = hessian.eliminated(q, meanResiduals: state.meanResiduals)
        var scale = 1.0
        var (value, product) = (0.0, 0.0)
        var promise = hessian.interceptPromise(meanResiduals: state.meanResiduals)
        for (e, c) in hessian.coordinates.enumerated() {
            let b = state.b[c]
            if penalty.isFree(c) {
                promise += next.map { abs(inner[e] * ($0[e] - b)) } ?? 0
                continue
            }
            scale = min(scale, penalty.largestScale(c, inner[e]))
            if b != 0 {
                value += penalty.value(c, b)
                product += b * inner[e]
            }
        }
        for (e, c) in hessian.coordinates.enumerated() where !penalty.isFree(c) {
            value += penalty.conjugate(c, scale * inner[e])
        }
        if scale < 1 { value += 0.5 * (1 - scale) * (1 - scale) * state.residualSize }
        return max(0, value - scale * product + promise) / state.gapUnit
    }

    /// The minimum of the quadratic model and the penalty, by place in the working set.
    private mutating func newtonPoint(_ penalty: ScaledPenalty) -> [Double] {
        var model = QuadraticModel(
            b: hessian.coordinates.map { state.b[$0] },
            q: hessian.eliminated(q, meanResiduals: state.meanResiduals))
        minimise(&model, PlacePenalty(penalty, columns: hessian.coordinates))
        return model.b
    }

    /// A step to the given coefficients, or on the way there.
    ///
    /// Returns whether the objective fell.
    private mutating func step(_ penalty: ScaledPenalty, to target: [Double]) -> Bool {
        let changes = zip(hessian.coordinates, target).map { $1 - state.b[$0] }
        let shift = hessian.interceptStep(meanResiduals: state.meanResiduals, changes: changes)
        let (before, start) = (objective(penalty), state.place(of: hessian.coordinates))
        for (c, b) in zip(hessian.coordinates, target) { state.b[c] = b }
        move(by: changes, shift: shift)
        if isLower(penalty, than: before) { return true }
        let end = state.place(of: hessian.coordinates)
        var length = 0.5
        while length > 1e-6 {
            state.move(between: start, end, share: length)
            if isLower(penalty, than: before) { break }
            length /= 2
        }
        let isLower = length > 1e-6
        if !isLower { state.move(between: start, end, share: 0) }
        refreshGradient()
        newton.reset()
        refactor(penalty)
        return isLower
    }

    /// Whether the objective is no higher, but for what rounding makes of its sums.
    ///
    /// A quadratic model is exact for the squared loss: there only a step that runs away, as on a Hessian that rounding has
    /// made indefinite, is refused.
    private func isLower(_ penalty: ScaledPenalty, than before: Double) -> Bool {
        let slack = state.problem.datafit.hasConstantCurvature ? 1e-9 : 1e-14
        return objective(penalty) <= before + slack * state.gapUnit
    }

    /// Loss + penalty at the current point; outside the working set all is zero.
    private func objective(_ penalty: ScaledPenalty) -> Double {
        hessian.coordinates.reduce(state.loss) { sum, c in
            state.b[c] == 0 ? sum : sum + penalty.value(c, state.b[c])
        }
    }

    private mutating func minimise(_ model: inout QuadraticModel, _ places: PlacePenalty) {
        if !usesCoordinateDescent {
            let before = model
            let done = newton.minimise(&model, gram: hessian.view, penalty: places)
            if done && model.b.allSatisfy(\.isFinite) { return }
            if !model.b.allSatisfy(\.isFinite) { model = before }
            newton.refactor(model, gram: hessian.view, penalty: places)
        }
        var descent = CoordinateDescent(maxEpochs: max(1, limit - iterations))
        _ = descent.minimise(&model, gram: hessian.view, penalty: places, tolerance: descentTolerance)
        let size = model.b.reduce(1) { max($0, abs($1)) }
        descentTolerance = max(1e-15 * size, descentTolerance * 0.1)
        if settings.solver == .coordinateDescent { iterations += descent.epochs - 1 }
        newton.reset()
        newton.refactor(model, gram: hessian.view, penalty: places)
    }
}

/// Where a point lies, of its coefficients those that a step moves.
struct PointPlace {
    let coordinates: [Int]
    /// By place in `coordinates`.
    let b: [Double]
    let intercepts: [Double]
    let eta: [Double]
}

extension FitState {
    /// Σ mᵢ ρᵢᵀ Wᵢ⁻¹ ρᵢ: how fast the dual of the loss bends along the residual.
    ///
    /// For classes and for the logistic loss a row's term is (1 − μ)/μ of its own class.
    var residualSize: Double {
        let n = problem.n
        var size = 0.0
        if intercepts.count == 1 {
            for i in 0..<n where residual[i] != 0 {
                size += problem.shares[i] * residual[i] * residual[i] / max(curvature[i], 1e-300)
            }
            return size
        }
        for k in intercepts.indices {
            for i in 0..<n where residual[k * n + i] > 0 {
                size += problem.shares[i] * residual[k * n + i] / max(curvature[k * n + i], 1e-300)
            }
        }
        return size
    }

    /// The point, of its coefficients those of the given coordinates.
    func place(of coordinates: [Int]) -> PointPlace {
        PointPlace(coordinates: coordinates, b: coordinates.map { b[$0] }, intercepts: intercepts, eta: eta)
    }

    /// Takes the point at a share of the way between two others, which differ in the same coordinates.
    mutating func move(between start: PointPlace, _ end: PointPlace, share: Double) {
        for (e, c) in start.coordinates.enumerated() { b[c] = start.b[e] + share * (end.b[e] - start.b[e]) }
        for k in intercepts.indices {
            intercepts[k] = start.intercepts[k] + share * (end.intercepts[k] - start.intercepts[k])
        }
        for i in eta.indices { eta[i] = start.eta[i] + share * (end.eta[i] - start.eta[i]) }
        evaluate()
    }

    /// Computes η from the coefficients anew, so that errors of single steps do not add up.
    mutating func recomputePredictors() {
        let n = problem.n
        for k in intercepts.indices {
            for i in k * n..<(k + 1) * n { eta[i] = intercepts[k] }
        }
        problem.add(candidates.filter { b[$0] != 0 }, times: b, to: &eta)
        evaluate()
    }
}
