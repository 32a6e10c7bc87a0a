/// Solves one penalty of groups after another on the same data; one pass over the matrix certifies a few.
///
/// As `PathSolver`, with blocks of columns in the place of columns:
///
/// 1. The blocks that the next few penalties may need join the working set, from the gradients at the last two certified
///    ones.
/// 2. Settle each penalty on the working set, see `GroupPathSolver+Newton.swift`: the loss is replaced by its quadratic
///    model, which `BlockSolver` minimises with the penalty.
/// 3. One pass over all columns gives the duality gaps of all. Accept up to the first gap above the tolerance; what the
///    prediction missed there joins, and on with 2.
struct GroupPathSolver<M: DesignMatrix>: ~Copyable {
    /// A penalty to be solved for.
    struct Stop {
        let lambda: Double
        let penalty: GroupPenalty
        /// Takes the unpenalised columns out of a residual.
        let kept: KeptProjection
    }

    var state: FitState<M>
    let partition: ColumnPartition
    let settings: SolverSettings
    let source: any ColumnSource
    var system: BlockSystem
    var solver: BlockSolver
    /// The negative gradient of the loss at the current point, by place in the working set.
    var q: [Double] = []
    var iterations = 0
    /// Whether the curvature is too old to start from.
    var isStale = true
    /// The blocks that the batch may need.
    var expected: [Int] = []
    private var reference = 0.0
    /// At the last two certified penalties.
    private var older: Gradients?
    private var newer: Gradients?
    /// The last two points that were settled.
    var trail: [(lambda: Double, b: [Double])] = []

    init(
        _ problem: PreparedProblem<M>, penalty: PenaltyShape, partition: ColumnPartition, settings: SolverSettings,
        source: any ColumnSource
    ) {
        state = FitState(
            problem, factors: penalty.withoutGroups(featureCount: problem.p).factors, workers: settings.workers)
        self.partition = partition
        self.settings = settings
        self.source = source
        solver = BlockSolver(usesNewton: settings.solver == .auto)
        system = BlockSystem(problem, blockCount: partition.blocks.count, workers: settings.workers)
    }

    /// The most penalties that one pass certifies.
    ///
    /// What a batch adds to the working set is in the way of its first solves: by rows that costs more than a pass.
    private var greatestDepth: Int { system.usesGram ? 4 : 1 }

    /// The most steps for one penalty.
    var limit: Int { settings.maxIterations ?? (solver.usesNewton ? 1_000 : 100_000) }

    /// Minimises loss + penalty at each stop, in order, each from the point before, and hands over what was reached.
    mutating func solve(
        _ stops: [Stop], shouldStop: () -> Bool, accept: (Int, FitState<M>, SolverOutcome) -> Void
    ) throws(SolverError) {
        try start(stops, shouldStop: shouldStop)
        var k = 0
        var depth = greatestDepth
        while k < stops.count {
            let batch = Array(stops[k..<min(k + depth, stops.count)])
            begin(batch)
            var solved: [Settled] = []
            for stop in batch {
                if shouldStop() { throw .cancelled }
                iterations = 0
                try improve(stop, target: 0.3 * settings.tolerance, shouldStop: shouldStop)
                remember(stop)
                solved.append(settled(stop))
            }
            let (accepted, missed) = try certify(batch, solved, first: k, accept)
            k += accepted
            guard accepted < batch.count else {
                depth = min(greatestDepth, depth + 2)
                continue
            }
            if accepted < (batch.count + 1) / 2 { depth = max(1, depth / 2) }
            try insist(stops[k], from: solved[accepted], missed, shouldStop: shouldStop) { accept(k, $0, $1) }
            k += 1
        }
    }

    /// A point that is settled on the working set.
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
            b: state.b, intercepts: state.intercepts, loss: state.loss,
            theta: stop.kept.apply(to: state, from: source), iterations: iterations)
    }

    private mutating func remember(_ stop: Stop) {
        trail = trail.suffix(1) + [(stop.lambda, state.b)]
    }

    /// Fits the unpenalised columns alone, and takes the gradients there.
    private mutating func start(_ stops: [Stop], shouldStop: () -> Bool) throws(SolverError) {
        guard let first = stops.first else { return }
        reference = gradients(at: [state.residual])[0].reduce(0) { max($0, abs($1)) }
        expected = freeBlocks(first.penalty)
        if !expected.isEmpty {
            refresh(first.penalty)
            try improve(first, target: 0, shouldStop: shouldStop)
        }
        let gradient = gradients(at: [settled(first).theta])[0]
        // The lambda at which the first block would enter.
        var scale = 1.0
        for (columns, penalty) in zip(first.penalty.blocks, first.penalty.penalties) where !penalty.isFree {
            let norms = BlockPenalty(norm: penalty.norm, l1: penalty.l1, l2: 0)
            scale = norms.largestScale(columns.map { gradient[$0] }, bound: scale)
        }
        newer = Gradients(lambda: scale > 0 ? first.lambda / scale : first.lambda, values: gradient)
    }

    /// Lets in what a batch may need.
    private mutating func begin(_ batch: [Stop]) {
        guard let first = batch.first, let last = batch.last else { return }
        expected = predicted(last) + freeBlocks(first.penalty)
        if isStale {
            refresh(first.penalty)
        } else {
            if state.problem.datafit.hasConstantCurvature { state.refresh() }
            insert(expected)
        }
    }

    func freeBlocks(_ penalty: GroupPenalty) -> [Int] {
        penalty.penalties.indices.filter { penalty.penalties[$0].isFree }
    }

    /// The blocks that leave zero at the last gradients, or where these go on along a line in λ.
    private func predicted(_ stop: Stop) -> [Int] {
        guard let newer else { return [] }
        let line = GradientLine(from: older, through: newer, to: stop.lambda)
        // Without a line, as if every gradient grew as fast as λ falls.
        let share = line == nil ? min(1, max(2 * stop.lambda - newer.lambda, 0.5 * stop.lambda) / stop.lambda) : 1
        let (blocks, penalties) = (stop.penalty.blocks, stop.penalty.penalties)
        return blocks.indices.filter { g in
            if system.contains(g) { return false }
            if penalties[g].excess(blocks[g].lazy.map { newer.values[$0] }, times: 1 / share) > 0 { return true }
            return line.map { line in penalties[g].excess(blocks[g].lazy.map { line.value($0) }) > 0 } ?? false
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
            let (point, outcome) = try judge(stop, solved[i], gradient: all[i])
            guard outcome.converged else { return (i, all[i]) }
            (older, newer) = (newer, Gradients(lambda: stop.lambda, values: all[i]))
            accept(first + i, point, outcome)
        }
        return (batch.count, [])
    }

    private func judge(
        _ stop: Stop, _ settled: Settled, gradient: [Double]
    ) throws(SolverError) -> (FitState<M>, SolverOutcome) {
        var point = state
        (point.b, point.intercepts, point.loss) = (settled.b, settled.intercepts, settled.loss)
        let report = point.gap(
            stop.penalty, over: Array(stop.penalty.blocks.indices), theta: settled.theta, gradient: gradient)
        guard report.objective.isFinite else { throw .nonFinite(what: "The objective") }
        let outcome = SolverOutcome(
            report: report, violation: point.violation(stop.penalty, gradient: gradient, reference: reference),
            iterations: settled.iterations, converged: report.relativeGap <= settings.tolerance)
        return (point, outcome)
    }

    /// Goes on with one penalty until it is certified, or until nothing helps any more.
    private mutating func insist(
        _ stop: Stop, from settled: Settled, _ missed: [Double], shouldStop: () -> Bool,
        accept: (FitState<M>, SolverOutcome) -> Void
    ) throws(SolverError) {
        (state.b, state.intercepts) = (settled.b, settled.intercepts)
        iterations = settled.iterations
        trail.removeAll()
        state.refresh()
        expected += violators(stop.penalty, gradient: missed)
        insert(expected)
        var target = 0.25 * settings.tolerance
        var stalls = 0
        while true {
            try improve(stop, target: target, shouldStop: shouldStop)
            let point = self.settled(stop)
            let gradient = gradients(at: [point.theta])[0]
            let (_, outcome) = try judge(stop, point, gradient: gradient)
            let entering = outcome.converged ? [] : violators(stop.penalty, gradient: gradient)
            stalls = entering.isEmpty ? stalls + 1 : 0
            if outcome.converged || stalls > 3 || iterations >= limit {
                (older, newer) = (newer, Gradients(lambda: stop.lambda, values: gradient))
                remember(stop)
                return accept(state, outcome)
            }
            if entering.isEmpty { target *= 0.1 }
            expected += entering
            insert(entering)
        }
    }

    /// The gradients of all columns at each θ; 0 for columns that are in no block.
    private func gradients(at thetas: [[Double]]) -> [[Double]] {
        let (n, p) = (state.problem.n, state.problem.p)
        let shares = state.problem.shares
        let residuals = thetas.map { theta in (0..<n).map { theta[$0] * shares[$0] * Double(n) } }
        let products = source.products(state.candidates, residuals: residuals, workers: settings.workers)
        guard state.candidates.count < p else { return products }
        return products.map { product in
            var all = [Double](repeating: 0, count: p)
            for (j, value) in zip(state.candidates, product) { all[j] = value }
            return all
        }
    }

    /// The blocks outside the working set that the penalty does not hold, the worst first, at most twice as many as
    /// there are active ones.
    private func violators(_ penalty: GroupPenalty, gradient: [Double]) -> [Int] {
        var found: [(block: Int, excess: Double)] = []
        for (g, block) in penalty.penalties.enumerated() where !system.contains(g) {
            let q = penalty.blocks[g].lazy.map { gradient[$0] }
            if !block.holds(q) { found.append((g, block.excess(q) / max(block.strength, 1e-300))) }
        }
        let most = 25 + 2 * system.blocks.count(where: { isActive($0) })
        return found.sorted { ($0.excess, $1.block) > ($1.excess, $0.block) }.prefix(most).map(\.block)
    }

    func isActive(_ g: Int) -> Bool { partition.blocks[g].contains { state.b[$0] != 0 } }
}
