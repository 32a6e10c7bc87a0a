extension RegressionCase {
    /// The case of some rows, each as often as it is named.
    func keepingRows(_ rows: [Int]) -> RegressionCase {
        var kept = self
        kept.columns = columns.map { column in rows.map { column[$0] } }
        kept.y = rows.map { y[$0] }
        kept.weights = weights.map { weights in rows.map { weights[$0] } }
        kept.offset = offset.map { offset in rows.map { offset[$0] } }
        return kept
    }

    func pairOfRowOrders(_ random: inout CaseRandom) -> LawPair {
        let order = random.order(sampleCount)
        var pair = LawPair(self, keepingRows(order))
        pair.rows = order
        return pair
    }

    /// Rows of twice the weight, and the same rows twice.
    func pairOfDoubledRows(_ random: inout CaseRandom) -> LawPair {
        let doubled = (0..<sampleCount).map { _ in random.chance(0.4) }
        var weighted = self
        weighted.weights = doubled.indices.map { (weights?[$0] ?? 1) * (doubled[$0] ? 2 : 1) }
        let rows = Array(0..<sampleCount) + doubled.indices.filter { doubled[$0] }
        var pair = LawPair(weighted, keepingRows(rows))
        pair.rows = rows
        return pair
    }

    /// Rows of weight zero, with values that would be seen if they were, and the case without them.
    ///
    /// The first four rows stay, which hold every class.
    func pairOfDeletedRows(_ random: inout CaseRandom) -> LawPair {
        let rows = (0..<sampleCount).filter { $0 < 4 || random.chance(0.7) }
        var weighted = self
        weighted.weights = y.indices.map { rows.contains($0) ? weights?[$0] ?? 1 : 0 }
        for i in y.indices where !rows.contains(i) {
            for j in columns.indices { weighted.columns[j][i] = random.pick([-1e300, 1e9, 0]) }
        }
        var pair = LawPair(weighted, keepingRows(rows))
        pair.rows = rows
        pair.isExact = true
        return pair
    }

    func pairOfWeightUnits(_ random: inout CaseRandom) -> LawPair {
        let unit = random.pick([1e-6, 0.3, 7, 1e8])
        var scaled = self
        scaled.weights = y.indices.map { (weights?[$0] ?? 1) * unit }
        return LawPair(self, scaled)
    }

    /// An offset that is the same for all rows is the intercept's to take away.
    func pairOfSharedOffsets(_ random: inout CaseRandom) -> LawPair {
        var plain = self
        plain.fitsIntercept = true
        let size = family == .gaussian ? 10 * y.reduce(0) { max($0, abs($1)) } : 2
        let shift = random.uniform(-size, size)
        var shifted = plain
        shifted.offset = y.indices.map { (offset?[$0] ?? 0) + shift }
        return LawPair(plain, shifted)
    }

    /// One λ alone, and the same at the end of a path.
    func pairOfPathsBefore() -> LawPair {
        var pair = LawPair(self, self)
        pair.leading.second = [8, 4, 2]
        return pair
    }

    /// The end of a path, and the same where the path goes on.
    ///
    /// The bits may differ: where a later λ needs another solver, it solves the path from its start.
    func pairOfPathsAfter() -> LawPair {
        var pair = LawPair(self, self)
        pair.leading = ([8, 4, 2], [8, 4, 2])
        pair.following = [0.5, 0.2]
        return pair
    }
}
