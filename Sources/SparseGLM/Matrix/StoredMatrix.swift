/// A design matrix in the storage that suits its values: every one of them, or those other than zero.
public enum StoredMatrix: DesignMatrix {
    /// Every value is stored.
    case dense(DenseMatrix)
    /// Values other than zero are stored.
    case sparse(SparseMatrix)

    /// The matrix, for verbs that do enough to pay for a box.
    private var base: any DesignMatrix {
        switch self {
        case .dense(let matrix): matrix
        case .sparse(let matrix): matrix
        }
    }

    /// The number of rows.
    public var sampleCount: Int { base.sampleCount }
    /// The number of columns.
    public var featureCount: Int { base.featureCount }

    /// Returns the dot product of the centred column with `r`, in O(n).
    public func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double {
        switch self {
        case .dense(let matrix): matrix.centredDot(column: j, center: center, with: r)
        case .sparse(let matrix): matrix.centredDot(column: j, center: center, with: r)
        }
    }

    /// Adds a multiple of the centred column to `out`, in O(n).
    public func addCentred(
        column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) {
        switch self {
        case .dense(let matrix): matrix.addCentred(column: j, center: center, times: factor, to: out)
        case .sparse(let matrix): matrix.addCentred(column: j, center: center, times: factor, to: out)
        }
    }

    /// Writes a column into `out`.
    public func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .dense(let matrix): matrix.copyColumn(j, into: out)
        case .sparse(let matrix): matrix.copyColumn(j, into: out)
        }
    }

    /// The matrix of the given rows alone, in the given order and the same storage.
    public func keepingRows(_ rows: [Int]) -> StoredMatrix {
        switch self {
        case .dense(let matrix): .dense(matrix.keepingRows(rows))
        case .sparse(let matrix): .sparse(matrix.keepingRows(rows))
        }
    }

    /// Writes one dot product for each of the given columns.
    public func centredDots(
        columns: [Int], centers: [Double], with r: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        base.centredDots(columns: columns, centers: centers, with: r, into: out)
    }

    /// Adds one multiple of each of the given columns.
    public func addCentred(
        columns: [Int], centers: [Double], times factors: [Double], to out: UnsafeMutableBufferPointer<Double>
    ) {
        base.addCentred(columns: columns, centers: centers, times: factors, to: out)
    }

    /// The weighted mean and deviation of every column.
    public func moments(weights: [Double]?) -> [ColumnMoments] { base.moments(weights: weights) }

    /// The least and the greatest value of every column.
    public func valueRanges() -> [(low: Double, high: Double)?] { base.valueRanges() }

    /// The largest magnitude in every column.
    public func largestMagnitudes() -> [Double] { base.largestMagnitudes() }

    /// Lends the columns where every value is stored.
    public func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R? { base.withStoredColumns(body) }

    /// The columns where only values other than zero are stored.
    public var sparseColumns: SparseColumns? { base.sparseColumns }
}
