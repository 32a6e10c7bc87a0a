internal import CKernels

/// A dense design matrix stored column by column.
public struct DenseMatrix: DesignMatrix {
    /// The number of rows.
    public let sampleCount: Int
    /// The number of columns.
    public let featureCount: Int
    private let values: [Double]

    /// Takes n × p values in column-major order: value (i, j) is at j·n + i.
    public init(sampleCount: Int, featureCount: Int, columnMajor: [Double]) {
        precondition(
            sampleCount >= 0 && featureCount >= 0 && columnMajor.count == sampleCount * featureCount,
            "DenseMatrix: \(columnMajor.count) values for \(sampleCount) × \(featureCount)")
        self.sampleCount = sampleCount
        self.featureCount = featureCount
        values = columnMajor
    }

    /// Takes p columns of n values each.
    public init(columns: [[Double]], sampleCount: Int) {
        var values: [Double] = []
        values.reserveCapacity(columns.count * sampleCount)
        for (j, column) in columns.enumerated() {
            precondition(
                column.count == sampleCount, "DenseMatrix: column \(j) has \(column.count) values, not \(sampleCount)")
            values += column
        }
        self.init(sampleCount: sampleCount, featureCount: columns.count, columnMajor: values)
    }

    /// Returns the dot product of the centred column with `r`, in O(n).
    public func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double {
        precondition(r.count == sampleCount, "centredDot: \(r.count) values for \(sampleCount) rows")
        return withColumn(j) { column in
            guard let column, let r = r.baseAddress else { return 0 }
            return fsel_dot_centred(column, center, r, sampleCount)
        }
    }

    /// Adds a multiple of the centred column to `out`, in O(n).
    public func addCentred(
        column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(out.count == sampleCount, "addCentred: \(out.count) values for \(sampleCount) rows")
        withColumn(j) { column in
            guard let column, let out = out.baseAddress else { return }
            fsel_axpy_centred(factor, column, center, out, sampleCount)
        }
    }

    /// Writes a column into `out`.
    public func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) {
        precondition(out.count == sampleCount, "copyColumn: \(out.count) values for \(sampleCount) rows")
        withColumn(j) { column in
            guard let column, let out = out.baseAddress else { return }
            out.update(from: column, count: sampleCount)
        }
    }

    /// The matrix of the given rows alone, in the given order.
    public func keepingRows(_ rows: [Int]) -> DenseMatrix {
        var kept: [Double] = []
        kept.reserveCapacity(rows.count * featureCount)
        for j in 0..<featureCount {
            let start = j * sampleCount
            for i in rows {
                precondition(0 <= i && i < sampleCount, "keepingRows: row \(i) of \(sampleCount)")
                kept.append(values[start + i])
            }
        }
        return DenseMatrix(sampleCount: rows.count, featureCount: featureCount, columnMajor: kept)
    }

    /// Lends the columns.
    public func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R? {
        values.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            return body(
                StoredColumns(
                    sampleCount: sampleCount, starts: (0..<featureCount).map { base + $0 * sampleCount }))
        }
    }

    private func withColumn<R>(_ j: Int, _ body: (UnsafePointer<Double>?) -> R) -> R {
        precondition(0 <= j && j < featureCount, "column \(j) of \(featureCount)")
        return values.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + j * sampleCount }) }
    }
}
