extension RegressionCase {
    /// A case drawn from a seed, as `random` does it, with columns in groups of one to four.
    ///
    /// Columns that a group cannot take, those with a factor of their own, and some others stand for themselves.
    static func randomGrouped(seed: Int, family: OracleFamily, limits: Limits) -> RegressionCase {
        var drawn = random(seed: seed, family: family, limits: limits)
        var random = CaseRandom(seed: seed, stream: "groups")
        (drawn.lower, drawn.upper) = (nil, nil)
        if drawn.l1Ratio == 0 { drawn.l1Ratio = 0.7 }
        drawn.groupL1Ratio = random.pick([0, 0, 0.2, 0.8])
        var waiting = random.order(drawn.featureCount).filter { [1, .infinity].contains(drawn.factors?[$0] ?? 1) }
        while !waiting.isEmpty {
            let columns = Array(waiting.prefix(random.integer(1...4)))
            waiting.removeFirst(columns.count)
            if random.chance(0.8) {
                drawn.groups.append(Group(columns: columns, factor: random.pick([1, 1, 1, 0.4, 3, .infinity])))
            }
        }
        return drawn
    }
}
