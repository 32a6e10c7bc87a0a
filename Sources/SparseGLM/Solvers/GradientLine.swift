/// The coordinates' gradients at the solution of a lambda.
struct Gradients {
    var lambda: Double
    /// By coordinate.
    var values: [Double]
}

/// Straight lines through the gradients at two lambdas: what the gradients may be at a third, smaller one.
///
/// A gradient is a smooth function of lambda, for the squared loss a linear one, between the lambdas where the set of
/// active coordinates changes: this is a second-order prediction. Source: Larsson and Wallin, The Hessian Screening
/// Rule, arXiv:2104.13026.
struct GradientLine {
    private let older: [Double]
    private let newer: [Double]
    private let share: Double
    /// Whether lambda is near enough for a line to tell which coordinates enter, and not only which might.
    let isShort: Bool

    /// Nil where the first two lambdas are not in decreasing order.
    init?(from older: Gradients?, through newer: Gradients, to lambda: Double) {
        guard let older, older.lambda > newer.lambda else { return nil }
        (self.older, self.newer) = (older.values, newer.values)
        share = (lambda - newer.lambda) / (newer.lambda - older.lambda)
        isShort = newer.lambda < 1.25 * lambda
    }

    func value(_ c: Int) -> Double { newer[c] + share * (newer[c] - older[c]) }

    /// The coordinates whose gradient, at the newer lambda or on the line, is at least the bound of theirs; a bound of 0
    /// stands for none.
    func reaching(_ bounds: Strengths) -> [Int] {
        func reaches(_ c: Int) -> Bool { bounds[c] > 0 && max(abs(newer[c]), abs(value(c))) >= bounds[c] }
        typealias Block = SIMD8<Double>
        var found: [Int] = []
        older.withUnsafeBytes { older in
            newer.withUnsafeBytes { newer in
                // Few do, so that a block of coordinates is looked at as a whole first.
                for c in stride(from: 0, to: self.newer.count - Block.scalarCount + 1, by: Block.scalarCount) {
                    let at = c * MemoryLayout<Double>.stride
                    let now = newer.loadUnaligned(fromByteOffset: at, as: Block.self)
                    let ahead = now + share * (now - older.loadUnaligned(fromByteOffset: at, as: Block.self))
                    let size = pointwiseMax(pointwiseMax(now, -now), pointwiseMax(ahead, -ahead))
                    if any(size .>= bounds.block(c)) { found += (c..<c + Block.scalarCount).filter(reaches) }
                }
            }
        }
        let whole = newer.count / Block.scalarCount * Block.scalarCount
        return found + (whole..<newer.count).filter(reaches)
    }
}
