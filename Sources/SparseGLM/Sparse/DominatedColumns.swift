/// Columns that need no coefficient because another column, parallel to them, is stronger.
///
/// Where x̃ⱼ = c x̃ₖ and |c| / l1ⱼ ≤ 1 / l1ₖ, a gradient within column k's penalty is within column j's as well:
/// ```
/// |x̃ₖ·θ| ≤ λ l1ₖ   ⟹   |x̃ⱼ·θ| = |c| |x̃ₖ·θ| ≤ λ l1ⱼ
/// ```
/// so that some solution has bⱼ = 0, whatever the loss. Wide sparse data, text above all, have many columns of one entry,
/// and all of those with their entry in the same row are parallel: of each such set one is kept.
/// Solvers would otherwise creep along the directions in which parallel columns make up for each other.
///
/// Certificates take in the columns that are left out here: nothing that is reported rests on this.
struct DominatedColumns {
    /// So many entries at most: a longer column seldom has a parallel one, and is seldom worth the search.
    private static let mostEntries = 8

    /// One over each column's l1 part at λ = 1 over its scale: what an entry counts for.
    private let unit: (Int) -> Double
    private let penalty: ScaledPenalty

    init(_ penalty: ScaledPenalty, scales: [Double]) {
        self.penalty = penalty
        unit = { 1 / (penalty.l1[$0] * scales[$0]) }
    }

    /// Those of `columns`, ascending, that no other one of them dominates; of equals the first stays.
    ///
    /// Complexity: O(s log s) for s columns with few entries.
    func removed(from columns: [Int], of x: SparseMatrix) -> [Int] {
        x.withEntries { x in
            var short = columns.compactMap { j in isPlain(j) ? Signature(j, x, most: Self.mostEntries) : nil }
            short.sort { ($0.hash, $0.column) < ($1.hash, $1.column) }
            var dropped: Set<Int> = []
            var first = 0
            for last in short.indices where last + 1 == short.count || short[last + 1].hash != short[first].hash {
                dropped.formUnion(dominated(in: short[first...last], x))
                first = last + 1
            }
            return dropped.isEmpty ? columns : columns.filter { !dropped.contains($0) }
        }
    }

    /// Whether the penalty of a column is the lasso's.
    private func isPlain(_ j: Int) -> Bool {
        penalty.l1[j] > 0 && penalty.l2[j] == 0 && !penalty.lower[j].isFinite && !penalty.upper[j].isFinite
    }

    /// Those of columns with the same hash that are parallel to a stronger one.
    private func dominated(in same: ArraySlice<Signature>, _ x: SparseMatrix.StoredEntries) -> [Int] {
        guard same.count > 1 else { return [] }
        // One of each direction: two directions with one hash are next to impossible, but not quite.
        var strongest: [Signature] = []
        var dropped: [Int] = []
        for signature in same {
            guard let k = strongest.firstIndex(where: { $0.isParallel(to: signature, x) }) else {
                strongest.append(signature)
                continue
            }
            if strength(signature) > strength(strongest[k]) {
                dropped.append(strongest[k].column)
                strongest[k] = signature
            } else {
                dropped.append(signature.column)
            }
        }
        return dropped
    }

    private func strength(_ signature: Signature) -> Double { abs(signature.first) * unit(signature.column) }
}

/// What tells apart columns that are not parallel: their rows, and their values over the first.
private struct Signature {
    let column: Int
    let first: Double
    let hash: UInt64

    /// Nil for a column without entries, with more than `most`, or with a zero among them.
    init?(_ j: Int, _ x: SparseMatrix.StoredEntries, most: Int) {
        let entries = x.of(j)
        guard let start = entries.first, entries.count <= most, entries.allSatisfy({ x.values[$0] != 0 }) else {
            return nil
        }
        (column, first) = (j, x.values[start])
        var hash = UInt64(entries.count)
        for k in entries {
            hash = KeyedRandom.mix(hash ^ UInt64(UInt32(bitPattern: x.rows[k])))
            hash = KeyedRandom.mix(hash ^ (x.values[k] / first).bitPattern)
        }
        self.hash = hash
    }

    func isParallel(to other: Signature, _ x: SparseMatrix.StoredEntries) -> Bool {
        let (own, others) = (x.of(column), x.of(other.column))
        return own.count == others.count
            && zip(own, others).allSatisfy { k, l in
                x.rows[k] == x.rows[l] && x.values[k] / first == x.values[l] / other.first
            }
    }
}
