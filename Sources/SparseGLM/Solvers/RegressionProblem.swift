/// Data to be fitted, by minimising over w and b.
///
/// ```
/// (1/n) Σᵢ vᵢ loss(yᵢ, xᵢᵀw + b + offsetᵢ)  +  penalty(w)
/// ```
/// The weights v are rescaled to sum to n, the number of rows with weight above 0. Rows of weight 0 are dropped when
/// the problem is made, so they influence nothing.
public struct RegressionProblem<Matrix: DesignMatrix>: Sendable {
    /// The design matrix of the rows with weight above 0, n × p.
    public let x: Matrix
    /// The target of those rows, n values.
    public let y: [Double]
    /// The loss.
    public let family: Family
    /// The rescaled weights of those rows, or nil when all are 1.
    public let sampleWeights: [Double]?
    /// What is added to each row's linear predictor, or nil for nothing.
    public let offset: [Double]?
    /// Whether a constant term b is fitted; it is never penalised.
    public let fitsIntercept: Bool
    /// K, the number of linear predictors: the classes of a multinomial target, 1 for the other families.
    public let predictorCount: Int

    /// States a problem.
    ///
    /// Counts that differ are a fault of the program; values are checked when it is solved.
    ///
    /// - Parameters:
    ///   - x: n × p, any scale.
    ///   - y: n values; 0 and 1 for the binomial family, class numbers from 0 for the multinomial.
    ///   - family: the loss.
    ///   - sampleWeights: n values ≥ 0 in any unit, or nil for equal weights.
    ///   - offset: n values, or nil.
    ///   - fitsIntercept: whether a constant term is fitted.
    ///   - classCount: K for the multinomial family, nil for one more than the largest class number; the other families
    ///     have no use for it.
    public init(
        x: Matrix, y: [Double], family: Family, sampleWeights: [Double]? = nil, offset: [Double]? = nil,
        fitsIntercept: Bool = true, classCount: Int? = nil
    ) {
        precondition(y.count == x.sampleCount, "RegressionProblem: \(y.count) targets for \(x.sampleCount) rows")
        precondition(
            sampleWeights.map { $0.count == y.count } ?? true, "RegressionProblem: weights and targets differ in count")
        precondition(
            offset.map { $0.count == y.count } ?? true, "RegressionProblem: offsets and targets differ in count")
        self.family = family
        self.fitsIntercept = fitsIntercept
        guard let sampleWeights else {
            (self.x, self.y, self.sampleWeights, self.offset) = (x, y, nil, offset)
            predictorCount = Self.predictorCount(family, y, classCount)
            return
        }
        // NaN and negative weights stay in, for the solver to refuse.
        let rows = sampleWeights.indices.filter { sampleWeights[$0] != 0 }
        let whole = rows.count == y.count
        self.x = whole ? x : x.keepingRows(rows)
        self.y = whole ? y : rows.map { y[$0] }
        self.offset = whole ? offset : offset.map { values in rows.map { values[$0] } }
        self.sampleWeights = Self.rescaled(rows.map { sampleWeights[$0] })
        predictorCount = Self.predictorCount(family, self.y, classCount)
    }

    /// Values that are no class numbers do not count here; the solver refuses them.
    private static func predictorCount(_ family: Family, _ y: [Double], _ classCount: Int?) -> Int {
        guard family == .multinomial else { return 1 }
        return classCount ?? Int(y.reduce(0) { $1 > $0 && $1 < 1e6 ? $1 : $0 }) + 1
    }

    /// The same problem with another matrix of the same values.
    private init<Other>(_ other: RegressionProblem<Other>, x: Matrix) {
        self.x = x
        y = other.y
        family = other.family
        sampleWeights = other.sampleWeights
        offset = other.offset
        fitsIntercept = other.fitsIntercept
        predictorCount = other.predictorCount
    }

    /// The problem as the solvers are compiled for.
    var erased: RegressionProblem<AnyMatrix> { RegressionProblem<AnyMatrix>(self, x: AnyMatrix(x)) }

    /// The number of rows with weight above 0, n.
    public var sampleCount: Int { y.count }

    /// The number of columns, p.
    public var featureCount: Int { x.featureCount }

    private static func rescaled(_ weights: [Double]) -> [Double]? {
        // Bad weights are left as they were given, for the solver to refuse.
        guard weights.allSatisfy({ $0 > 0 && $0.isFinite }) else { return weights }
        guard let first = weights.first, weights.contains(where: { $0 != first }) else { return nil }
        let scaled = scaledWeights(weights)
        let factor = Double(scaled.count) / Kernels.sum(scaled)
        return scaled.map { $0 * factor }
    }

    /// The same problem with every value of the matrix stored, nil where that takes more than 128 MiB.
    func stored() -> RegressionProblem<DenseMatrix>? {
        guard sampleCount * featureCount <= 1 << 24 else { return nil }
        return RegressionProblem<DenseMatrix>(
            x: DenseMatrix(columns: (0..<featureCount).map { x.column($0) }, sampleCount: sampleCount), y: y,
            family: family, sampleWeights: sampleWeights, offset: offset, fitsIntercept: fitsIntercept,
            classCount: predictorCount)
    }
}
