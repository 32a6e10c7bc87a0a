/// How a column that depends on the free ones comes in.
extension ActiveSetNewton {
    /// Frees a coefficient; one that depends on the free ones first moves until it no longer does.
    mutating func enter(
        _ e: Int, sign: Double, _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty
    ) {
        while true {
            let left = append(e, sign: sign, gram: gram, penalty: penalty)
            if isFree[e] { return }
            switch exchange(e, sign: sign, pivot: left, &model, gram: gram, penalty: penalty) {
            case .roomMade: continue
            case .settled: return
            case .stuck:
                isBlocked[e] = true
                return
            }
        }
    }

    /// What became of a dependent coefficient that was to enter.
    private enum Exchange {
        /// A free coefficient reached an end and was fixed: try again.
        case roomMade
        /// It came to its own end, or to where nothing pulls it, and stays there without being free.
        case settled
        /// It cannot move.
        case stuck
    }

    /// Moves a dependent coefficient along the null direction until a free one reaches an end, and fixes that one.
    private mutating func exchange(
        _ e: Int, sign: Double, pivot: Double, _ model: inout QuadraticModel, gram: GramView,
        penalty: PlacePenalty
    ) -> Exchange {
        settled = 0
        var direction = free.map { gram.value(e, $0) }
        factor.solve(&direction)
        let slope = slopeAlong(direction, e, sign, model, penalty)
        guard abs(slope) > penalty.slack(e) else { return .stuck }
        let way = slope > 0 ? 1.0 : -1.0
        for i in direction.indices { direction[i] *= -way }
        var step = Double.infinity
        for i in free.indices { step = min(step, reach(i, direction[i], model, penalty)) }
        let (low, high) = penalty.interval(e, sign: sign)
        let own = max(0, ((way > 0 ? high : low) - model.b[e]) / way)
        let interior = pivot > 0 ? abs(slope) / pivot : .infinity
        let length = min(step, own, interior)
        guard length.isFinite else { return .stuck }
        move(e, by: length * way, model: &model, gram)
        for i in free.indices { move(free[i], by: length * direction[i], model: &model, gram) }
        if own == length { move(e, by: (way > 0 ? high : low) - model.b[e], model: &model, gram) }
        if step > length { return length > 0 ? .settled : .stuck }
        for i in reached(direction, model, penalty).reversed() {
            move(free[i], by: end(i, direction[i], penalty) - model.b[free[i]], model: &model, gram)
            model.b[free[i]] = end(i, direction[i], penalty)
            drop(i)
        }
        return own == length ? .settled : .roomMade
    }

    private func move(_ e: Int, by change: Double, model: inout QuadraticModel, _ gram: GramView) {
        guard change != 0 else { return }
        model.b[e] += change
        gram.subtract(column: e, times: change, from: &model.q)
    }

    private func slopeAlong(
        _ direction: [Double], _ e: Int, _ sign: Double, _ model: QuadraticModel, _ penalty: PlacePenalty
    ) -> Double {
        var slope = model.q[e] - penalty.l2[e] * model.b[e] - penalty.l1[e] * sign
        for i in free.indices {
            let f = free[i]
            slope -= direction[i] * (model.q[f] - penalty.l2[f] * model.b[f] - penalty.l1[f] * signs[i])
        }
        return slope
    }

    /// The free coefficients that a step has brought to an end of their interval: at least the nearest, rounding aside.
    private func reached(_ direction: [Double], _ model: QuadraticModel, _ penalty: PlacePenalty) -> [Int] {
        let found = crossed(direction, model, penalty)
        guard found.isEmpty else { return found }
        var nearest = (index: -1, distance: Double.infinity)
        for i in free.indices where direction[i] != 0 {
            let left = (end(i, direction[i], penalty) - model.b[free[i]]) / direction[i]
            if left < nearest.distance { nearest = (i, left) }
        }
        return nearest.index >= 0 ? [nearest.index] : []
    }
}
