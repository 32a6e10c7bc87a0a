internal import CKernels

/// The quadratic model over the blocks of the working set, around the point it is given.
///
/// ```
/// ½ (b − b₀)ᵀ G (b − b₀) − q₀ᵀ (b − b₀) + Σ over blocks of Ω(b)
/// ```
/// `b` and `q = q₀ − G (b − b₀)` are kept together, so that rounding errors shrink with the step. Block e has the places
/// starts[e] ..< starts[e + 1] of the Gram matrix.
struct BlockModel {
    /// The first place of each block, and the number of places.
    let starts: [Int]
    /// The blocks' penalties.
    let penalties: [BlockPenalty]
    /// The coefficients, by place.
    var b: [Double]
    /// The model's negative gradient at `b`, without the penalty.
    var q: [Double]

    var blockCount: Int { penalties.count }

    /// The places of a block.
    func places(_ e: Int) -> Range<Int> { starts[e]..<starts[e + 1] }

    /// Moves the coefficients at the given places by `change`: q −= G[:, places] · change, in O(m · |places|).
    mutating func move(_ places: [Int], by change: [Double], gram: GramView) {
        for (place, d) in zip(places, change) { b[place] += d }
        fsel_subtract_columns(gram.base, gram.stride, places, change, places.count, &q, gram.count)
    }

    /// An estimate of the duality gap over the working set, exact for the squared loss but for unpenalised blocks.
    ///
    /// With a the largest multiple of q that every dual norm allows, it is
    /// ```
    /// (1 − a)² loss + Σ over blocks of Ω(b) + Ω*(a q) − a q·b
    /// ```
    /// `loss` is the mean loss at the point where the model was made.
    func gap(loss: Double, gram: GramView) -> Double {
        var scale = 1.0
        for e in penalties.indices where !penalties[e].isFree {
            scale = penalties[e].largestScale(q[places(e)], bound: scale)
        }
        var sum = (1 - scale) * (1 - scale) * loss
        for e in penalties.indices {
            let places = places(e)
            if penalties[e].isFree {
                for i in places where gram.value(i, i) > 0 {
                    sum += max(q[i] * q[i] / gram.value(i, i), abs(q[i] * b[i]))
                }
                continue
            }
            sum += penalties[e].conjugate(q[places].lazy.map { scale * $0 })
            guard places.contains(where: { b[$0] != 0 }) else { continue }
            var product = 0.0
            for i in places { product += q[i] * b[i] }
            sum += max(0, penalties[e].value(b[places]) - scale * product)
        }
        return sum
    }
}
