/// The penalty of one block of coefficients, a group or a single column, at one λ and in scaled units.
///
/// ```
/// Ω(b) = norm ‖b‖₂ + l1 ‖b‖₁ + l2/2 ‖b‖₂²
/// ```
/// A single column has no `norm` part, as it is the same as `l1`; an unpenalised one has all three 0.
struct BlockPenalty: Sendable, Equatable {
    var norm: Double
    var l1: Double
    var l2: Double

    /// Whether the block is not penalised.
    var isFree: Bool { norm == 0 && l1 == 0 && l2 == 0 }

    /// The strength in which violations are measured.
    var strength: Double { norm + l1 }

    /// Ω(b).
    func value<C: Collection<Double>>(_ b: C) -> Double {
        var (square, sum) = (0.0, 0.0)
        for x in b {
            square += x * x
            sum += abs(x)
        }
        return norm * square.squareRoot() + l1 * sum + 0.5 * l2 * square
    }

    /// By how much a negative gradient, c z, exceeds what the penalty holds at zero: ‖S(c z, l1)‖₂ − norm, S the
    /// soft-threshold.
    func excess<C: Collection<Double>>(_ z: C, times c: Double = 1) -> Double {
        var square = 0.0
        for x in z {
            let t = max(0, abs(c * x) - l1)
            square += t * t
        }
        return square.squareRoot() - norm
    }

    /// Whether a block whose negative gradient is z stays at zero; gradients are of order 1 in scaled units, and what is
    /// below the slack changes the objective by its square.
    func holds<C: Collection<Double>>(_ z: C) -> Bool { excess(z) <= 1e-10 * strength + 1e-15 }

    /// The conjugate at c z: sup over b of c z·b − Ω(b) = max(0, ‖S(c z, l1)‖₂ − norm)² / (2 l2).
    ///
    /// Infinite where nothing bounds it.
    func conjugate<C: Collection<Double>>(_ z: C, times c: Double = 1) -> Double {
        let excess = excess(z, times: c)
        guard excess > 0 else { return 0 }
        guard l2 == 0 else { return 0.5 * excess * (excess / l2) }
        return isRounding(excess) ? 0 : .infinity
    }

    /// The most by which z may be multiplied with the conjugate still finite, if that is less than `bound`, which is
    /// returned otherwise.
    ///
    /// Its inverse is the dual norm of z where l2 is 0: for l1 = 0 that is ‖z‖₂/norm, for norm = 0 ‖z‖∞/l1, and in
    /// between the root c of Σⱼ max(0, c|zⱼ| − l1)² = norm², found on the sorted |zⱼ| in O(p log p).
    ///
    /// Source: Ndiaye, Fercoq, Gramfort and Salmon (2016), GAP safe screening rules for sparse-group lasso.
    func largestScale<C: Collection<Double>>(_ z: C, bound: Double) -> Double {
        guard l2 == 0, !z.allSatisfy({ $0 == 0 }), !(isFree && isRounding(excess(z))) else { return bound }
        if bound.isFinite && excess(z, times: bound) <= 0 { return bound }
        var scale = min(bound, boundary(z))
        // It may be rounded up, and then its product with z is above what the penalty holds.
        while scale > 0 && excess(z, times: scale) > 0 { scale = min(scale.nextDown, scale * (1 - 4e-16)) }
        return scale
    }

    /// The c at which c z is on the boundary of what the penalty holds.
    private func boundary<C: Collection<Double>>(_ z: C) -> Double {
        if norm == 0 { return l1 / z.reduce(0) { max($0, abs($1)) } }
        if l1 == 0 { return norm / z.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        return root(z.map { abs($0) })
    }

    /// The c with Σ max(0, c·a − l1)² = norm² over sizes a ≥ 0.
    private func root(_ sizes: [Double]) -> Double {
        let sizes = sizes.sorted(by: >)
        var (sum, square) = (0.0, 0.0)
        for (k, a) in sizes.enumerated() {
            sum += a
            square += a * a
            // With the k + 1 largest above the threshold: square c² − 2 l1 sum c + (k + 1) l1² = norm².
            let spread = max(0, (l1 * sum) * (l1 * sum) - square * (Double(k + 1) * l1 * l1 - norm * norm))
            let c = (l1 * sum + spread.squareRoot()) / square
            if k + 1 == sizes.count || c * sizes[k + 1] <= l1 { return c }
        }
        return .infinity
    }

    /// The distance of the smooth part's negative gradient q from the subdifferential of Ω at b.
    func violation<C: Collection<Double>>(q: C, b: C) -> Double {
        let size = b.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard size > 0 else { return max(0, excess(q)) }
        var square = 0.0
        for (q, b) in zip(q, b) {
            let rest = q - l2 * b - norm * (b / size)
            let distance = b == 0 ? softThreshold(rest, l1) : rest - (b > 0 ? l1 : -l1)
            square += distance * distance
        }
        return square.squareRoot()
    }

    /// The gradient of an unpenalised block is zero but for rounding.
    private func isRounding(_ excess: Double) -> Bool { isFree && excess <= 1e-14 }
}
