/// A smooth loss, row by row.
///
/// Conformers are `QuadraticDatafit`, `LogisticDatafit`, `MultinomialDatafit` and `PoissonDatafit`; each holds the
/// target. With η a row's K linear predictors and f its loss, a conformer writes
/// ```
/// residual ρ = −∇f(η)      curvature ∇²f(η)      loss Σ mᵢ fᵢ(ηᵢ)      dual −Σ mᵢ fᵢ*(−θᵢ)
/// ```
/// where m are the rows' shares, which sum to 1, and f* is the convex conjugate. The curvature is one number κ where
/// K = 1; for classes it is diag μ − μ μᵀ, and the μ stand for it. The loss is that of the family less a constant which
/// makes its least value 0, so that small deviances keep their digits.
protocol Datafit: Sendable {
    /// Whether κ is 1 everywhere, so that one Hessian serves for good.
    var hasConstantCurvature: Bool { get }

    /// An upper bound of the curvature's eigenvalues over all η, nil where there is none.
    var curvatureBound: Double? { get }

    /// What the family's own mean loss is more than this one's, per row.
    func saturatedLoss(row: Int) -> Double

    /// Computes ρ and the curvature of some rows, and returns Σ mᵢ fᵢ over them.
    func evaluate(rows: Range<Int>, of point: PointArrays) -> Double

    /// The dual value of `scale` · θ over some rows, or −infinity where the conjugate is infinite.
    ///
    /// `theta` and `shares` hold all rows.
    func dual(
        rows: Range<Int>, theta: UnsafeBufferPointer<Double>, scale: Double, shares: UnsafeBufferPointer<Double>
    ) -> Double

    /// The scale ≥ 0 at which the dual of a multiple of θ is largest when nothing else constrains it, 1 where unknown.
    func bestScale(theta: [Double], shares m: [Double]) -> Double

    /// An intercept for Newton steps to start from where all else is 0.
    func firstIntercept(shares m: [Double]) -> Double
}

extension Datafit {
    func saturatedLoss(row: Int) -> Double { 0 }

    func bestScale(theta: [Double], shares m: [Double]) -> Double { 1 }

    func firstIntercept(shares m: [Double]) -> Double { 0 }
}

/// The arrays of a point, K × n values each, class after class; `shares` has n.
struct PointArrays: @unchecked Sendable {
    let sampleCount: Int
    let shares: UnsafePointer<Double>
    let eta: UnsafeMutablePointer<Double>
    let residual: UnsafeMutablePointer<Double>
    let curvature: UnsafeMutablePointer<Double>
}

/// Rows that are evaluated at once, so that what is computed stays in the nearest cache.
let evaluationBlock = 512

extension Range<Int> {
    /// Calls `body` with one part of at most `size` after another.
    func forEachPart(of size: Int, _ body: (Range<Int>) -> Void) {
        var start = lowerBound
        while start < upperBound {
            let end = Swift.min(start + size, upperBound)
            body(start..<end)
            start = end
        }
    }
}
