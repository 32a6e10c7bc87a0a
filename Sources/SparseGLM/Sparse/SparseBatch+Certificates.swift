extension SparseBatch {
    /// The gaps of the first `count` lanes at their current points.
    func certify(_ count: Int, _ columns: SparseWorkingSet) -> [GapReport] {
        let products = lanes.products()
        return (0..<count).map { k in
            let point = SquaredLossPoint(
                residualSquare: products.squares[k], targetDot: products.targets[k], nullLoss: problem.nullLoss)
            let lambda = lanes.strength[k]
            guard isPlain else {
                let penalty = ScaledPenalty(problem.penalty, times: lambda)
                let relevant = relevant(k, point, columns)
                return penalty.gap(point, columns: relevant.columns, b: relevant.b, q: relevant.q)
            }
            var norm = 0.0
            for e in 0..<columns.count { norm += columns.penalty(e) * abs(lanes.value(e, lane: k)) }
            return point.lassoGap(penalty: lambda * norm, largestScale: lambda / gradients.largest[k])
        }
    }

    /// The solutions of the lanes that `reports` belong to.
    func points(
        _ reports: [GapReport], sweeps: Int, tolerance: Double, _ columns: SparseWorkingSet
    ) -> [SparsePoint] {
        let all = columns.columns
        let places = (0..<columns.count).filter { lanes.isUsed($0) }.sorted { all[$0] < all[$1] }
        let products = lanes.products()
        return reports.enumerated().map { k, report in
            let used = places.filter { lanes.value($0, lane: k) != 0 }
            let point = SquaredLossPoint(
                residualSquare: products.squares[k], targetDot: products.targets[k], nullLoss: problem.nullLoss)
            let outcome = SolverOutcome(
                report: report, violation: violation(k, point, used, columns), iterations: sweeps,
                converged: report.relativeGap <= tolerance)
            return SparsePoint(
                columns: used.map { all[$0] }, b: used.map { lanes.value($0, lane: k) }, outcome: outcome,
                loss: 0.5 * point.residualSquare)
        }
    }

    /// Columns with their coefficients and gradients in one lane.
    private struct Columns {
        var columns: [Int] = []
        var b: [Double] = []
        var q: [Double] = []
    }

    /// The columns that a gap or a violation depends on: those with a coefficient, the unpenalised, and those that the
    /// penalty would not hold at any dual point that is tried.
    private func relevant(_ k: Int, _ point: SquaredLossPoint, _ columns: SparseWorkingSet) -> Columns {
        let best = point.residualSquare > 0 ? max(1, point.targetDot / point.residualSquare) : 1
        let least = 0.99 * lanes.strength[k] / best
        var found = Columns()
        for j in problem.candidates {
            let q = gradients.values.base[width * j + k]
            let e = Int(columns.place[j])
            let b = e < 0 ? 0 : lanes.value(e, lane: k)
            guard b != 0 || problem.penalty.l1[j] == 0 || abs(q) * reach[j] >= least else { continue }
            found.columns.append(j)
            found.b.append(b)
            found.q.append(q)
        }
        return found
    }

    private func violation(
        _ k: Int, _ point: SquaredLossPoint, _ used: [Int], _ columns: SparseWorkingSet
    ) -> Double {
        let lambda = lanes.strength[k]
        guard isPlain else {
            let relevant = relevant(k, point, columns)
            return ScaledPenalty(problem.penalty, times: lambda).violation(
                columns: relevant.columns, b: relevant.b, q: relevant.q, reference: referenceGradient)
        }
        var largest = max(0, gradients.largest[k] / lambda - 1)
        for e in used {
            let j = columns.columns[e]
            let share = gradients.values.base[width * j + k] * reach[j] / lambda
            largest = max(largest, abs(share - (lanes.value(e, lane: k) > 0 ? 1 : -1)))
        }
        return largest
    }
}
