internal import CKernels

/// Least squares as its Gram matrix tells it, in scaled units: all a path needs when there are many more rows than
/// columns.
///
/// ```
/// G = X̃ᵀ V X̃ / W      c = X̃ᵀ V ỹ / W      yy = ỹᵀ V ỹ / W
/// ```
/// over the columns that may have a coefficient.
struct GramProblem: Sendable {
    let scaling: Scaling
    /// The columns that may have a coefficient, m of them: they vary, and their penalty factor is finite.
    let candidates: [Int]
    let c: [Double]
    let yy: Double
    /// m × m, both triangles.
    private let matrix: [Double]

    /// States the problem that `moments` summarise, the last of their columns being the target.
    ///
    /// - Parameters:
    ///   - moments: of the stored columns.
    ///   - view: how the stored columns are seen; the coefficients are on that scale.
    ///   - factors: penalty factors, nil for 1.
    ///   - fitsIntercept: whether everything is centred by its mean.
    init(_ moments: CrossMoments, view: StoredColumns, factors: [Double]?, fitsIntercept: Bool) {
        let p = moments.count - 1
        let stored = fitsIntercept ? moments : moments.about((0..<p).map { view.mean($0) } + [0])
        let varies = (0..<p).map { fitsIntercept ? !stored.isConstant($0) : stored.squares($0) > 0 }
        let units = (0...p).map { j in
            guard stored.units[j] > 0, stored.squares(j) > 0 else { return 1.0 }
            return stored.units[j] * powerOfTwo(near: (stored.squares(j) / stored.weight).squareRoot())
        }
        let targetVaries = !fitsIntercept || !stored.isConstant(p)
        let candidates = (0..<p).filter { varies[$0] && (factors?[$0] ?? 1).isFinite }
        let unit = targetVaries ? units[p] : 1
        scaling = Scaling(
            fitsIntercept: fitsIntercept,
            centers: (0..<p).map { fitsIntercept ? (stored.centers[$0] - view.mean($0)) / view.scale($0) : 0 },
            scales: (0..<p).map { units[$0] / view.scale($0) }, varies: varies,
            targetCenter: fitsIntercept ? stored.centers[p] : 0, targetUnit: unit)
        self.candidates = candidates
        // Divided one by one: their product may be out of range where each is not.
        let ratios = (0...p).map { stored.units[$0] / units[$0] }
        let weight = stored.weight
        var matrix = [Double](repeating: 0, count: max(1, candidates.count * candidates.count))
        var c = [Double](repeating: 0, count: candidates.count)
        let m = candidates.count
        for (f, k) in candidates.enumerated() {
            let column = stored.column(k)
            for e in f..<m {
                matrix[f * m + e] =
                    stored.products[column + candidates[e]] * (ratios[candidates[e]] * ratios[k]) / weight
            }
            c[f] = targetVaries ? stored.products[column + p] * (ratios[k] * ratios[p]) / weight : 0
        }
        fsel_mirror(&matrix, m, m)
        self.matrix = matrix
        self.c = c
        yy = targetVaries ? stored.squares(p) * (ratios[p] * ratios[p]) / weight : 0
    }

    /// Half the mean square of the centred target.
    var nullLoss: Double { 0.5 * yy }

    /// Calls `body` with G.
    func withGram<R>(_ body: (GramView) -> R) -> R {
        matrix.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("GramProblem: no matrix") }
            return body(GramView(base: base, stride: candidates.count, count: candidates.count))
        }
    }

    /// Whether a Gram matrix pays: many more rows than columns, and a path long enough.
    static func suits(sampleCount n: Int, featureCount p: Int, lambdaCount: Int) -> Bool {
        n >= 2 * p && (p <= 512 || p <= 4096 && lambdaCount >= 10)
    }

    /// The path of the problem; nil where its residuals become too small to be known without the rows.
    func path(_ request: PathRequest, shouldStop: () -> Bool) throws(SolverError) -> [PathPoint]? {
        var solver = GramPath(self)
        var points: [PathPoint] = []
        for lambda in request.lambdas {
            if shouldStop() { throw .cancelled }
            let penalty = try request.penalty(lambda, scaling)
            guard let outcome = solver.solve(penalty, settings: request.settings) else { return nil }
            let used = solver.b.indices.filter { solver.b[$0] != 0 }
            let b = used.map { solver.b[$0] }
            let columns = used.map { candidates[$0] }
            points.append(
                PathPoint(
                    solution: Solution(
                        lambda: lambda, scaling: scaling, columns: columns, b: b,
                        loss: solver.loss(outcome.report, penalty), outcome: outcome),
                    dependent: dependent(penalty)))
        }
        return points
    }

    /// The unpenalised columns that depend on those before them.
    private func dependent(_ penalty: ScaledPenalty) -> [Int] {
        let free = candidates.indices.filter { e in
            let j = candidates[e]
            return penalty.l1[j] == 0 && penalty.l2[j] == 0 && !penalty.lower[j].isFinite
                && !penalty.upper[j].isFinite
        }
        guard !free.isEmpty else { return [] }
        return withGram { gram in
            var factor = CholeskyFactor(capacity: free.count)
            var used: [Int] = []
            var dependent: [Int] = []
            for e in free {
                var row = used.map { gram.value(e, $0) }
                row.append(gram.value(e, e))
                let before = factor.count
                _ = factor.append(row, threshold: 1e-12)
                if factor.count > before { used.append(e) } else { dependent.append(candidates[e]) }
            }
            return dependent
        }
    }
}

extension Solution {
    /// A gaussian solution from scaled coefficients of some columns, ascending, and its scaled loss.
    init(
        lambda: Double, scaling: Scaling, columns: [Int], b: [Double], loss: Double, outcome: SolverOutcome
    ) {
        let unit = scaling.targetUnit * scaling.targetUnit
        self.init(
            lambda: lambda, intercepts: [scaling.originalIntercept(0, columns: columns, b: b)], support: columns,
            coefficients: [zip(columns, b).map { scaling.original($0, $1) }], deviance: 2 * loss * unit,
            certificate: Certificate(
                dualityGap: outcome.report.relativeGap, objective: outcome.report.objective * unit,
                dualObjective: outcome.report.dual * unit, kktViolation: outcome.violation,
                iterations: outcome.iterations, converged: outcome.converged),
            trajectory: nil)
    }
}
