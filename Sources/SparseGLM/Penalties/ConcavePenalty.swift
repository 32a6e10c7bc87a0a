/// A penalty whose pull on a coefficient weakens as the coefficient grows, so that large ones are not shrunk.
///
/// With t = |w| and λ the column's own strength, the slopes are
/// ```
/// mcp    p′(t) = λ max(0, 1 − t/(γ λ))                                              γ > 1
/// scad   p′(t) = λ for t ≤ λ,  max(0, a λ − t)/(a − 1) beyond                       a > 2
/// ```
/// so coefficients above γ λ or a λ are not penalised at all. The knots are in units of the coefficient: bring columns
/// to a standard deviation of 1 first.
///
/// Sources: Zhang (2010), doi:10.1214/09-AOS729; Fan and Li (2001), doi:10.1198/016214501753382273.
public enum ConcavePenalty: Sendable, Equatable {
    /// The minimax concave penalty; γ = 3 is usual, and large values approach the lasso.
    case mcp(gamma: Double)
    /// The smoothly clipped absolute deviation; a = 3.7 is usual.
    case scad(a: Double)

    /// p′(|w|), for a strength of λ ≥ 0; λ at w = 0.
    public func slope(_ w: Double, lambda: Double) -> Double {
        let t = abs(w)
        switch self {
        case .mcp(let gamma): return max(0, lambda - t / gamma)
        case .scad(let a): return t <= lambda ? lambda : max(0, a * lambda - t) / (a - 1)
        }
    }

    /// p(|w|) = ∫₀^|w| p′(t) dt.
    public func value(_ w: Double, lambda: Double) -> Double {
        let t = abs(w)
        switch self {
        case .mcp(let gamma):
            return t < gamma * lambda ? t * (lambda - t / (2 * gamma)) : 0.5 * gamma * lambda * lambda
        case .scad(let a):
            if t <= lambda { return lambda * t }
            if t < a * lambda { return (2 * a * lambda * t - t * t - lambda * lambda) / (2 * (a - 1)) }
            return 0.5 * lambda * lambda * (a + 1)
        }
    }

    func check() throws(SolverError) {
        switch self {
        case .mcp(let gamma) where !(gamma > 1 && gamma.isFinite):
            throw .invalid("The gamma of MCP is \(gamma); it must be a finite number above 1.")
        case .scad(let a) where !(a > 2 && a.isFinite):
            throw .invalid("The a of SCAD is \(a); it must be a finite number above 2.")
        default: return
        }
    }
}
