/// A smooth loss, row by row.
///
/// Conformers are `QuadraticDatafit` and `LogisticDatafit`; each holds the target.
///
/// With η the linear predictor and f the loss of a row, a conformer writes
/// ```
/// residual ρ = −f′(η)      curvature κ = f″(η)      loss Σ mᵢ fᵢ(ηᵢ)      dual −Σ mᵢ fᵢ*(−θᵢ)
/// ```
/// where m are the rows' shares, which sum to 1, and f* is the convex conjugate.
protocol Datafit: Sendable {
    /// Whether κ is 1 everywhere, so that one Hessian serves for good.
    var hasConstantCurvature: Bool { get }

    /// An upper bound of κ over all η.
    var curvatureBound: Double { get }

    /// Computes ρ and κ at η, and returns the loss.
    func evaluate(eta: [Double], shares m: [Double], residual: inout [Double], curvature: inout [Double]) -> Double

    /// The dual value of `scale` · θ, or −infinity where the conjugate is infinite.
    func dual(theta: [Double], scale: Double, shares m: [Double]) -> Double

    /// The scale ≥ 0 at which the dual of a multiple of θ is largest when nothing else constrains it, 1 where unknown.
    func bestScale(theta: [Double], shares m: [Double]) -> Double
}
