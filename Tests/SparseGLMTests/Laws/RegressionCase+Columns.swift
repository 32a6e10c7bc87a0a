import Foundation

extension RegressionCase {
    func pairOfColumnOrders(_ random: inout CaseRandom) -> LawPair {
        let order = random.order(featureCount)
        var shuffled = self
        shuffled.columns = order.map { columns[$0] }
        shuffled.factors = factors.map { factors in order.map { factors[$0] } }
        shuffled.lower = lower.map { lower in order.map { lower[$0] } }
        shuffled.upper = upper.map { upper in order.map { upper[$0] } }
        var place = order
        for (new, old) in order.enumerated() { place[old] = new }
        for g in groups.indices { shuffled.groups[g].columns = groups[g].columns.map { place[$0] } }
        shuffled.groups.reverse()
        return LawPair(self, shuffled)
    }

    /// Column a·x has the coefficient w/a, so its penalty must grow by |a| for the lasso and by a² for the ridge.
    ///
    /// The columns of a group have one a. Between lasso and ridge one a serves all columns and moves λ and the ratio: λ′r′ = |a| λr, λ′(1 − r′) = a² λ(1 − r).
    func pairOfColumnScales(_ random: inout CaseRandom) -> LawPair {
        let common = random.pick([0.2, 0.7, 3, 10])
        let isMixed = l1Ratio > 0 && l1Ratio < 1
        var sizes = columns.map { _ in isMixed ? common : random.pick([1e-40, 0.001, 0.3, 1, 5, 1_000, 1e60]) }
        for group in groups {
            for j in group.columns { sizes[j] = sizes[group.columns[0]] }
        }
        let scales = sizes.map { $0 * random.pick([-1, 1]) }
        var scaled = self
        for (j, a) in scales.enumerated() {
            scaled.columns[j] = columns[j].map { a * $0 }
            let (low, high) = ((lower?[j] ?? -.infinity) / a, (upper?[j] ?? .infinity) / a)
            scaled.lower?[j] = min(low, high)
            scaled.upper?[j] = max(low, high)
        }
        var pair = LawPair(self, scaled)
        if isMixed {
            pair.lambdaFactor = common * l1Ratio + common * common * (1 - l1Ratio)
            pair.second.l1Ratio = common * l1Ratio / pair.lambdaFactor
        } else {
            let powers = l1Ratio == 1 ? sizes : sizes.map { $0 * $0 }
            pair.second.factors = powers.enumerated().map { j, power in (factors?[j] ?? 1) * power }
            for (g, group) in groups.enumerated() {
                pair.second.groups[g].factor *= powers[group.columns[0]]
                for j in group.columns { pair.second.factors?[j] = factors?[j] ?? 1 }
            }
        }
        return pair
    }

    /// With a norm alone, a group does not see which axes its columns are taken along: two of them are turned.
    func pairOfTurns(_ random: inout CaseRandom) -> LawPair {
        var straight = self
        straight.groupL1Ratio = 0
        var turned = straight
        for group in groups {
            let members = group.columns.filter { factors?[$0] ?? 1 == 1 }
            guard members.count > 1 else { continue }
            let angle = random.uniform(0, 6)
            let (c, s) = (cos(angle), sin(angle))
            let (u, v) = (columns[members[0]], columns[members[1]])
            turned.columns[members[0]] = zip(u, v).map { c * $0 - s * $1 }
            turned.columns[members[1]] = zip(u, v).map { s * $0 + c * $1 }
        }
        return LawPair(straight, turned)
    }

    /// The same columns, nearly two thirds of them zeros, stored in two ways.
    func pairOfStorages(_ storage: Storage, _ random: inout CaseRandom) -> LawPair {
        var dense = self
        dense.columns = columns.map { column in column.map { random.chance(0.6) ? 0 : $0 } }
        dense.storage = .dense
        var stored = dense
        stored.storage = storage
        return LawPair(dense, stored)
    }
}
