/// Minimises a quadratic model with its penalty: sweeps of coordinate descent find the coefficients in use, conjugate
/// gradients their values.
///
/// Sweeps alone settle the signs within a few passes and then creep where columns are correlated or the curvatures of
/// the rows differ by much; conjugate gradients need the signs, and take the square root of the passes.
struct SparseModelDescent {
    private let lanes: SparseLanes
    private let columns: SparseWorkingSet

    /// How many sweeps of the coefficients in use follow one of the working set.
    private static let innerSweeps = 2
    /// What conjugate gradients may leave of the largest slope: signs are looked at again then.
    private static let slopeShare = 0.01
    /// The most steps of conjugate gradients in a row.
    private static let mostSteps = 500
    private static let mostRounds = 300
    /// So many rounds may pass without progress.
    private static let patience = 20

    /// `lanes` has one lane, of the coefficients of `columns`.
    init(_ lanes: SparseLanes, _ columns: SparseWorkingSet) {
        (self.lanes, self.columns) = (lanes, columns)
    }

    /// Goes on until the model's gap looks to be below `bound`, or no longer shrinks.
    func run(bound: Double, shouldStop: () -> Bool) throws(SolverError) {
        var order = [Int32](repeating: 0, count: columns.count)
        var (least, stalls) = (Double.infinity, 0)
        for _ in 0..<Self.mostRounds {
            if shouldStop() { throw .cancelled }
            for e in order.indices { order[e] = Int32(e) }
            var (used, sweep) = lanes.sweep(columns, order: &order, count: order.count, relaxation: 1)
            let (norm, first) = (norm, sweep.violation[0])
            if first * norm <= bound || first <= 1e-15 * lanes.strength[0] { return }
            stalls = first < 0.9 * least ? 0 : stalls + 1
            least = min(least, first)
            if stalls > Self.patience { return }
            for _ in 0..<Self.innerSweeps where sweep.violation[0] * norm > bound {
                (used, sweep) = lanes.sweep(columns, order: &order, count: used, relaxation: 1)
            }
            if sweep.violation[0] * norm <= bound { continue }
            SparseConjugateGradients(lanes, columns)
                .run(share: Self.slopeShare, least: 0.3 * bound / norm, limit: Self.mostSteps)
        }
    }

    /// What a violation counts with in the gap: Σ |b| in units of the penalty.
    private var norm: Double {
        (0..<columns.count).reduce(0) { $0 + abs(lanes.value($1, lane: 0)) / columns.unit($1) }
    }
}
