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
/// Any other block takes proximal gradient steps. Each sweep is O(m · |moved places|), or by rows O(n · |places|).
///
/// Sources: Yuan and Lin (2006), doi:10.1111/j.1467-9868.2005.00532.x; Yang and Hastie (2024), arXiv:2405.08631 (the
/// equation for ν); Simon, Friedman, Hastie and Tibshirani (2013), doi:10.1080/10618600.2012.681250.
struct BlockDescent {
    private var curvatures = BlockCurvatures()

    private typealias Values = UnsafeMutablePointer<Double>
    private typealias Part = BlockCurvatures.Part

    /// Forgets what is known of the quadratic form.
    mutating func reset() { curvatures.removeAll() }

    /// Visits every block once, or those that are not zero.
    mutating func sweep(_ model: inout BlockModel, activeOnly: Bool = false) {
        for e in 0..<model.blockCount where !activeOnly || model.isActive(e) { visit(e, of: &model) }
    }

    /// Sets the blocks to zero that are best so with the others fixed; none changes otherwise.
    mutating func removeZeros(_ model: inout BlockModel) {
        for e in 0..<model.blockCount where model.penalties[e].norm > 0 && model.isActive(e) {
            let places = model.places(e)
            model.look(at: places)
            curvatures.prepare(e, of: model)
            let penalty = model.penalties[e]
            let excess = withUnsafeTemporaryAllocation(of: Double.self, capacity: places.count) { h in
                model.with(places) { b, q in
                    curvatures.with(e, count: places.count) { part in
                        if let h = h.baseAddress { pull(b, q, places.count, part, into: h) }
                        return penalty.excess(h)
                    }
                }
            }
            if let excess = excess ?? nil, excess <= 0 { model.set(Array(places), to: places.map { _ in 0 }) }
        }
    }

    /// h, the negative gradient with the block at zero.
    private func pull(
        _ b: UnsafePointer<Double>, _ q: UnsafePointer<Double>, _ k: Int, _ part: Part, into h: Values
    ) {
        for i in 0..<k {
            var sum = q[i]
            for j in 0..<k { sum += part.matrix[i * k + j] * b[j] }
            h[i] = sum
        }
    }

    private mutating func visit(_ e: Int, of model: inout BlockModel) {
        let (places, penalty) = (model.places(e), model.penalties[e])
        model.look(at: places)
        let k = places.count
        if model.isZero(e) && model.with(places, { penalty.holds(UnsafeBufferPointer(start: $1, count: k)) }) == true {
            return
        }
        curvatures.prepare(e, of: model)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * k) { buffer in
            guard let new = buffer.baseAddress else { return }
            let (change, scratch) = (new + k, new + 2 * k)
            let moves = model.with(places) { b, q in
                curvatures.with(e, count: k) { part in
                    minimise(b, q, k, part, penalty, scratch: scratch, into: new)
                    var moves = false
                    for i in 0..<k {
                        change[i] = new[i] - b[i]
                        if change[i] != 0 { moves = true }
                    }
                    return moves
                } ?? false
            }
            if moves == true { model.set(places, to: new, change: change) }
        }
    }

    /// Writes the best coefficients of a block of k columns to `new`; `scratch` has 2 k values.
    private func minimise(
        _ b: UnsafePointer<Double>, _ q: UnsafePointer<Double>, _ k: Int, _ part: Part, _ penalty: BlockPenalty,
        scratch h: Values, into new: Values
    ) {
        if k == 1 {
            let g = part.matrix[0]
            new[0] = g + penalty.l2 > 0 ? softThreshold(q[0] + g * b[0], penalty.l1) / (g + penalty.l2) : b[0]
            return
        }
        pull(b, q, k, part, into: h)
        for i in 0..<k { new[i] = 0 }
        guard penalty.excess(UnsafeBufferPointer(start: h, count: k)) > 0 else { return }
        if let values = part.values {
            solve(h, k, values, part.vectors, penalty, turned: h + k, into: new)
        } else {
            for i in 0..<k { (new[i], h[i]) = (b[i], q[i]) }
            descend(new, q: h, k, part, penalty)
        }
    }

    /// The exact minimum of a block whose h exceeds its norm; `turned` is scratch of k values.
    private func solve(
        _ h: Values, _ k: Int, _ values: UnsafePointer<Double>, _ vectors: UnsafePointer<Double>,
        _ penalty: BlockPenalty, turned: Values, into u: Values
    ) {
        var largest = 0.0
        for i in 0..<k { largest = max(largest, values[i] + penalty.l2) }
        guard largest > 0 else { return }
        var square = 0.0
        for i in 0..<k {
            turned[i] = 0
            // Without a norm, what h has in the null space of G is rounding that nothing holds.
            guard penalty.norm > 0 || values[i] + penalty.l2 > 1e-14 * largest else { continue }
            for j in 0..<k { turned[i] += vectors[i * k + j] * h[j] }
            square += turned[i] * turned[i]
        }
        let length = length(turned, values, k, penalty, from: max(0, (square.squareRoot() - penalty.norm) / largest))
        for i in 0..<k where turned[i] != 0 {
            let factor = turned[i] * length / ((values[i] + penalty.l2) * length + penalty.norm)
            for j in 0..<k { u[j] += factor * vectors[i * k + j] }
        }
    }

    /// The root ν of the equation for the length, from a value below it.
    ///
    /// The equation's left side falls with ν and is above 1 at the start; the inverse of its root is concave, so that
    /// Newton's method comes from below.
    private func length(
        _ turned: Values, _ values: UnsafePointer<Double>, _ k: Int, _ penalty: BlockPenalty, from start: Double
    ) -> Double {
        var length = start
        for _ in 0..<50 {
            var (square, slope) = (0.0, 0.0)
            for i in 0..<k {
                let curvature = values[i] + penalty.l2
                let inverse = 1 / (curvature * length + penalty.norm)
                guard turned[i] != 0 else { continue }
                let part = (turned[i] * inverse) * (turned[i] * inverse)
                square += part
                slope += part * (curvature * inverse)
            }
            let root = square.squareRoot()
            guard root > 1, slope > 0 else { break }
            let next = length + (root - 1) * square / slope
            guard next > length else { break }
            length = next
        }
        return length
    }

    /// Proximal gradient steps from u, where the negative gradient is q, until they get short; both are changed.
    private func descend(_ u: Values, q: Values, _ k: Int, _ part: Part, _ penalty: BlockPenalty) {
        let bound = part.bound
        guard bound + penalty.l2 > 0 else { return }
        var firstChange = 0.0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: k) { buffer in
            guard let moved = buffer.baseAddress else { return }
            for round in 0..<20 {
                var square = 0.0
                for i in 0..<k {
                    moved[i] = softThreshold(bound * u[i] + q[i], penalty.l1)
                    square += moved[i] * moved[i]
                }
                let size = square.squareRoot()
                let shrink = size > penalty.norm ? (1 - penalty.norm / size) / (bound + penalty.l2) : 0
                var change = 0.0
                for i in 0..<k {
                    let new = moved[i] * shrink
                    moved[i] = new - u[i]
                    change = max(change, abs(moved[i]))
                    u[i] = new
                }
                if round == 0 { firstChange = change }
                for i in 0..<k where moved[i] != 0 { fsel_axpy(-moved[i], part.matrix + i * k, q, k) }
                if change <= 0.01 * firstChange { break }
            }
        }
    }
}
