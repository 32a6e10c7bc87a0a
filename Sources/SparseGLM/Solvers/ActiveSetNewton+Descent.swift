/// The Newton steps to the minimum over the free coefficients.
extension ActiveSetNewton {
    /// Steps until no coefficient is held back, and returns whether one moved.
    ///
    /// The model's `q` is needed, and brought up to date, only once at the end: on the way the slopes of the free
    /// coefficients tell all, and so does `forward`, which is L⁻¹ times them.
    mutating func descend(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty
    ) -> Bool {
        let (touched, start) = (free, free.map { model.b[$0] })
        var slopes = free.indices.map { i in
            i < settled ? 0 : model.q[free[i]] - penalty.l2[free[i]] * model.b[free[i]] - penalty.l1[free[i]] * signs[i]
        }
        var forward = slopes
        factor.solveLower(&forward, zeros: settled)
        while !free.isEmpty {
            var step = BentStep(direction: forward, slopes: slopes, forward: forward)
            factor.solveUpper(&step.direction)
            let held = move(&step, &model, gram: gram, penalty: penalty)
            (slopes, forward) = (step.slopes, step.forward)
            if held.isEmpty { break }
            for i in held.reversed() { slopes.remove(at: i) }
            drop(held, rotating: &forward)
        }
        settled = free.count
        return settle(&model, gram: gram, penalty: penalty, touched: touched, start: start)
    }

    /// A step that goes on when coefficients are held, in the factor's order.
    private struct BentStep {
        /// Where the coefficients go: 0 for those that are held.
        var direction: [Double]
        /// The negative gradient of model and penalty.
        var slopes: [Double]
        /// L⁻¹ times it.
        var forward: [Double]
    }

    /// Moves along a direction d = A⁻¹ slopes to the lowest point of the line that holds each coefficient at the end of
    /// its interval, and returns what is held, ascending.
    ///
    /// With h = A d for the direction that is left, a stretch of length t takes t h from the slopes, and the model is
    /// lowest at t = slopes·d / d·h. At first h is the slopes; holding i takes dᵢ A eᵢ from it, and dᵢ Lᵀ eᵢ from L⁻¹ h.
    /// O(m) for each that is held, where another solve would be O(m²).
    private func move(
        _ step: inout BentStep, _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty
    ) -> [Int] {
        var ends: [(i: Int, t: Double)] = []
        for i in free.indices {
            let t = reach(i, step.direction[i], model, penalty)
            if t <= 1 { ends.append((i, t)) }
        }
        var held: [Int] = []
        if ends.isEmpty {
            advance(&model, step.direction, by: 1)
            for i in free.indices { (step.slopes[i], step.forward[i]) = (0, 0) }
        } else {
            ends.sort { ($0.t, $0.i) < ($1.t, $1.i) }
            held = follow(&step, ends, &model, gram: gram, penalty: penalty)
        }
        for i in crossed(step.direction, model, penalty) {
            model.b[free[i]] = end(i, step.direction[i], penalty)
            held.append(i)
        }
        return held.sorted()
    }

    /// Goes from end to end up to the lowest point, and returns what is held there.
    private func follow(
        _ step: inout BentStep, _ ends: [(i: Int, t: Double)], _ model: inout QuadraticModel, gram: GramView,
        penalty: PlacePenalty
    ) -> [Int] {
        var held: [Int] = []
        var (curvature, curvatureForward) = (step.slopes, step.forward)
        var rate = Kernels.dot(step.slopes, step.direction)
        var bend = rate
        var t = 0.0
        for (i, reached) in ends {
            let length = reached - t
            // The first is held in any case, so that the free set shrinks whatever rounding does.
            guard held.isEmpty || (rate > 0 && length * bend < rate) else { break }
            step.slopes.subtract(length, curvature)
            step.forward.subtract(length, curvatureForward)
            advance(&model, step.direction, by: length)
            model.b[free[i]] = end(i, step.direction[i], penalty)
            t = reached
            let d = step.direction[i]
            step.direction[i] = 0
            for k in free.indices { curvature[k] -= d * gram.value(free[i], free[k]) }
            curvature[i] -= d * penalty.l2[free[i]]
            factor.subtractRow(i, times: d, from: &curvatureForward)
            rate = Kernels.dot(step.slopes, step.direction)
            bend = Kernels.dot(curvature, step.direction)
            held.append(i)
        }
        guard rate > 0, bend > 0 else { return held }
        let length = min(rate / bend, 1 - t)
        step.slopes.subtract(length, curvature)
        step.forward.subtract(length, curvatureForward)
        advance(&model, step.direction, by: length)
        return held
    }

    private func advance(_ model: inout QuadraticModel, _ direction: [Double], by length: Double) {
        for i in free.indices { model.b[free[i]] += length * direction[i] }
    }

    /// Brings the model's gradient up to date after the free coefficients moved to their minimum.
    ///
    /// On free coefficients the penalty says what it is; elsewhere it follows by columns or by rows of G, whichever are
    /// fewer. Returns whether a coefficient moved.
    private func settle(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty, touched: [Int], start: [Double]
    ) -> Bool {
        let moved = zip(touched, start).filter { model.b[$0] != $1 }
        guard !moved.isEmpty else { return false }
        if moved.count <= gram.count - free.count {
            for (e, before) in moved { gram.subtract(column: e, times: model.b[e] - before, from: &model.q) }
        } else {
            var changes = [Double](repeating: 0, count: gram.count)
            for (e, before) in moved { changes[e] = model.b[e] - before }
            gram.subtract(changes: changes, rows: model.q.indices.filter { !isFree[$0] }, from: &model.q)
        }
        for (i, e) in free.enumerated() { model.q[e] = penalty.l2[e] * model.b[e] + penalty.l1[e] * signs[i] }
        return true
    }

    /// How long a step in the direction d may be before the i-th free coefficient is at an end of its interval.
    func reach(_ i: Int, _ d: Double, _ model: QuadraticModel, _ penalty: PlacePenalty) -> Double {
        d == 0 ? .infinity : max(0, (end(i, d, penalty) - model.b[free[i]]) / d)
    }

    /// The end of a free coefficient's interval in the direction of d.
    func end(_ i: Int, _ d: Double, _ penalty: PlacePenalty) -> Double {
        let (low, high) = penalty.interval(free[i], sign: signs[i])
        return d > 0 ? high : low
    }

    /// The free coefficients that a step has brought to an end of their interval, or past it.
    func crossed(_ direction: [Double], _ model: QuadraticModel, _ penalty: PlacePenalty) -> [Int] {
        free.indices.filter { i in
            direction[i] != 0 && (end(i, direction[i], penalty) - model.b[free[i]]) / direction[i] <= 0
        }
    }
}

extension [Double] {
    fileprivate mutating func subtract(_ factor: Double, _ other: [Double]) {
        for i in indices { self[i] -= factor * other[i] }
    }
}
