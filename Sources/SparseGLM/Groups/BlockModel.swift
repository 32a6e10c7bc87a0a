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

    /// Whether a block is unpenalised or not zero.
    func isActive(_ e: Int) -> Bool { penalties[e].isFree || places(e).contains { b[$0] != 0 } }

    /// Moves the coefficients at the given places by `change`: q −= G[:, places] · change, in O(m · |places|).
    mutating func move(_ places: [Int], by change: [Double], gram: GramView) {
        for (place, d) in zip(places, change) { b[place] += d }
        fsel_subtract_columns(gram.base, gram.stride, places, change, places.count, &q, gram.count)
    }

    /// The places of a block where the penalty is smooth: all of a block that is unpenalised or not zero, but for zeros
    /// that an L1 part holds.
    func smoothPlaces(_ e: Int) -> [Int] {
        isActive(e) ? places(e).filter { penalties[e].l1 == 0 || b[$0] != 0 } : []
    }

    /// An estimate of the duality gap over the working set, exact for the squared loss but for unpenalised blocks.
    ///
    /// With a the largest multiple of q that every dual norm allows, it is
    /// ```
    /// (1 − a)² loss + Σ over blocks of Ω(b) + Ω*(a q) − a q·b
    /// ```
    /// `loss` is the mean loss at the point where the model was made. With `smoothOnly` the coefficients held at zero are
    /// left out, as if they were not in the model.
    func gap(loss: Double, gram: GramView, smoothOnly: Bool = false) -> Double {
        let counted = penalties.indices.map { smoothOnly ? smoothPlaces($0) : Array(places($0)) }
        var scale = 1.0
        for (penalty, places) in zip(penalties, counted) where !penalty.isFree {
            scale = penalty.largestScale(places.lazy.map { q[$0] }, bound: scale)
        }
        var sum = (1 - scale) * (1 - scale) * loss
        for (penalty, places) in zip(penalties, counted) {
            if penalty.isFree {
                for i in places where gram.value(i, i) > 0 {
                    sum += max(q[i] * q[i] / gram.value(i, i), abs(q[i] * b[i]))
                }
                continue
            }
            var product = 0.0
            for i in places { product += q[i] * b[i] }
            // Fenchel and Young: no block's part is below 0.
            let conjugate = penalty.conjugate(places.lazy.map { scale * q[$0] })
            sum += max(0, penalty.value(places.lazy.map { b[$0] }) + conjugate - scale * product)
        }
        return sum
    }
}
