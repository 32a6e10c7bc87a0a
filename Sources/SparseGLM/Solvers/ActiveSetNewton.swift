/// Minimises a `QuadraticModel` exactly, by Newton steps on the free coefficients and a Cholesky factor of their Gram.
///
/// 1. Step to the minimum over the free coefficients, each inside its sign's interval. At the first crossing of an
///    interval's end, stop there, fix what crossed, and step again.
/// 2. Free the coefficients whose gradient the penalty does not hold, the largest excess first; go on with 1.
/// 3. Done when there is none.
///
/// Every step lowers the objective, and few are freed at a time once there were many sweeps, so the method is finite.
/// A column that depends on the free ones moves along the null direction until one of them reaches an end and makes
/// room for it. The free set and its factor outlive one lambda.
///
/// Sources: Lawson and Hanson, Solving Least Squares Problems (1974), ch. 23; Lee, Battle, Raina and Ng, Efficient
/// sparse coding algorithms, NIPS 19 (2006).
struct ActiveSetNewton: ~Copyable {
    /// Free places, in the factor's order.
    private(set) var free: [Int] = []
    private var signs: [Double] = []
    private var isFree: [Bool] = []
    private var isBlocked: [Bool] = []
    private var factor = CholeskyFactor()

    /// A pivot below this share of its diagonal means that a column depends on the free ones.
    private static let collinearity = 1e-12

    /// Forgets the free set.
    mutating func reset() {
        free.removeAll()
        signs.removeAll()
        isFree.removeAll()
        factor.removeAll()
    }

    /// Frees what is not at the end of an interval, anew: after G or the l2 part changed.
    mutating func refactor(_ model: QuadraticModel, gram: GramView, penalty: PlacePenalty) {
        let before = zip(free, signs).map { ($0, $1) }
        reset()
        isFree = [Bool](repeating: false, count: gram.count)
        for (e, sign) in before where e < gram.count && model.b[e] != 0 {
            _ = append(e, sign: sign, gram: gram, penalty: penalty)
        }
        for e in 0..<gram.count where !isFree[e] && isInside(e, model.b[e], penalty) {
            _ = append(e, sign: penalty.l1[e] == 0 ? 0 : (model.b[e] > 0 ? 1 : -1), gram: gram, penalty: penalty)
        }
    }

    private func isInside(_ e: Int, _ b: Double, _ penalty: PlacePenalty) -> Bool {
        (b != 0 || penalty.l1[e] == 0) && b > penalty.lower[e] && b < penalty.upper[e]
    }

    /// Minimises the model in place.
    ///
    /// Returns false when it gave up, with the model at its best point so far.
    mutating func minimise(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty
    ) -> Bool {
        while isFree.count < gram.count { isFree.append(false) }
        isBlocked = [Bool](repeating: false, count: gram.count)
        let limit = 50 + 20 * gram.count
        for sweep in 0..<limit {
            let moved = descend(&model, gram: gram, penalty: penalty)
            let violators = violators(model, penalty: penalty)
            if violators.isEmpty { return true }
            let cap = sweep < 10 ? max(20, free.count / 3) : (sweep < 30 ? 3 : 1)
            if !moved && sweep > 30, let stuck = violators.first?.place { isBlocked[stuck] = true }
            var entering = violators.prefix(cap)[...]
            while !entering.isEmpty {
                let block = entering.prefix(8)
                let count = appendBlock(block, gram: gram, penalty: penalty)
                entering = entering.dropFirst(count)
                // A column that depends on the free ones comes in by exchange.
                guard count < block.count, let next = entering.popFirst() else { continue }
                enter(next.place, sign: next.sign, &model, gram: gram, penalty: penalty)
            }
        }
        return false
    }

    /// Frees coefficients up to the first that depends on those before it, and returns how many.
    private mutating func appendBlock(
        _ candidates: ArraySlice<Candidate>, gram: GramView, penalty: PlacePenalty
    ) -> Int {
        var before = free
        var rows: [[Double]] = []
        for candidate in candidates {
            var row = before.map { gram.value(candidate.place, $0) }
            row.append(gram.value(candidate.place, candidate.place) + penalty.l2[candidate.place])
            rows.append(row)
            before.append(candidate.place)
        }
        let count = factor.append(block: rows, threshold: Self.collinearity)
        for candidate in candidates.prefix(count) {
            free.append(candidate.place)
            signs.append(candidate.sign)
            isFree[candidate.place] = true
        }
        return count
    }

    /// Newton steps to the minimum over the free coefficients.
    ///
    /// A step of length t leaves (1 − t) of the free coefficients' gradient, so the model's `q` is needed, and brought up
    /// to date, only once at the end. Returns whether a coefficient moved.
    private mutating func descend(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty
    ) -> Bool {
        let (touched, start) = (free, free.map { model.b[$0] })
        var slopes = free.indices.map { i in
            model.q[free[i]] - penalty.l2[free[i]] * model.b[free[i]] - penalty.l1[free[i]] * signs[i]
        }
        while !free.isEmpty {
            var direction = slopes
            factor.solve(&direction)
            let step = firstCrossing(direction, model, penalty)
            for i in free.indices {
                model.b[free[i]] += step * direction[i]
                slopes[i] *= 1 - step
            }
            let crossed = crossed(direction, complete: step == 1, model, penalty)
            if crossed.isEmpty { break }
            for i in crossed.reversed() {
                model.b[free[i]] = end(i, direction[i], penalty)
                slopes.remove(at: i)
                drop(i)
            }
        }
        return settle(slopes, &model, gram: gram, penalty: penalty, touched: touched, start: start)
    }

    /// Brings the model's gradient up to date after the free coefficients moved.
    ///
    /// On free coefficients it is what is left of their slopes; elsewhere it follows by columns or by rows of G, whichever
    /// are fewer. Returns whether a coefficient moved.
    private func settle(
        _ slopes: [Double], _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty, touched: [Int],
        start: [Double]
    ) -> Bool {
        let moved = zip(touched, start).filter { model.b[$0] != $1 }
        guard !moved.isEmpty else { return false }
        if moved.count <= gram.count - free.count {
            for (e, before) in moved { gram.subtract(column: e, times: model.b[e] - before, from: &model.q) }
            return true
        }
        var changes = [Double](repeating: 0, count: gram.count)
        for (e, before) in moved { changes[e] = model.b[e] - before }
        gram.subtract(changes: changes, rows: model.q.indices.filter { !isFree[$0] }, from: &model.q)
        for (i, e) in free.enumerated() {
            model.q[e] = slopes[i] + penalty.l2[e] * model.b[e] + penalty.l1[e] * signs[i]
        }
        return true
    }

    /// The largest step in [0, 1] that keeps every free coefficient in its interval.
    private func firstCrossing(_ direction: [Double], _ model: QuadraticModel, _ penalty: PlacePenalty) -> Double {
        var step = 1.0
        for i in free.indices {
            step = min(step, reach(i, direction[i], model, penalty))
        }
        return step
    }

    private func reach(_ i: Int, _ d: Double, _ model: QuadraticModel, _ penalty: PlacePenalty) -> Double {
        d == 0 ? .infinity : max(0, (end(i, d, penalty) - model.b[free[i]]) / d)
    }

    /// The end of a free coefficient's interval in the direction of d.
    private func end(_ i: Int, _ d: Double, _ penalty: PlacePenalty) -> Double {
        let (low, high) = penalty.interval(free[i], sign: signs[i])
        return d > 0 ? high : low
    }

    /// The free coefficients that a step has brought to an end of their interval; after a step that was cut short at
    /// least the nearest, rounding aside.
    private func crossed(
        _ direction: [Double], complete: Bool, _ model: QuadraticModel, _ penalty: PlacePenalty
    ) -> [Int] {
        var found: [Int] = []
        var nearest = (index: -1, distance: Double.infinity)
        for i in free.indices where direction[i] != 0 {
            let left = (end(i, direction[i], penalty) - model.b[free[i]]) / direction[i]
            if left <= 0 { found.append(i) }
            if left < nearest.distance { nearest = (i, left) }
        }
        return found.isEmpty && !complete && nearest.index >= 0 ? [nearest.index] : found
    }

    /// A coefficient that the penalty does not hold.
    private struct Candidate {
        var place: Int
        var sign: Double
        var excess: Double
    }

    private func violators(_ model: QuadraticModel, penalty: PlacePenalty) -> [Candidate] {
        var found: [Candidate] = []
        for e in model.b.indices where !isFree[e] && !isBlocked[e] {
            let g = model.q[e] - penalty.l2[e] * model.b[e]
            guard let (sign, excess) = penalty.escape(e, b: model.b[e], g: g), excess > penalty.slack(e) else {
                continue
            }
            found.append(Candidate(place: e, sign: sign, excess: excess))
        }
        return found.sorted { ($0.excess, $1.place) > ($1.excess, $0.place) }
    }

    /// Frees a coefficient; one that depends on the free ones first moves until it no longer does.
    private mutating func enter(
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
        let crossed = crossed(direction, complete: false, model, penalty)
        for i in crossed.reversed() {
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

    private mutating func append(
        _ e: Int, sign: Double, gram: GramView, penalty: PlacePenalty
    ) -> Double {
        var row = free.map { gram.value(e, $0) }
        row.append(gram.value(e, e) + penalty.l2[e])
        let before = factor.count
        let left = factor.append(row, threshold: Self.collinearity)
        if factor.count > before {
            free.append(e)
            signs.append(sign)
            isFree[e] = true
        }
        return left
    }

    private mutating func drop(_ i: Int) {
        factor.remove(at: i)
        isFree[free[i]] = false
        free.remove(at: i)
        signs.remove(at: i)
    }
}
