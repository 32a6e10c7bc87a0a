/// A quadratic model with its penalty along a line from its point.
///
/// ```
/// φ(t) = −t qᵀd + ½ t² dᵀG d + Σ over blocks of Ω(b + t d) − Ω(b)
/// ```
/// φ is convex, and smooth up to the first `crossing`, where a coefficient of a block with an L1 part changes its sign or
/// where a block has nothing left of its direction.
struct BlockLine {
    /// Where the line leaves the smooth part: coefficients that are zero from there on.
    struct Crossing {
        var t: Double
        var places: Range<Int>
    }

    private let places: [Int]
    private let direction: [Double]
    /// −G d.
    private let turn: BlockTurn
    private var linear = 0.0
    private var quadratic = 0.0
    /// ‖b‖², b·d and ‖d‖² of the blocks with a norm.
    private var norms: [(norm: Double, bb: Double, bd: Double, dd: Double)] = []
    /// All crossings up to t = 1.
    private(set) var crossings: [Crossing] = []

    /// The line along `direction`, which is given for `places` in order; other places do not move.
    init(_ model: BlockModel, places: [Int], direction: [Double]) {
        self.places = places
        self.direction = direction
        turn = model.turn(places, direction)
        for (i, d) in zip(places, direction) {
            linear -= model.q[i] * d
            quadratic -= turn.q[i] * d
        }
        var k = 0
        for e in 0..<model.blockCount {
            let (penalty, range) = (model.penalties[e], model.places(e))
            var (bb, bd, dd) = (0.0, 0.0, 0.0)
            while k < places.count && places[k] < range.upperBound {
                let (i, b, d) = (places[k], model.b[places[k]], direction[k])
                bb += b * b
                bd += b * d
                dd += d * d
                if penalty.l1 > 0 {
                    linear += b > 0 ? penalty.l1 * d : -penalty.l1 * d
                    if b * d < 0 && abs(d) >= abs(b) { crossings.append(Crossing(t: -b / d, places: i..<(i + 1))) }
                }
                k += 1
            }
            linear += penalty.l2 * bd
            quadratic += penalty.l2 * dd
            guard penalty.norm > 0, dd > 0 else { continue }
            norms.append((penalty.norm, bb, bd, dd))
            if -bd >= bb { crossings.append(Crossing(t: bb / -bd, places: range)) }
        }
    }

    /// φ′(t), for t up to the first crossing.
    func slope(_ t: Double) -> Double {
        var slope = linear + t * quadratic
        for (norm, bb, bd, dd) in norms {
            let size = max(0, bb + t * (2 * bd + t * dd)).squareRoot()
            if size > 0 { slope += norm * ((bd + t * dd) / size) }
        }
        return slope
    }

    /// The t in 0 … `end` at which φ is least, near enough: `end` where φ falls all the way or rises little at last.
    func minimum(upTo end: Double) -> Double {
        let start = slope(0)
        guard slope(end) > 0.1 * abs(start) else { return end }
        var (low, high) = (0.0, end)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let value = slope(middle)
            if abs(value) <= 0.01 * abs(start) { return middle }
            if value < 0 { low = middle } else { high = middle }
        }
        return low
    }

    /// The model at t, with the coefficients of the given crossings at zero; nil unless it is lower, but for rounding.
    ///
    /// Returns by how much it is lower, too. A step so long that this is lost in the rounding of G times it is none: next
    /// to a null space the direction may have any length.
    func moved(_ model: BlockModel, to t: Double, zeros: [Crossing]) -> (model: BlockModel, fall: Double)? {
        var moved = model
        if zeros.isEmpty {
            moved.move(places, along: direction, turn: turn, times: t)
        } else {
            // What is left of a long step may be short: it must not bear the rounding of the long one.
            var end = model.b
            for (i, d) in zip(places, direction) { end[i] += t * d }
            for crossing in zeros { for i in crossing.places { end[i] = 0 } }
            moved.set(places, to: places.map { end[$0] })
        }
        // −qᵀs + ½ sᵀGs, from the gradients at both ends.
        var (change, size, length) = (0.0, 0.0, 0.0)
        for i in places {
            let step = moved.b[i] - model.b[i]
            change -= 0.5 * step * (model.q[i] + moved.q[i])
            length += abs(step) * max(0, model.form.value(i, i)).squareRoot()
        }
        for e in 0..<model.blockCount where model.places(e).contains(where: { moved.b[$0] != model.b[$0] }) {
            let before = model.penalties[e].value(model.b[model.places(e)])
            change += model.penalties[e].value(moved.b[model.places(e)]) - before
            size += before
        }
        return change + 1e-16 * length * length <= 1e-15 * size ? (moved, -change) : nil
    }
}
