/// Solves one penalty after another on the same data, each started from the last.
///
/// For one penalty:
/// 1. Newton steps on the working set: the loss is replaced by its quadratic model there, which an inner solver
///    minimises with the penalty; for the squared loss one such step is exact.
/// 2. One pass over all columns gives the duality gap and the columns that should be in the working set.
/// 3. Done when the gap is within the tolerance; otherwise those columns join, and on with 1.
///
/// Sources: Lee, Sun and Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), doi:10.1137/130921428;
/// Johnson and Guestrin, Blitz, ICML 2015 (working sets).
struct PathSolver<M: DesignMatrix>: ~Copyable {
    var state: FitState<M>
    let settings: SolverSettings
    /// Whether a smooth problem gets one more Newton step after the tolerance is reached, which squares the error.
    var polishes = false
    private let nullGradient: Double
    /// The gradient of the residual as projected for the certificate; at the current point for every candidate between
    /// two penalties, and for the working set after each step.
    private var gradient: [Double]
    private var gram: WorkingGram
    private var newton = ActiveSetNewton()
    private var lastL2: [Double] = []
    private var isStale = true
    private var usesCoordinateDescent: Bool
    private var descentTolerance = 0.0
    private(set) var iterations = 0

    init(_ problem: PreparedProblem<M>, factors: [Double]?, settings: SolverSettings) {
        state = FitState(problem, factors: factors)
        self.settings = settings
        usesCoordinateDescent = settings.solver == .coordinateDescent
        gram = WorkingGram(sampleCount: problem.n, featureCount: problem.p)
        gradient = [Double](repeating: 0, count: problem.p)
        state.gradients(of: state.candidates, theta: state.residual, into: &gradient)
        nullGradient = gradient.reduce(0) { max($0, abs($1)) }
    }

    /// Minimises loss + penalty from the current point.
    mutating func solve(
        _ penalty: ScaledPenalty, kept: borrowing KeptProjection, shouldStop: () -> Bool
    ) throws(SolverError) -> SolverOutcome {
        iterations = 0
        descentTolerance = 0.1 * settings.tolerance.squareRoot()
        begin(penalty)
        var stalls = 0
        while true {
            try improve(penalty, kept: kept, shouldStop: shouldStop)
            let theta = kept.apply(to: state)
            let outside = state.candidates.filter { gram.place[$0] < 0 }
            state.gradients(of: outside, theta: theta, into: &gradient)
            let report = state.gap(penalty, over: state.candidates, theta: theta, gradient: gradient)
            guard report.objective.isFinite else { throw .nonFinite(what: "The objective") }
            let done = report.relativeGap <= settings.tolerance
            let entering = done ? [] : violators(penalty)
            stalls = entering.isEmpty ? stalls + 1 : 0
            if stalls == 2 { usesCoordinateDescent = true }
            if done || stalls > 3 || iterations >= limit {
                let violation = state.violation(penalty, gradient: gradient, reference: nullGradient)
                defer { usesCoordinateDescent = settings.solver == .coordinateDescent }
                return SolverOutcome(report: report, violation: violation, iterations: iterations, converged: done)
            }
            for j in entering { _ = gram.insert(j, from: state.problem) }
        }
    }

    private var limit: Int {
        settings.maxIterations ?? (settings.solver == .coordinateDescent ? 100_000 : 1_000)
    }

    private mutating func begin(_ penalty: ScaledPenalty) {
        if isStale || !state.problem.datafit.hasConstantCurvature { refreshGram(penalty) }
        for j in state.candidates where penalty.l1[j] == 0 { _ = gram.insert(j, from: state.problem) }
        if penalty.l2 != lastL2 { refactor(penalty) }
    }

    private mutating func refactor(_ penalty: ScaledPenalty) {
        lastL2 = penalty.l2
        let model = QuadraticModel(b: gram.columns.map { state.b[$0] }, q: [])
        newton.refactor(model, gram: gram.view, penalty: PlacePenalty(penalty, columns: gram.columns))
    }

    /// Takes the curvature of the current point into the Gram matrix of the columns in use.
    private mutating func refreshGram(_ penalty: ScaledPenalty) {
        let largest = state.curvature.max() ?? 1
        let weights = zip(state.problem.shares, state.curvature).map { $0 * max($1, 1e-10 * largest) }
        let keep = gram.columns.filter { state.b[$0] != 0 || penalty.l1[$0] == 0 }
        gram.reset(weights: weights)
        for j in keep { _ = gram.insert(j, from: state.problem) }
        for j in state.candidates where state.b[j] != 0 { _ = gram.insert(j, from: state.problem) }
        newton.reset()
        refactor(penalty)
        isStale = false
    }

    /// Newton steps on the working set until its own gap is well within the tolerance or no longer shrinks.
    private mutating func improve(
        _ penalty: ScaledPenalty, kept: borrowing KeptProjection, shouldStop: () -> Bool
    ) throws(SolverError) {
        let target = 0.25 * settings.tolerance
        var last = Double.infinity
        var failures = 0
        while iterations < limit {
            if shouldStop() { throw .cancelled }
            iterations += 1
            let places = PlacePenalty(penalty, columns: gram.columns)
            // The projection hides what is left to do on unpenalised columns.
            if !kept.isEmpty { state.gradients(of: gram.columns, theta: state.residual, into: &gradient) }
            let moved = step(penalty, places)
            let theta = kept.apply(to: state)
            state.gradients(of: gram.columns, theta: theta, into: &gradient)
            let gap = state.gap(penalty, over: gram.columns, theta: theta, gradient: gradient).relativeGap
            if gap <= target && (!polishes || last <= target) { return }
            if !moved || gap > 0.5 * last {
                failures += 1
                if failures > 3 { return }
            }
            if !state.problem.datafit.hasConstantCurvature && (gap > 0.1 * last || polishes) {
                refreshKeepingSet(penalty)
            }
            last = min(last, gap)
        }
    }

    /// Refreshes the curvature and keeps the columns that were waiting in the working set.
    private mutating func refreshKeepingSet(_ penalty: ScaledPenalty) {
        let columns = gram.columns
        refreshGram(penalty)
        for j in columns { _ = gram.insert(j, from: state.problem) }
    }

    /// One Newton step.
    ///
    /// Returns whether the objective fell.
    private mutating func step(_ penalty: ScaledPenalty, _ places: PlacePenalty) -> Bool {
        let columns = gram.columns
        let start = columns.map { state.b[$0] }
        var model = QuadraticModel(b: start, q: columns.map { gradient[$0] })
        minimise(&model, places)
        if state.problem.datafit.hasConstantCurvature {
            let before = state.objective(penalty)
            for (j, b) in zip(columns, model.b) { state.b[j] = b }
            state.refresh()
            // On a Gram matrix that rounding has made indefinite a step may run away.
            if state.objective(penalty) <= before + 1e-9 * state.nullLoss { return true }
            for (j, b) in zip(columns, start) { state.b[j] = b }
            state.refresh()
            newton.reset()
            refactor(penalty)
            return false
        }
        return search(from: start, to: model.b, columns: columns, penalty)
    }

    private mutating func minimise(_ model: inout QuadraticModel, _ places: PlacePenalty) {
        if !usesCoordinateDescent {
            let before = model
            let done = newton.minimise(&model, gram: gram.view, penalty: places)
            if done && model.b.allSatisfy(\.isFinite) { return }
            if !model.b.allSatisfy(\.isFinite) { model = before }
            newton.refactor(model, gram: gram.view, penalty: places)
        }
        var descent = CoordinateDescent(maxEpochs: max(1, limit - iterations))
        _ = descent.minimise(&model, gram: gram.view, penalty: places, tolerance: descentTolerance)
        let size = model.b.reduce(1) { max($0, abs($1)) }
        descentTolerance = max(1e-15 * size, descentTolerance * 0.1)
        if settings.solver == .coordinateDescent { iterations += descent.epochs - 1 }
        newton.reset()
        newton.refactor(model, gram: gram.view, penalty: places)
    }

    /// Takes the longest of the steps 1, ½, ¼, … that lowers the objective.
    private mutating func search(
        from start: [Double], to end: [Double], columns: [Int], _ penalty: ScaledPenalty
    ) -> Bool {
        let before = state.objective(penalty)
        let (eta, intercept) = (state.eta, state.intercept)
        var direction = [Double](repeating: 0, count: eta.count)
        for (e, j) in columns.enumerated() where end[e] != start[e] {
            state.problem.add(j, times: end[e] - start[e], to: &direction)
        }
        var step = 1.0
        while step > 1e-6 {
            for (e, j) in columns.enumerated() {
                state.b[j] = step == 1 ? end[e] : start[e] + step * (end[e] - start[e])
            }
            state.intercept = intercept
            state.move(from: eta, along: direction, step: step)
            if state.objective(penalty) <= before + 4e-16 * abs(before) {
                if step < 1 { newton.reset(); refactor(penalty) }
                return true
            }
            step /= 2
        }
        for (e, j) in columns.enumerated() { state.b[j] = start[e] }
        state.intercept = intercept
        state.refresh()
        newton.reset()
        refactor(penalty)
        return false
    }

    /// The candidates outside the working set that the penalty does not hold, the worst first, at most twice as many
    /// as there are non-zero coefficients.
    private func violators(_ penalty: ScaledPenalty) -> [Int] {
        var found: [(column: Int, excess: Double)] = []
        for j in state.candidates where gram.place[j] < 0 {
            let excess = penalty.violation(j, q: gradient[j], b: 0)
            if excess > 1e-13 * penalty.l1[j] + 1e-15 { found.append((j, excess)) }
        }
        let most = 50 + 2 * gram.columns.count(where: { state.b[$0] != 0 })
        return found.sorted { ($0.excess, $1.column) > ($1.excess, $0.column) }.prefix(most).map(\.column)
    }
}
