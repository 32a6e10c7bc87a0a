internal import CKernels

/// Block coordinate descent: one block after another takes the place that is best with the others fixed.
///
/// ```
/// argmin over u of ½ uᵀ G_gg u − hᵀu + Ω(u),     h = q_g + G_gg b_g
/// ```
/// A single column is a soft-threshold. A block without an L1 part is solved exactly in the eigenvectors of G_gg, by
/// Newton's method for the length ν of u:
/// ```
/// u = (G_gg + l2 + norm/ν)⁻¹ h,     Σᵢ h̃ᵢ² / ((λᵢ + l2) ν + norm)² = 1
/// ```
/// Any other block takes proximal gradient steps. Each sweep is O(m · |moved places|).
///
/// Sources: Yuan and Lin (2006), doi:10.1111/j.1467-9868.2005.00532.x; Yang and Hastie (2024), arXiv:2405.08631 (the
/// equation for ν); Simon, Friedman, Hastie and Tibshirani (2013), doi:10.1080/10618600.2012.681250.
struct BlockDescent {
    private var curvatures: [BlockCurvature?] = []

    /// Forgets what is known of the Gram matrix.
    mutating func reset() { curvatures.removeAll(keepingCapacity: true) }

    /// Visits every block once.
    mutating func sweep(_ model: inout BlockModel, gram: GramView) {
        while curvatures.count < model.blockCount { curvatures.append(nil) }
        for e in 0..<model.blockCount {
            let places = model.places(e)
            if places.count == 1 {
                visitColumn(&model, place: places.lowerBound, model.penalties[e], gram)
            } else {
                visitBlock(&model, e, gram)
            }
        }
    }

    /// Sets the blocks to zero that are best so with the others fixed; none changes otherwise.
    func removeZeros(_ model: inout BlockModel, gram: GramView) {
        for e in 0..<model.blockCount where model.penalties[e].norm > 0 && model.isActive(e) {
            guard model.penalties[e].excess(pull(model, e, gram)) <= 0 else { continue }
            let places = Array(model.places(e))
            model.move(places, by: places.map { -model.b[$0] }, gram: gram)
            for i in places { model.b[i] = 0 }
        }
    }

    /// h, the negative gradient with the block at zero.
    private func pull(_ model: BlockModel, _ e: Int, _ gram: GramView) -> [Double] {
        model.places(e).map { i in
            model.places(e).reduce(model.q[i]) { $0 + gram.value(i, $1) * model.b[$1] }
        }
    }

    private func visitColumn(_ model: inout BlockModel, place i: Int, _ penalty: BlockPenalty, _ gram: GramView) {
        let (old, g) = (model.b[i], gram.value(i, i))
        guard g + penalty.l2 > 0, old != 0 || !penalty.holds(CollectionOfOne(model.q[i])) else { return }
        let new = softThreshold(model.q[i] + g * old, penalty.l1) / (g + penalty.l2)
        if new != old { model.move([i], by: [new - old], gram: gram); model.b[i] = new }
    }

    private mutating func visitBlock(_ model: inout BlockModel, _ e: Int, _ gram: GramView) {
        let (places, penalty) = (model.places(e), model.penalties[e])
        let isZero = places.allSatisfy { model.b[$0] == 0 }
        if isZero && penalty.holds(model.q[places]) { return }
        let old = Array(model.b[places])
        let q = Array(model.q[places])
        let first = places.lowerBound
        let h = pull(model, e, gram)
        var new = [Double](repeating: 0, count: places.count)
        if penalty.excess(h) > 0 {
            let curvature = curvatures[e] ?? BlockCurvature(places, gram: gram, penalty: penalty)
            curvatures[e] = curvature
            switch curvature {
            case .spectrum(let values, let vectors):
                new = solve(h, values, vectors, penalty)
            case .bound(let bound):
                new = descend(from: old, q, places, bound, penalty, gram)
            }
        }
        guard new != old else { return }
        model.move(Array(places), by: zip(new, old).map { $0 - $1 }, gram: gram)
        // The sum of old and change may be rounded, and a zero must be one.
        for i in new.indices { model.b[first + i] = new[i] }
    }

    /// The exact minimum of a block whose h exceeds its norm.
    private func solve(_ h: [Double], _ values: [Double], _ vectors: [Double], _ penalty: BlockPenalty) -> [Double] {
        let p = h.count
        let largest = values.reduce(0) { max($0, $1) } + penalty.l2
        guard largest > 0 else { return [Double](repeating: 0, count: p) }
        // Without a norm, what h has in the null space of G is rounding that nothing holds.
        let turned = (0..<p).map { i in
            guard penalty.norm > 0 || values[i] + penalty.l2 > 1e-14 * largest else { return 0.0 }
            return h.indices.reduce(0) { $0 + vectors[i * p + $1] * h[$1] }
        }
        let size = turned.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // The equation's left side falls with ν and is above 1 here; the inverse of its root is concave, so that Newton's
        // method comes from below.
        var length = max(0, (size - penalty.norm) / largest)
        for _ in 0..<50 {
            var (square, slope) = (0.0, 0.0)
            for i in 0..<p where turned[i] != 0 {
                let curvature = values[i] + penalty.l2
                let divisor = curvature * length + penalty.norm
                let part = (turned[i] / divisor) * (turned[i] / divisor)
                square += part
                slope += part * (curvature / divisor)
            }
            let root = square.squareRoot()
            guard root > 1, slope > 0 else { break }
            let next = length + (root - 1) * square / slope
            guard next > length else { break }
            length = next
        }
        var u = [Double](repeating: 0, count: p)
        for i in 0..<p where turned[i] != 0 {
            let factor = turned[i] * length / ((values[i] + penalty.l2) * length + penalty.norm)
            for k in 0..<p { u[k] += factor * vectors[i * p + k] }
        }
        return u
    }

    /// Proximal gradient steps from `start`, where the negative gradient is q, until they get short.
    private func descend(
        from start: [Double], _ q: [Double], _ places: Range<Int>, _ bound: Double, _ penalty: BlockPenalty,
        _ gram: GramView
    ) -> [Double] {
        let block = gram.base + places.lowerBound * gram.stride + places.lowerBound
        let columns = Array(0..<places.count)
        var (u, q) = (start, q)
        var firstChange = 0.0
        for round in 0..<20 {
            var moved = u.indices.map { softThreshold(bound * u[$0] + q[$0], penalty.l1) }
            let size = moved.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let shrink = size > penalty.norm ? (1 - penalty.norm / size) / (bound + penalty.l2) : 0
            var change = 0.0
            for i in moved.indices {
                moved[i] *= shrink
                change = max(change, abs(moved[i] - u[i]))
            }
            if round == 0 { firstChange = change }
            for i in u.indices { u[i] = moved[i] - u[i] }
            fsel_subtract_columns(block, gram.stride, columns, u, u.count, &q, q.count)
            u = moved
            if change <= 0.01 * firstChange { break }
        }
        return u
    }
}
