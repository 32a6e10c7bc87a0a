internal import CKernels
internal import Synchronization

/// A dense design matrix stored column by column.
///
/// The columns may lie in arrays of their own, which are shared with whoever else holds them, so that a table's columns
/// make a matrix without a copy.
public struct DenseMatrix: DesignMatrix {
    /// The number of rows.
    public let sampleCount: Int
    /// The number of columns.
    public let featureCount: Int
    /// Arrays that hold the columns: one for all, or one for each.
    private let blocks: [[Double]]
    /// How many columns lie in each array, one after another; 0 where there are none.
    private let blockWidth: Int
    private let known = KnownFacts()

    /// What was asked of the columns before: a problem is looked at by several solvers in turn.
    private final class KnownFacts: Sendable {
        let moments = Mutex<[ColumnMoments]?>(nil)
        let ranges = Mutex<[(low: Double, high: Double)?]?>(nil)
    }

    /// Takes n × p values in column-major order: value (i, j) is at j·n + i.
    public init(sampleCount: Int, featureCount: Int, columnMajor: [Double]) {
        precondition(
            sampleCount >= 0 && featureCount >= 0 && columnMajor.count == sampleCount * featureCount,
            "DenseMatrix: \(columnMajor.count) values for \(sampleCount) × \(featureCount)")
        self.sampleCount = sampleCount
        self.featureCount = featureCount
        blocks = [columnMajor]
        blockWidth = featureCount
    }

    /// Takes p columns of n values each, without copying them.
    public init(columns: [[Double]], sampleCount: Int) {
        for (j, column) in columns.enumerated() {
            precondition(
                column.count == sampleCount, "DenseMatrix: column \(j) has \(column.count) values, not \(sampleCount)")
        }
        self.sampleCount = sampleCount
        featureCount = columns.count
        blocks = columns
        blockWidth = columns.isEmpty ? 0 : 1
    }

    /// Returns the dot product of the centred column with `r`, in O(n).
    public func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double {
        precondition(r.count == sampleCount, "centredDot: \(r.count) values for \(sampleCount) rows")
        return withColumn(j) { column in
            guard let column = column.baseAddress, let r = r.baseAddress else { return 0 }
            return fsel_dot_centred(column, center, r, sampleCount)
        }
    }

    /// Adds a multiple of the centred column to `out`, in O(n).
    public func addCentred(
        column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(out.count == sampleCount, "addCentred: \(out.count) values for \(sampleCount) rows")
        withColumn(j) { column in
            guard let column = column.baseAddress, let out = out.baseAddress else { return }
            fsel_axpy_centred(factor, column, center, out, sampleCount)
        }
    }

    /// Writes a column into `out`.
    public func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) {
        precondition(out.count == sampleCount, "copyColumn: \(out.count) values for \(sampleCount) rows")
        withColumn(j) { column in
            guard let column = column.baseAddress, let out = out.baseAddress else { return }
            out.update(from: column, count: sampleCount)
        }
    }

    /// The matrix of the given rows alone, in the given order.
    public func keepingRows(_ rows: [Int]) -> DenseMatrix {
        for i in rows { precondition(0 <= i && i < sampleCount, "keepingRows: row \(i) of \(sampleCount)") }
        if rows.count == sampleCount, zip(rows, 0...).allSatisfy({ $0 == $1 }) { return self }
        let columns = (0..<featureCount).map { j in
            [Double](unsafeUninitializedCapacity: rows.count) { kept, count in
                withColumn(j) { column in
                    for (place, i) in rows.enumerated() { kept.initializeElement(at: place, to: column[i]) }
                }
                count = rows.count
            }
        }
        return DenseMatrix(columns: columns, sampleCount: rows.count)
    }

    /// The weighted mean and deviation of every column; without weights they are computed once.
    public func moments(weights: [Double]?) -> [ColumnMoments] {
        if weights == nil, let moments = known.moments.withLock({ $0 }) { return moments }
        let moments = (0..<featureCount).map { j in withColumn(j) { columnMoments($0, weights: weights) } }
        if weights == nil { known.moments.withLock { $0 = moments } }
        return moments
    }

    /// The least and the greatest value of every column, computed once.
    public func valueRanges() -> [(low: Double, high: Double)?] {
        if let ranges = known.ranges.withLock({ $0 }) { return ranges }
        let ranges = (0..<featureCount).map { j in withColumn(j) { Kernels.range($0) } }
        known.ranges.withLock { $0 = ranges }
        return ranges
    }

    /// Gives the n values of a column.
    func withColumn<R>(_ j: Int, _ body: (UnsafeBufferPointer<Double>) -> R) -> R {
        precondition(0 <= j && j < featureCount, "column \(j) of \(featureCount)")
        return blocks[j / blockWidth].withUnsafeBufferPointer { block in
            let start = j % blockWidth * sampleCount
            return body(UnsafeBufferPointer(rebasing: block[start..<start + sampleCount]))
        }
    }

    /// Lends the columns.
    ///
    /// The addresses hold until `body` returns: an array's elements stay where they are while it is kept and not
    /// changed, and this matrix keeps its arrays and changes none.
    public func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R? {
        guard sampleCount > 0 else { return nil }
        let starts = (0..<featureCount).compactMap { j in withColumn(j) { $0.baseAddress } }
        return withExtendedLifetime(blocks) { body(StoredColumns(sampleCount: sampleCount, starts: starts)) }
    }
}
