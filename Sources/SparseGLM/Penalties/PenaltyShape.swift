/// A penalty, all but its strength λ.
///
/// ```
/// λ Σⱼ fⱼ ( r |wⱼ| + (1 − r)/2 wⱼ² )      subject to   lⱼ ≤ wⱼ ≤ uⱼ
/// ```
/// with r the `l1Ratio`, f the factors, l and u the bounds.
public struct PenaltyShape: Sendable, Equatable {
    /// The share of the L1 part, in (0, 1].
    public let l1Ratio: Double
    /// One factor ≥ 0 per column, or nil when all are 1.
    ///
    /// Factor 0: not penalised, always kept. Infinity: excluded.
    public let factors: [Double]?
    /// One bound ≤ 0 per column, −infinity for none; nil for no bounds.
    public let lowerBounds: [Double]?
    /// One bound ≥ 0 per column, infinity for none; nil for no bounds.
    public let upperBounds: [Double]?

    /// The lasso without bounds unless told otherwise.
    ///
    /// Bounds are on the scale of the matrix as it is given.
    public init(
        l1Ratio: Double = 1, factors: [Double]? = nil, lowerBounds: [Double]? = nil, upperBounds: [Double]? = nil
    ) {
        self.l1Ratio = l1Ratio
        self.factors = factors
        self.lowerBounds = lowerBounds
        self.upperBounds = upperBounds
    }
}
