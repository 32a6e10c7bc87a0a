/// A penalty, all but its strength λ.
///
/// ```
/// λ Σⱼ fⱼ ( r |wⱼ| + (1 − r)/2 wⱼ² )      subject to   lⱼ ≤ wⱼ ≤ uⱼ
/// ```
/// with r the `l1Ratio`, f the factors, l and u the bounds. The columns of a group g, p_g in number, have instead
/// ```
/// λ f_g ( r ( (1 − s) √p_g ‖w_g‖₂ + s ‖w_g‖₁ ) + (1 − r)/2 ‖w_g‖₂² )
/// ```
/// with s the `groupL1Ratio`: 0 is the group lasso, which takes a group in or leaves it out as a whole; above 0 it is
/// the sparse-group lasso, which takes out single columns of a group too. Columns are used as they are given: within
/// a group nothing is made orthonormal, and ‖w_g‖₂ is in the units of its columns.
///
/// Sources: Yuan and Lin (2006), doi:10.1111/j.1467-9868.2005.00532.x; Simon, Friedman, Hastie and Tibshirani (2013),
/// doi:10.1080/10618600.2012.681250.
public struct PenaltyShape: Sendable, Equatable {
    /// The share of the L1 part, or of the groups' norms, in (0, 1].
    public let l1Ratio: Double
    /// One factor ≥ 0 per column, or nil when all are 1.
    ///
    /// Factor 0: not penalised, always kept. Infinity: excluded. A column of a group has factor 1, or infinity.
    public let factors: [Double]?
    /// One bound ≤ 0 per column, −infinity for none; nil for no bounds.
    public let lowerBounds: [Double]?
    /// One bound ≥ 0 per column, infinity for none; nil for no bounds.
    public let upperBounds: [Double]?
    /// Disjoint groups of columns; a column in none of them stands for itself.
    ///
    /// There are either groups or bounds.
    public let groups: [ColumnGroup]
    /// s, the share of the L1 norm within groups, in [0, 1].
    public let groupL1Ratio: Double

    /// The lasso without bounds and groups unless told otherwise.
    ///
    /// Bounds are on the scale of the matrix as it is given.
    public init(
        l1Ratio: Double = 1, factors: [Double]? = nil, lowerBounds: [Double]? = nil, upperBounds: [Double]? = nil,
        groups: [ColumnGroup] = [], groupL1Ratio: Double = 0
    ) {
        self.l1Ratio = l1Ratio
        self.factors = factors
        self.lowerBounds = lowerBounds
        self.upperBounds = upperBounds
        self.groups = groups
        self.groupL1Ratio = groupL1Ratio
    }
}

/// Columns that are penalised together, by the length of the vector of their coefficients.
public struct ColumnGroup: Sendable, Equatable {
    /// The columns, counted from 0, at least one; none is in another group.
    public let columns: [Int]
    /// f ≥ 0: what λ is multiplied by for this group.
    ///
    /// Factor 0: not penalised, always kept. Infinity: excluded.
    public let factor: Double

    /// Puts columns together.
    public init(columns: [Int], factor: Double = 1) {
        self.columns = columns
        self.factor = factor
    }
}
