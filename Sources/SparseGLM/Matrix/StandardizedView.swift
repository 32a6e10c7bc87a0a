/// A matrix whose column j is (base column j − mean j) / scale j, computed where it is used and never stored.
public struct StandardizedView<Base: DesignMatrix>: DesignMatrix {
    /// The matrix underneath.
    public let base: Base
    /// What is subtracted from each column, p values.
    public let means: [Double]
    /// What each difference is divided by, p values, none of them zero.
    public let scales: [Double]

    /// Views `base` through one mean and one scale per column.
    public init(_ base: Base, means: [Double], scales: [Double]) {
        precondition(
            means.count == base.featureCount && scales.count == base.featureCount,
            "StandardizedView: \(means.count) means and \(scales.count) scales for \(base.featureCount) columns")
        precondition(!scales.contains(0), "StandardizedView: a scale is zero")
        self.base = base
        self.means = means
        self.scales = scales
    }

    /// The number of rows.
    public var sampleCount: Int { base.sampleCount }
    /// The number of columns.
    public var featureCount: Int { base.featureCount }

    /// Returns the dot product of the centred column with `r`, in O(n).
    public func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double {
        base.centredDot(column: j, center: means[j] + center * scales[j], with: r) / scales[j]
    }

    /// Adds a multiple of the centred column to `out`, in O(n).
    public func addCentred(
        column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) {
        base.addCentred(column: j, center: means[j] + center * scales[j], times: factor / scales[j], to: out)
    }

    /// Writes a column into `out`.
    public func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) {
        base.copyColumn(j, into: out)
        for i in out.indices {
            out[i] = (out[i] - means[j]) / scales[j]
        }
    }

    /// The matrix of the given rows alone, in the given order.
    public func keepingRows(_ rows: [Int]) -> StandardizedView {
        StandardizedView(base.keepingRows(rows), means: means, scales: scales)
    }

    /// Writes one dot product for each of the given columns.
    public func centredDots(
        columns: [Int], centers: [Double], with r: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        base.centredDots(columns: columns, centers: baseCenters(columns, centers), with: r, into: out)
        for j in columns { out[j] /= scales[j] }
    }

    /// Adds one multiple of each of the given columns.
    public func addCentred(
        columns: [Int], centers: [Double], times factors: [Double], to out: UnsafeMutableBufferPointer<Double>
    ) {
        var scaled = factors
        for j in columns { scaled[j] /= scales[j] }
        base.addCentred(columns: columns, centers: baseCenters(columns, centers), times: scaled, to: out)
    }

    /// The weighted mean and deviation of every column, from those of the matrix underneath.
    ///
    /// What is constant there is constant here: to standardize adds no information.
    public func moments(weights: [Double]?) -> [ColumnMoments] {
        base.moments(weights: weights).enumerated().map { j, moments in
            ColumnMoments(
                mean: (moments.mean - means[j]) / scales[j],
                standardDeviation: abs(moments.standardDeviation / scales[j]), isConstant: moments.isConstant)
        }
    }

    /// The least and the greatest value of every column.
    public func valueRanges() -> [(low: Double, high: Double)?] {
        base.valueRanges().enumerated().map { j, range in
            range.map { range in
                let ends = ((range.low - means[j]) / scales[j], (range.high - means[j]) / scales[j])
                return (min(ends.0, ends.1), max(ends.0, ends.1))
            }
        }
    }

    private func baseCenters(_ columns: [Int], _ centers: [Double]) -> [Double] {
        var shifted = means
        for j in columns { shifted[j] += centers[j] * scales[j] }
        return shifted
    }

    /// Lends the columns underneath, through the means and scales.
    public func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R? {
        base.withStoredColumns { columns in
            var viewed = columns
            viewed.means = means.indices.map { columns.mean($0) + means[$0] * columns.scale($0) }
            viewed.scales = scales.indices.map { columns.scale($0) * scales[$0] }
            return body(viewed)
        }
    }

    /// The columns of a sparse matrix underneath, through the means and scales.
    public var sparseColumns: SparseColumns? { base.sparseColumns?.viewed(means: means, scales: scales) }
}
