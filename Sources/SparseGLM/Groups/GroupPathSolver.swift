/// Solves one penalty of groups after another on the same data, each started from the last.
///
/// As `PathSolver`, with blocks of columns in the place of columns: the loss is replaced by its quadratic model on a
/// working set of blocks, which `BlockSolver` minimises with the penalty; one pass over all columns gives the duality
/// gap and the blocks that should be in the working set. Blocks also enter where the gradients of the last two
/// solutions, taken on to the next λ along a line, say that they will be needed.
struct GroupPathSolver<M: DesignMatrix>: ~Copyable {
    private(set) var state: FitState<M>
    private let partition: ColumnPartition
    private let settings: SolverSettings
    private let nullGradient: Double
    /// The gradient of the residual as projected for the certificate, p values.
    private var gradient: [Double]
    /// Where the last two solutions were, for the prediction.
    private var trail: [(lambda: Double, gradient: [Double])] = []
    private var gram: WorkingGram
    private var working: WorkingBlocks
    private var solver: BlockSolver
    private var innerShare = 0.1
    private var iterations = 0
    private var isStale = true

    init(_ problem: PreparedProblem<M>, penalty: PenaltyShape, settings: SolverSettings) {
        partition = ColumnPartition(penalty, scaling: problem.scaling)
        state = FitState(problem, factors: penalty.withoutGroups(featureCount: problem.p).factors)
        self.settings = settings
        solver = BlockSolver(usesNewton: settings.solver == .auto)
        gram = WorkingGram(sampleCount: problem.n, featureCount: problem.p)
        working = WorkingBlocks(blockCount: partition.blocks.count)
        gradient = [Double](repeating: 0, count: problem.p)
        state.gradients(of: state.candidates, theta: state.residual, into: &gradient)
        nullGradient = gradient.reduce(0) { max($0, abs($1)) }
    }

    /// The columns that are not penalised at a λ.
    func freeColumns(_ lambda: Double) throws(SolverError) -> [Int] {
        try GroupPenalty(partition, lambda: lambda).freeColumns
    }

    /// Minimises loss + penalty at one λ from the current point.
    mutating func solve(
        _ lambda: Double, kept: KeptProjection, shouldStop: () -> Bool
    ) throws(SolverError) -> SolverOutcome {
        let penalty = try GroupPenalty(partition, lambda: lambda)
        iterations = 0
        innerShare = 0.1
        begin(penalty, lambda)
        var stalls = 0
        var last = 0.1
        while true {
            try improve(penalty, from: last, kept: kept, shouldStop: shouldStop)
            let theta = kept.apply(to: state, from: MatrixColumns(problem: state.problem))
            state.gradients(of: state.candidates.filter { gram.place[$0] < 0 }, theta: theta, into: &gradient)
            let report = state.gap(penalty, over: Array(penalty.blocks.indices), theta: theta, gradient: gradient)
            guard report.objective.isFinite else { throw .nonFinite(what: "The objective") }
            last = report.relativeGap
            let done = last <= settings.tolerance
            let entering = done ? [] : violators(penalty)
            stalls = entering.isEmpty ? stalls + 1 : 0
            if done || stalls > 3 || iterations >= limit {
                trail = trail.suffix(1) + [(lambda, gradient)]
                return SolverOutcome(
                    report: report, violation: state.violation(penalty, gradient: gradient, reference: nullGradient),
                    iterations: iterations, converged: done)
            }
            insert(entering)
        }
    }

    private var limit: Int { settings.maxIterations ?? (solver.usesNewton ? 1_000 : 100_000) }

    private mutating func insert(_ blocks: [Int]) {
        for g in blocks { working.insert(g, columns: partition.blocks[g], into: &gram, from: state.problem) }
    }

    private func isActive(_ g: Int) -> Bool { partition.blocks[g].contains { state.b[$0] != 0 } }

    // MARK: Working set

    private mutating func begin(_ penalty: GroupPenalty, _ lambda: Double) {
        if isStale || !state.problem.datafit.hasConstantCurvature { refreshGram(penalty) }
        insert(penalty.blocks.indices.filter { penalty.penalties[$0].isFree } + predicted(penalty, lambda))
    }

    /// Takes the curvature of the current point into the Gram matrix of the blocks in use.
    private mutating func refreshGram(_ penalty: GroupPenalty) {
        let largest = state.curvature.max() ?? 1
        gram.reset(weights: zip(state.problem.shares, state.curvature).map { $0 * max($1, 1e-10 * largest) })
        working.removeAll()
        solver.reset()
        insert(penalty.blocks.indices.filter { penalty.penalties[$0].isFree || isActive($0) })
        isStale = false
    }

    /// Refreshes the curvature and keeps the blocks that were waiting in the working set.
    private mutating func refreshKeepingSet(_ penalty: GroupPenalty) {
        let blocks = working.blocks
        refreshGram(penalty)
        insert(blocks)
    }

    /// The blocks that leave zero where each gradient goes on along a line in λ.
    private func predicted(_ penalty: GroupPenalty, _ lambda: Double) -> [Int] {
        guard trail.count == 2, trail[0].lambda != trail[1].lambda else { return [] }
        let (last, before) = (trail[1].gradient, trail[0].gradient)
        let onward = (lambda - trail[1].lambda) / (trail[1].lambda - trail[0].lambda)
        return penalty.blocks.indices.filter { g in
            guard !working.contains(g) else { return false }
            return penalty.penalties[g].excess(
                penalty.blocks[g].lazy.map { last[$0] + onward * (last[$0] - before[$0]) }) > 0
        }
    }

    /// The blocks outside the working set that the penalty does not hold, the worst first, at most twice as many as
    /// there are active ones.
    private func violators(_ penalty: GroupPenalty) -> [Int] {
        let gradient = gradient
        var found: [(block: Int, excess: Double)] = []
        for (g, block) in penalty.penalties.enumerated() where !working.contains(g) {
            let q = penalty.blocks[g].lazy.map { gradient[$0] }
            if !block.holds(q) { found.append((g, block.excess(q) / max(block.strength, 1e-300))) }
        }
        let most = 25 + 2 * working.blocks.count(where: { isActive($0) })
        return found.sorted { ($0.excess, $1.block) > ($1.excess, $0.block) }.prefix(most).map(\.block)
    }

    // MARK: Steps

    /// Newton steps on the working set until its own gap is well within the tolerance or no longer shrinks.
    ///
    /// `start` is about the gap at the current point. Where rounding lets the gap go up and down, the best point is kept.
    private mutating func improve(
        _ penalty: GroupPenalty, from start: Double, kept: KeptProjection, shouldStop: () -> Bool
    ) throws(SolverError) {
        let target = 0.25 * settings.tolerance
        let isExact = state.problem.datafit.hasConstantCurvature
        var (last, failures) = (Double.infinity, 0)
        var best: (gap: Double, b: [Double], intercepts: [Double])?
        while iterations < limit {
            if shouldStop() { throw .cancelled }
            // The projection hides what is left to do on unpenalised columns.
            if !kept.isEmpty { state.gradients(of: gram.columns, theta: state.residual, into: &gradient) }
            let wanted = isExact ? settings.tolerance : max(settings.tolerance, 0.5 * min(start, last))
            let before = state.objective(penalty)
            let moved = step(penalty, target: innerShare * wanted)
            let fall = (before - state.objective(penalty)) / state.gapUnit
            let theta = kept.apply(to: state, from: MatrixColumns(problem: state.problem))
            state.gradients(of: gram.columns, theta: theta, into: &gradient)
            let gap = state.gap(penalty, over: working.blocks, theta: theta, gradient: gradient).relativeGap
            if gap <= target || (failures > 0 && gap <= settings.tolerance) { return }
            if gap <= best?.gap ?? .infinity { best = (gap, state.b, state.intercepts) }
            // A gap may grow on the way to a lower objective.
            if !moved || gap > 0.5 * last && fall < 0.01 * last {
                failures += 1
                innerShare *= 0.1
                if failures > 3 { break }
            }
            if !isExact && gap > 0.1 * last { refreshKeepingSet(penalty) }
            last = min(last, gap)
        }
        if let best, best.b != state.b {
            (state.b, state.intercepts) = (best.b, best.intercepts)
            state.refresh()
            let theta = kept.apply(to: state, from: MatrixColumns(problem: state.problem))
            state.gradients(of: gram.columns, theta: theta, into: &gradient)
        }
    }

    /// Minimises the quadratic model at the current point, and goes there as far as the objective falls.
    ///
    /// Returns whether it did. `target` is relative to the loss of the intercept-only model.
    private mutating func step(_ penalty: GroupPenalty, target: Double) -> Bool {
        let columns = gram.columns
        let start = columns.map { state.b[$0] }
        var model = BlockModel(
            starts: working.starts, penalties: working.blocks.map { penalty.penalties[$0] }, b: start,
            q: columns.map { gradient[$0] })
        let sweeps = solver.minimise(
            &model, gram: gram.view, target: target * (state.nullLoss > 0 ? state.nullLoss : 1), loss: state.loss,
            maxSweeps: solver.usesNewton ? 10_000 : limit - iterations)
        iterations += solver.usesNewton ? 1 : sweeps
        guard model.b.allSatisfy(\.isFinite) else { return false }
        guard !state.problem.datafit.hasConstantCurvature else {
            for (j, b) in zip(columns, model.b) { state.b[j] = b }
            state.refresh()
            return true
        }
        return search(from: start, to: model.b, columns: columns, penalty)
    }

    /// Takes the longest of the steps 1, ½, ¼, … that lowers the objective.
    private mutating func search(
        from start: [Double], to end: [Double], columns: [Int], _ penalty: GroupPenalty
    ) -> Bool {
        let before = state.objective(penalty)
        let (eta, intercepts) = (state.eta, state.intercepts)
        var direction = [Double](repeating: 0, count: eta.count)
        var changes = [Double](repeating: 0, count: state.problem.p)
        for (e, j) in columns.enumerated() { changes[j] = end[e] - start[e] }
        state.problem.add(columns.filter { changes[$0] != 0 }, times: changes, to: &direction)
        var step = 1.0
        while step > 1e-6 {
            for (e, j) in columns.enumerated() {
                state.b[j] = step == 1 ? end[e] : start[e] + step * (end[e] - start[e])
            }
            state.intercepts = intercepts
            state.move(from: eta, along: direction, step: step)
            if state.objective(penalty) <= before + 4e-16 * abs(before) { return true }
            step /= 2
        }
        for (e, j) in columns.enumerated() { state.b[j] = start[e] }
        state.intercepts = intercepts
        state.refresh()
        return false
    }
}
