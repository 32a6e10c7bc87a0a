/// A design matrix x of n rows (samples) and p columns (features), seen through verbs on whole columns.
///
/// Dense, sparse and standardized data all meet the solvers through this protocol. A conformer writes the four verbs
/// below; every one of them takes a `center` c and acts on the column minus c, so that a solver never needs a centred
/// copy. Values must be finite. Columns and rows count from 0; an index or a buffer length out of range is a fault of
/// the program.
public protocol DesignMatrix: Sendable {
    /// The number of rows, n.
    var sampleCount: Int { get }

    /// The number of columns, p.
    var featureCount: Int { get }

    /// Returns Σᵢ (xᵢⱼ − center) rᵢ in O(n). `r` holds n values.
    func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double

    /// Adds `factor` · (xᵢⱼ − center) to each of the n values of `out` in O(n).
    func addCentred(column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>)

    /// Writes column j into the n values of `out`.
    func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>)

    /// The matrix of the given rows alone, in the given order; a row may be given twice.
    func keepingRows(_ rows: [Int]) -> Self

    // What follows works on many columns at once. Each verb has a default that goes column by column; a conformer
    // writes its own where it can share work between columns, as a sparse one shares the sum of `r`.

    /// Writes Σᵢ (xᵢⱼ − centers[j]) rᵢ to `out[j]` for each j of `columns`; `centers` and `out` hold p values.
    func centredDots(
        columns: [Int], centers: [Double], with r: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>)

    /// Adds Σⱼ factors[j] · (xᵢⱼ − centers[j]) over `columns` to each of the n values of `out`; `centers` and
    /// `factors` hold p values.
    func addCentred(
        columns: [Int], centers: [Double], times factors: [Double], to out: UnsafeMutableBufferPointer<Double>)

    /// The weighted mean and deviation of every column, as `columnMoments` defines them.
    func moments(weights: [Double]?) -> [ColumnMoments]

    /// The least and the greatest value of every column; nil where one is NaN, and zeros where there are no rows.
    func valueRanges() -> [(low: Double, high: Double)?]

    /// The largest magnitude in every column, not finite where one of its values is not.
    func largestMagnitudes() -> [Double]

    /// Calls `body` with the columns as they lie in memory, or returns nil where they do not lie there one value after
    /// another; the default.
    func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R?

    /// The columns as those of a sparse matrix; nil where they are not stored so, the default.
    var sparseColumns: SparseColumns? { get }
}

extension DesignMatrix {
    /// Writes one dot product for each of the given columns.
    public func centredDots(
        columns: [Int], centers: [Double], with r: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        for j in columns { out[j] = centredDot(column: j, center: centers[j], with: r) }
    }

    /// Adds one multiple of each of the given columns.
    public func addCentred(
        columns: [Int], centers: [Double], times factors: [Double], to out: UnsafeMutableBufferPointer<Double>
    ) {
        for j in columns { addCentred(column: j, center: centers[j], times: factors[j], to: out) }
    }

    /// The weighted mean and deviation of every column.
    public func moments(weights: [Double]?) -> [ColumnMoments] {
        (0..<featureCount).map { columnMoments(column($0), weights: weights) }
    }

    /// The least and the greatest value of every column.
    public func valueRanges() -> [(low: Double, high: Double)?] {
        (0..<featureCount).map { valueRange(column($0)) }
    }

    /// The largest magnitude in every column, not finite where one of its values is not.
    public func largestMagnitudes() -> [Double] {
        valueRanges().map { range in range.map { max(abs($0.low), abs($0.high)) } ?? .nan }
    }

    /// Lends nothing.
    public func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R? { nil }

    /// None.
    public var sparseColumns: SparseColumns? { nil }

    /// A copy of column j, n values.
    public func column(_ j: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: sampleCount) { buffer, count in
            buffer.initialize(repeating: 0)
            copyColumn(j, into: UnsafeMutableBufferPointer(rebasing: buffer[..<sampleCount]))
            count = sampleCount
        }
    }
}
