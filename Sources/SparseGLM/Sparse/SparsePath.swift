/// The path of the squared loss on a sparse matrix: coordinate descent on working sets, several lambdas side by side.
///
/// A sparse column meets few rows, so a step of coordinate descent costs what its entries cost, and no Gram matrix is
/// needed. What it does cost is fetching the rows, and one line of memory holds the residuals of eight lambdas: they are
/// solved together, and certified by one pass over the matrix. Where sweeps creep, `SparseNewton` takes over while the
/// columns in use are moderately many, and `SparseModelDescent`, lambda by lambda, where they are more.
struct SparsePath {
    private let problem: SparseProblem
    private let settings: SolverSettings
    private let reach: [Double]
    private let columns: SparseWorkingSet
    private let narrow: SparseBatch
    private let wide: SparseBatch
    private var older: SparseState?
    private var newer: SparseState

    /// The largest step between two lambdas, and the longest stretch of a batch, on a log scale.
    private static let greatestStep = 0.8
    /// Columns whose predicted gradient comes this near to the penalty enter.
    private static let margin = 0.85

    init(
        _ problem: SparseProblem, lambdaCount: Int, settings: SolverSettings,
        mostExact: Int = SparseNewton.mostColumns
    ) {
        self.problem = problem
        self.settings = settings
        reach = problem.reach
        columns = SparseWorkingSet(problem, reach: reach)
        narrow = SparseBatch(problem, reach: reach, lanes: 1, settings: settings, mostExact: mostExact)
        wide = SparseBatch(
            problem, reach: reach, lanes: lambdaCount > 2 ? 8 : 1, settings: settings, mostExact: mostExact)
        newer = SparseState(lambda: .infinity, b: [], gradient: [])
    }

    /// Solves at each lambda, in order.
    mutating func solve(_ lambdas: [Double], shouldStop: () -> Bool) throws(SolverError) -> [SparsePoint] {
        start()
        var points: [SparsePoint] = []
        var k = 0
        while k < lambdas.count {
            try approach(lambdas[k], shouldStop)
            let batch = Array(lambdas[k..<min(lambdas.count, k + reachable(from: k, lambdas))])
            points += try solve(batch, tolerance: settings.tolerance, shouldStop)
            k += batch.count
        }
        return points
    }

    /// The model of the intercept and the unpenalised columns, and the λ at which the first other column enters.
    private mutating func start() {
        narrow.evaluate([], lambda: 1, columns)
        let reference = narrow.state(0, columns).gradient.reduce(0) { max($0, abs($1)) }
        (narrow.referenceGradient, wide.referenceGradient) = (reference, reference)
        // The free ones first: their gradients are asked for by their number.
        for j in problem.free?.columns ?? [] { columns.insert(j) }
        for j in problem.candidates where problem.penalty.l1[j] == 0 { columns.insert(j) }
        if columns.count > 0 {
            narrow.evaluate([Double](repeating: 0, count: columns.count), lambda: 1, columns)
        }
        let start = narrow.state(0, columns)
        let top = problem.candidates.reduce(0) { top, j in
            problem.penalty.l1[j] > 0 ? max(top, abs(start.gradient[j]) * reach[j]) : top
        }
        newer = SparseState(lambda: top, b: start.b, gradient: start.gradient)
    }

    /// Passes through lambdas in between, roughly solved, where the next one is far.
    private mutating func approach(_ lambda: Double, _ shouldStop: () -> Bool) throws(SolverError) {
        let distance = newer.lambda > lambda ? Kernels.log(newer.lambda / lambda) / Self.greatestStep : 0
        let count = min(100, Int(distance.rounded(.down)))
        let from = newer.lambda
        for step in 0..<count {
            let between = from * Kernels.exp(-distance * Self.greatestStep * Double(step + 1) / Double(count + 1))
            _ = try solve([between], tolerance: max(1e-2, settings.tolerance), shouldStop)
        }
    }

    /// How many lambdas from k on make one batch.
    private func reachable(from k: Int, _ lambdas: [Double]) -> Int {
        // Until two points are known there is no line to follow.
        let most = min(older == nil ? 2 : 8, wide.width)
        var count = 1
        while count < most, k + count < lambdas.count, lambdas[k + count] > 0,
            Kernels.log(newer.lambda / lambdas[k + count]) <= Self.greatestStep
        { count += 1 }
        return count
    }

    private mutating func solve(
        _ batch: [Double], tolerance: Double, _ shouldStop: () -> Bool
    ) throws(SolverError) -> [SparsePoint] {
        guard let last = batch.last else { return [] }
        predict(last)
        if batch.count == 1 {
            let points = try narrow.solve(
                batch, tolerance: tolerance, from: older, newer, columns: columns, shouldStop: shouldStop)
            (older, newer) = (newer, narrow.state(0, columns))
            return points
        }
        let points = try wide.solve(
            batch, tolerance: tolerance, from: older, newer, columns: columns, shouldStop: shouldStop)
        older = wide.state(batch.count - 2, columns)
        newer = wide.state(batch.count - 1, columns)
        return points
    }

    /// Lets in the columns whose gradients, followed along the line through the last two points, come near the penalty.
    private mutating func predict(_ lambda: Double) {
        let slope = older.map { $0.lambda > newer.lambda ? (lambda - newer.lambda) / (newer.lambda - $0.lambda) : 0 }
        for j in problem.entering where columns.place[j] < 0 {
            let now = newer.gradient[j]
            var size = abs(now)
            if let older, let slope {
                size = max(size, abs(now + slope * (now - older.gradient[j])))
            } else {
                size += min(newer.lambda - lambda, 0.1 * lambda) / reach[j]
            }
            if size * reach[j] >= Self.margin * lambda { columns.insert(j) }
        }
    }
}
