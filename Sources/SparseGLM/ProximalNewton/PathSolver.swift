/// Solves one penalty after another on the same data by proximal Newton steps on working sets; one pass over the matrix
/// certifies several penalties.
///
/// 1. Predict which coordinates the next few penalties may need, from the gradients at the last two certified ones.
/// 2. Settle each of them on its working set: Newton steps, see `PathSolver+Newton.swift`, until the gap there is well
///    within the tolerance; predicted coordinates are watched and let in as they are needed.
/// 3. One pass over all columns gives the duality gaps of all. Accept up to the first gap above the tolerance; what the
///    prediction missed there joins, and on with 2.
///
/// Sources: Lee, Sun and Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), doi:10.1137/130921428;
/// Johnson and Guestrin, Blitz, ICML 2015 (working sets); Larsson, arXiv:2105.05648 (look-ahead over lambdas).
struct PathSolver<M: DesignMatrix>: ~Copyable {
    /// A penalty to be solved for.
    struct Stop {
        let lambda: Double
        let penalty: ScaledPenalty
        /// The columns that are neither penalised nor bounded.
        let free: [Int]
        /// Takes those out of a residual.
        let kept: KeptProjection
    }

    var state: FitState<M>
    let settings: SolverSettings
    let source: any ColumnSource
    /// Whether a smooth problem gets one more Newton step after the tolerance is reached, which squares the error.
    var polishes = false
    var hessian: WorkingHessian
    var newton: ActiveSetNewton
    /// The negative gradient of the loss at the current point, by place in the working set.
    var q: [Double] = []
    var usesCoordinateDescent: Bool
    var descentTolerance = 0.0
    var iterations = 0
    /// Whether the Hessian is too old to start from.
    var isStale = true
    var lastL2: Strengths?
    var lastUnpenalised: [Int] = []
    /// Coordinates outside the working set that a penalty may need.
    var watched: WatchList
    /// The columns of the candidates.
    let features: [Int]
    /// At the last two certified penalties.
    private(set) var older: Gradients?
    private(set) var newer: Gradients?
    /// At the last two penalties that were settled, certified or not; right for the watched coordinates alone.
    private(set) var before: Gradients?
    private(set) var now: Gradients?
    /// At the current point, right for the watched coordinates alone.
    private var current: [Double]
    private var reference = 0.0

    init(
        _ problem: PreparedProblem<M>, factors: [Double]?, settings: SolverSettings, source: any ColumnSource
    ) {
        state = FitState(problem, factors: factors, workers: settings.workers)
        self.settings = settings
        self.source = source
        usesCoordinateDescent = settings.solver == .coordinateDescent
        hessian = WorkingHessian(problem, workers: settings.workers)
        newton = ActiveSetNewton(most: problem.coordinateCount)
        watched = WatchList(count: problem.coordinateCount)
        features = state.candidates.filter { $0 < problem.p }
        current = [Double](repeating: 0, count: problem.coordinateCount)
    }

    /// The most penalties that one pass certifies.
    private var greatestDepth: Int { max(1, min(8, 24 / state.intercepts.count)) }

    /// Minimises loss + penalty at each stop, in order, each from the point before, and hands over what was reached.
    mutating func solve(
        _ stops: [Stop], shouldStop: () -> Bool, accept: (Int, FitState<M>, SolverOutcome) -> Void
    ) throws(SolverError) {
        start(stops)
        var k = 0
        var depth = min(4, greatestDepth)
        while k < stops.count {
            let batch = Array(stops[k..<min(k + depth, stops.count)])
            (before, now) = (older, newer)
            var solved: [Settled] = []
            for stop in batch {
                watch(for: stop)
                iterations = 0
                descentTolerance = 0.1 * settings.tolerance.squareRoot()
                try settle(stop, target: innerTolerance, shouldStop: shouldStop)
                solved.append(settled(stop))
                (before, now) = (now, Gradients(lambda: stop.lambda, values: current))
            }
            let (accepted, missed) = try certify(batch, solved, first: k, accept)
            k += accepted
            if accepted == batch.count {
                depth = min(greatestDepth, depth + 2)
                continue
            }
            if accepted < (batch.count + 1) / 2 { depth = max(1, depth / 2) }
            try insist(stops[k], from: solved[accepted], missed, shouldStop: shouldStop) { accept(k, $0, $1) }
            k += 1
        }
    }

    /// The gap that the working set has to reach.
    ///
    /// Where the tolerance is tight the steps are so good that another order of magnitude comes with the last one.
    private var innerTolerance: Double { settings.tolerance * (settings.tolerance < 1e-9 ? 0.1 : 0.3) }

    /// A point that is settled on its working set.
    private struct Settled {
        let b: [Double]
        let intercepts: [Double]
        let loss: Double
        /// The residual, feasible for the dual problem.
        let theta: [Double]
        let iterations: Int
    }

    private func settled(_ stop: Stop) -> Settled {
        Settled(
            b: state.b, intercepts: state.intercepts, loss: state.loss, theta: stop.kept.apply(to: state, from: source),
            iterations: iterations)
    }

    private mutating func start(_ stops: [Stop]) {
        guard let first = stops.first, newer == nil else { return }
        let gradient = gradients(at: [state.residual])[0]
        reference = gradient.reduce(0) { max($0, abs($1)) }
        // The lambda at which the first coordinate would enter.
        let top = state.candidates.reduce(first.lambda) { top, c in
            first.penalty.l1[c] > 0 ? max(top, abs(gradient[c]) / first.penalty.l1[c] * first.lambda) : top
        }
        newer = Gradients(lambda: top, values: gradient)
        current = gradient
    }

    /// Settles one penalty on its working set, watched coordinates let in as they are needed.
    private mutating func settle(_ stop: Stop, target: Double, shouldStop: () -> Bool) throws(SolverError) {
        begin(stop.penalty)
        enter(entries(of: expected(at: stop)))
        while true {
            try improve(stop.penalty, target: target, shouldStop: shouldStop)
            guard iterations < limit else { return }
            let outside = entries(of: watched.coordinates)
            for (c, gradient) in outside { current[c] = gradient }
            let missing = violators(stop.penalty, among: outside)
            guard !missing.isEmpty else { return }
            enter(missing)
        }
    }

    /// Certifies a batch by one pass over the columns and hands over what is within the tolerance.
    ///
    /// Returns how many that are, and the gradients of the first that is not.
    private mutating func certify(
        _ batch: [Stop], _ solved: [Settled], first: Int, _ accept: (Int, FitState<M>, SolverOutcome) -> Void
    ) throws(SolverError) -> (accepted: Int, missed: [Double]) {
        let all = gradients(at: solved.map(\.theta))
        for (i, stop) in batch.enumerated() {
            let outcome = try judge(stop, solved[i], gradient: all[i])
            guard outcome.converged else { return (i, all[i]) }
            conclude(stop, gradient: all[i])
            accept(first + i, point(solved[i]), outcome)
        }
        return (batch.count, [])
    }

    private mutating func conclude(_ stop: Stop, gradient: [Double]) {
        older = newer
        newer = Gradients(lambda: stop.lambda, values: gradient)
        usesCoordinateDescent = settings.solver == .coordinateDescent
    }

    /// The settled point; what follows from its coefficients row by row is that of the current one.
    private func point(_ settled: Settled) -> FitState<M> {
        var point = state
        (point.b, point.intercepts, point.loss) = (settled.b, settled.intercepts, settled.loss)
        return point
    }

    private func judge(
        _ stop: Stop, _ settled: Settled, gradient: [Double]
    ) throws(SolverError) -> SolverOutcome {
        let point = point(settled)
        let report = point.gap(stop.penalty, over: point.candidates, theta: settled.theta, gradient: gradient)
        guard report.objective.isFinite else { throw .nonFinite(what: "The objective") }
        return SolverOutcome(
            report: report,
            violation: point.violation(stop.penalty, gradient: gradient, reference: reference),
            iterations: settled.iterations, converged: report.relativeGap <= settings.tolerance)
    }

    /// Goes on with one penalty until it is certified, or until nothing helps any more.
    private mutating func insist(
        _ stop: Stop, from settled: Settled, _ missed: [Double], shouldStop: () -> Bool,
        accept: (FitState<M>, SolverOutcome) -> Void
    ) throws(SolverError) {
        (state.b, state.intercepts) = (settled.b, settled.intercepts)
        iterations = settled.iterations
        // Nothing that later penalties of the batch left behind counts.
        hessian.insert(state.candidates.filter { state.b[$0] != 0 && hessian.place[$0] < 0 }, from: source)
        refresh(stop.penalty, inOrder: true)
        watched.removeAll()
        watch(for: stop)
        enterViolators(stop.penalty, gradient: missed)
        var target = innerTolerance
        var stalls = 0
        while true {
            try settle(stop, target: target, shouldStop: shouldStop)
            let point = self.settled(stop)
            let gradient = gradients(at: [point.theta])[0]
            let outcome = try judge(stop, point, gradient: gradient)
            let isComplete = outcome.converged || !enterViolators(stop.penalty, gradient: gradient)
            stalls = isComplete ? stalls + 1 : 0
            if outcome.converged || stalls > 5 || iterations >= limit {
                conclude(stop, gradient: gradient)
                accept(state, outcome)
                return
            }
            if isComplete { target *= 0.1 }
            if stalls == 3 { usesCoordinateDescent = true }
        }
    }

    /// Lets in what the penalty does not hold at gradients of any point.
    ///
    /// Returns whether there was any.
    @discardableResult
    private mutating func enterViolators(_ penalty: ScaledPenalty, gradient: [Double]) -> Bool {
        let outside = state.candidates.filter { hessian.place[$0] < 0 }
        let missing = violators(penalty, among: outside.map { ($0, gradient[$0]) })
        enter(entries(of: missing.map(\.coordinate)))
        return !missing.isEmpty
    }

    /// The coordinates that the penalty does not hold, the worst first, at most twice as many as are not zero.
    private func violators(_ penalty: ScaledPenalty, among outside: [Entry]) -> [Entry] {
        var found: [(entry: Entry, excess: Double)] = []
        for entry in outside where abs(entry.gradient) > penalty.l1[entry.coordinate] {
            let (c, gradient) = entry
            let excess = penalty.violation(c, q: gradient, b: 0)
            if excess > 1e-13 * penalty.l1[c] + 1e-15 { found.append((entry, excess)) }
        }
        let most = 50 + 2 * hessian.coordinates.count(where: { state.b[$0] != 0 })
        return found.sorted {
            ($0.excess, $1.entry.coordinate) > ($1.excess, $0.entry.coordinate)
        }.prefix(most).map(\.entry)
    }

    /// Lets coordinates into the working set.
    private mutating func enter(_ new: [Entry]) {
        guard !new.isEmpty else { return }
        hessian.insert(new.map(\.coordinate), from: source)
        q += new.map(\.gradient)
        let place = hessian.place
        watched.remove { place[$0] >= 0 }
    }
}
