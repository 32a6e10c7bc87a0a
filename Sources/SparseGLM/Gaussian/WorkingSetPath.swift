internal import CKernels

/// The path of the squared loss by working sets, where one pass over the matrix certifies several lambdas.
///
/// 1. Predict which columns the next m lambdas may need, from the gradients at the last two certified ones.
/// 2. Solve those m lambdas on the columns that entered. Of the predicted ones those come in that a straight line through
///    their last two gradients takes there; the others are watched, and let in as they are needed.
/// 3. One pass over all columns gives the gradients, and so the duality gaps, of all m. Accept up to the first gap above
///    the tolerance; what it was that the prediction missed is watched from then on.
///
/// A solve on the working set is exact, so the tolerance costs nothing, and the number of passes is about the number of
/// lambdas over m. Sources: Larsson, arXiv:2105.05648 (look-ahead over lambdas); Larsson and Wallin, arXiv:2104.13026
/// (second-order prediction); Johnson and Guestrin, Blitz, ICML 2015 (working sets).
struct WorkingSetPath: ~Copyable {
    /// A lambda to pass through; those put between the ones that were asked for need not be solved well.
    struct Stop {
        let lambda: Double
        let penalty: ScaledPenalty
        let isWanted: Bool
    }

    /// A solution at one lambda as the batch left it.
    struct Point {
        let columns: [Int]
        let b: [Double]
        let outcome: SolverOutcome
        /// Half the mean square of the residual.
        let loss: Double
    }

    /// A batch's solution before it is certified.
    private struct BatchPoint {
        /// By place; columns that entered later are not in it.
        let b: [Double]
        let residual: [Double]
        let sweeps: Int
    }

    private let matrix: ScaledColumns
    private let y: [Double]
    let candidates: [Int]
    private let settings: SolverSettings
    private let nullLoss: Double
    private(set) var entered: EnteredColumns
    private var newton: ActiveSetNewton
    private var model = QuadraticModel(b: [], q: [])
    private var lastL2: Strengths?
    private var residual: [Double]
    private var reference = 0.0
    /// At the last two certified lambdas.
    private(set) var older: Gradients?
    private(set) var newer: Gradients
    /// At the last two lambdas that were solved, certified or not; right for the watched columns alone.
    private(set) var before: Gradients?
    private(set) var now: Gradients
    /// At the current point, right for the watched columns, and for all when a batch begins.
    private(set) var current: [Double]
    /// Columns outside that the batch may need.
    var watched: WatchList

    /// The most lambdas that one pass certifies.
    private static let greatestDepth = 8
    /// So many columns may always enter at once.
    private static let leastRoom = 64
    /// The largest step between two lambdas, on a log scale.
    private static let greatestStep = 0.7

    init(_ matrix: ScaledColumns, y: [Double], candidates: [Int], settings: SolverSettings) {
        self.matrix = matrix
        self.candidates = candidates
        self.settings = settings
        self.y = matrix.rootWeights.map { roots in zip(y, roots).map { $0 * $1 } } ?? y
        residual = self.y
        nullLoss = 0.5 * Kernels.dot(self.y, self.y) / Double(max(1, matrix.sampleCount))
        entered = EnteredColumns(matrix, workers: settings.workers)
        newton = ActiveSetNewton(most: candidates.count)
        watched = WatchList(count: matrix.featureCount)
        newer = Gradients(lambda: .infinity, values: [])
        now = newer
        current = [Double](repeating: 0, count: matrix.featureCount)
    }

    /// Solves at each lambda, in order.
    ///
    /// Returns early, with fewer points, where a gap does not come within the tolerance.
    mutating func solve(
        _ lambdas: [Double], penalty: (Double) -> ScaledPenalty, shouldStop: () -> Bool
    ) throws(SolverError) -> [Point] {
        guard let first = lambdas.first else { return [] }
        start(first, penalty(first))
        let stops = stops(lambdas, penalty)
        var points: [Point] = []
        var depth = 4
        var k = 0
        var failures = 0
        var isShort = false
        while k < stops.count && failures <= 20 {
            let batch = Array(stops[k..<min(k + depth, stops.count)])
            // What a failed batch missed must not be forgotten by the gradients that missed it.
            watch(for: batch, forgetting: !isShort)
            // What was computed from the rows, so that errors do not add up along the path.
            model.q = entered.columns.map { current[$0] }
            (before, now) = (older, newer)
            var solved: [BatchPoint] = []
            for stop in batch {
                if shouldStop() { throw .cancelled }
                enter(expected(at: stop))
                let sweeps = settle(stop.penalty, most: stop.isWanted ? 100 : 1)
                (before, now) = (now, Gradients(lambda: stop.lambda, values: current))
                solved.append(BatchPoint(b: model.b, residual: residual, sweeps: sweeps))
            }
            let accepted = certify(batch, solved, &points)
            k += accepted
            if accepted == batch.count {
                depth = min(Self.greatestDepth, depth + 2)
            } else if accepted < (batch.count + 1) / 2 {
                depth = max(1, depth / 2)
            }
            isShort = accepted < batch.count
            failures = accepted == 0 ? failures + 1 : 0
        }
        return points
    }

    /// Fits the unpenalised columns alone, and takes the gradients there.
    private mutating func start(_ lambda: Double, _ penalty: ScaledPenalty) {
        let free = candidates.filter { penalty.l1[$0] == 0 }
        look(at: free)
        enter(free)
        _ = settle(penalty, most: 100)
        look(at: candidates)
        reference = candidates.reduce(0) { max($0, abs(current[$1])) }
        // The lambda at which the first column would enter.
        let top = candidates.reduce(0) { top, j in
            penalty.l1[j] > 0 ? max(top, abs(current[j]) / penalty.l1[j] * lambda) : top
        }
        newer = Gradients(lambda: max(top, lambda), values: current)
    }

    /// The lambdas, with others between those that lie too far apart for a prediction.
    private func stops(_ lambdas: [Double], _ penalty: (Double) -> ScaledPenalty) -> [Stop] {
        var stops: [Stop] = []
        var before = newer.lambda
        for lambda in lambdas {
            let gap = lambda > 0 ? Kernels.log(before / lambda) / Self.greatestStep : 0
            let count = gap.isFinite && gap > 0 ? min(100, Int(gap.rounded(.down))) : 0
            for step in 0..<count {
                let between = before * Kernels.exp(-gap * Self.greatestStep * Double(step + 1) / Double(count + 1))
                stops.append(Stop(lambda: between, penalty: penalty(between), isWanted: false))
            }
            stops.append(Stop(lambda: lambda, penalty: penalty(lambda), isWanted: true))
            before = lambda
        }
        return stops
    }

    /// Computes some columns' gradients at the current point.
    private mutating func look(at columns: [Int]) {
        let products = matrix.products(columns, residuals: [residual], workers: settings.workers)[0]
        for (j, product) in zip(columns, products) { current[j] = product }
    }

    /// Minimises on the columns that entered, letting in watched ones until none is missing, or after so many solves.
    ///
    /// Returns how many solves it took.
    private mutating func settle(_ penalty: ScaledPenalty, most: Int) -> Int {
        for sweep in 1...most {
            let places = PlacePenalty(penalty, columns: entered.columns)
            if penalty.l2 != lastL2 {
                lastL2 = penalty.l2
                newton.refactor(model, gram: entered.view, penalty: places)
            }
            minimise(places)
            residual = y
            entered.subtract(model.b, from: &residual)
            guard !watched.coordinates.isEmpty else { return sweep }
            look(at: watched.coordinates)
            let missing = missing(penalty, room: max(Self.leastRoom, newton.free.count))
            guard !missing.isEmpty else { return sweep }
            enter(missing)
        }
        return most
    }

    private mutating func minimise(_ places: PlacePenalty) {
        newton.minimise(&model, gram: entered.view, penalty: places, orDescend: 10_000)
    }

    /// Lets columns in, whose gradients at the current point are known.
    private mutating func enter(_ columns: [Int]) {
        guard !columns.isEmpty else { return }
        entered.insert(columns)
        watched.remove(where: Set(columns).contains)
        model.b += [Double](repeating: 0, count: columns.count)
        model.q += columns.map { current[$0] }
    }

    /// Certifies a batch by one pass, hands over what is within the tolerance, and returns how many that are.
    private mutating func certify(
        _ batch: [Stop], _ solved: [BatchPoint], _ points: inout [Point]
    ) -> Int {
        let gradients = matrix.products(
            candidates, residuals: solved.map(\.residual), workers: settings.workers)
        if let last = gradients.last {
            for (j, value) in zip(candidates, last) { current[j] = value }
        }
        let n = Double(matrix.sampleCount)
        for (i, stop) in batch.enumerated() {
            let (b, residual) = (solved[i].b, solved[i].residual)
            let all = candidates.map { j in
                let e = entered.place(j)
                return e >= 0 && e < b.count ? b[e] : 0
            }
            let point = SquaredLossPoint(
                residualSquare: Kernels.dot(residual, residual) / n, targetDot: Kernels.dot(residual, y) / n,
                nullLoss: nullLoss)
            let report = stop.penalty.gap(point, columns: candidates, b: all, q: gradients[i])
            guard report.relativeGap <= settings.tolerance || !stop.isWanted else {
                for (e, j) in candidates.enumerated() where !entered.contains(j) {
                    if stop.penalty.violation(j, q: gradients[i][e], b: 0) > 0 { watched.insert(j) }
                }
                return i
            }
            older = newer
            newer.lambda = stop.lambda
            for (j, value) in zip(candidates, gradients[i]) { newer.values[j] = value }
            guard stop.isWanted else { continue }
            let violation = stop.penalty.violation(
                columns: candidates, b: all, q: gradients[i], reference: reference)
            let used = b.indices.filter { b[$0] != 0 }.sorted { entered.columns[$0] < entered.columns[$1] }
            points.append(
                Point(
                    columns: used.map { entered.columns[$0] }, b: used.map { b[$0] },
                    outcome: SolverOutcome(
                        report: report, violation: violation, iterations: solved[i].sweeps, converged: true),
                    loss: 0.5 * point.residualSquare))
        }
        return batch.count
    }
}
