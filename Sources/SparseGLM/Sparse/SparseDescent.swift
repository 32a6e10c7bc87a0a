/// Over-relaxed coordinate descent on the working set, all lanes together.
///
/// A step that goes ω times as far as the minimum of its coordinate still lowers the objective for ω in (0, 2), as long
/// as it ends on the minimum's side of zero. ω follows from the rate of convergence as for linear equations, and is kept
/// from one problem to the next.
///
/// Sources: Young, Iterative Solution of Large Linear Systems (1971), ch. 6; Cryer, The solution of a quadratic
/// programming problem using systematic overrelaxation, SIAM J. Control 9 (1971), doi:10.1137/0309028.
struct SparseDescent {
    /// ω, in [1, 1.9].
    private(set) var relaxation: Double

    init(relaxation: Double = 1) { self.relaxation = relaxation }

    /// How many sweeps of the coefficients in use follow one of the working set.
    private static let innerSweeps = 5

    /// Sweeps until the gap of every open lane looks to be below `bound`, or `limit` times.
    mutating func run(
        _ lanes: SparseLanes, _ columns: SparseWorkingSet, open: [Int], bound: Double, limit: Int,
        shouldStop: () -> Bool
    ) throws(SolverError) -> (sweeps: Int, isSettled: Bool) {
        var sweeps = 0
        var order = [Int32](repeating: 0, count: columns.count)
        while true {
            if shouldStop() { throw .cancelled }
            for e in 0..<columns.count { order[e] = Int32(e) }
            var (used, last) = lanes.sweep(columns, order: &order, count: columns.count, relaxation: relaxation)
            sweeps += 1
            if isSettled(last, lanes, open, bound) { return (sweeps, true) }
            if sweeps >= limit { return (sweeps, false) }
            var first: SparseLanes.Sweep?
            for inner in 0..<Self.innerSweeps where sweeps < limit {
                (used, last) = lanes.sweep(columns, order: &order, count: used, relaxation: relaxation)
                sweeps += 1
                if isSettled(last, lanes, open, bound) { break }
                if let first, inner == Self.innerSweeps - 1 { adapt(from: first, to: last, open) }
                if first == nil { first = last }
            }
        }
    }

    private func isSettled(
        _ sweep: SparseLanes.Sweep, _ lanes: SparseLanes, _ open: [Int], _ bound: Double
    ) -> Bool {
        open.allSatisfy { k in
            sweep.violation[k] * sweep.norm[k] <= bound || sweep.violation[k] <= 1e-15 * lanes.strength[k]
        }
    }

    /// Chooses ω by the rate θ at which violations shrank with the last one.
    ///
    /// ```
    /// μ² = (θ + ω − 1)² / (ω² θ)      best ω = 2 / (1 + √(1 − μ²))
    /// ```
    private mutating func adapt(from first: SparseLanes.Sweep, to last: SparseLanes.Sweep, _ open: [Int]) {
        let before = open.reduce(0) { max($0, first.violation[$1] * first.norm[$1]) }
        let after = open.reduce(0) { max($0, last.violation[$1] * last.norm[$1]) }
        guard before > 0, after > 0 else { return }
        let steps = Double(Self.innerSweeps - 1)
        let rate = min(max(Kernels.exp(Kernels.log(after / before) / steps), 1e-3), 0.9999)
        guard rate > relaxation - 1 else {
            relaxation = max(1, relaxation - 0.05)
            return
        }
        let sum = rate + relaxation - 1
        let square = min(sum * sum / (relaxation * relaxation * rate), 0.9999)
        let best = 2 / (1 + (1 - square).squareRoot())
        relaxation = min(1.9, 1 + 0.9 * (best - 1))
    }
}
