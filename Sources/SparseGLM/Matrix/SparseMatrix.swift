/// A sparse design matrix stored by compressed columns (CSC): only values other than zero are kept.
///
/// Column j holds the entries `columnStarts[j] ..< columnStarts[j + 1]` of the row numbers and the values, the rows
/// ascending. Centring is implicit: no verb fills the zeros in.
public struct SparseMatrix: DesignMatrix {
    /// The number of rows.
    public let sampleCount: Int
    /// The number of columns.
    public let featureCount: Int
    /// Where each column's entries start, p + 1 values.
    let starts: [Int]
    /// The row of each entry.
    let rows: [Int32]
    /// The value of each entry, never zero.
    let values: [Double]

    /// The number of entries other than zero.
    public var entryCount: Int { values.count }

    /// The matrix itself.
    public var sparseColumns: SparseColumns? { SparseColumns(self) }

    /// Takes a matrix in compressed columns and drops the zeros that are written out.
    ///
    /// - Parameters:
    ///   - sampleCount: n, at most 2³¹ − 1.
    ///   - featureCount: p.
    ///   - columnStarts: p + 1 values from 0 to the number of entries, never falling.
    ///   - rowIndices: a row number in 0 ..< n for each entry, strictly ascending within a column.
    ///   - values: a value for each entry; whether they are finite is checked when a problem is solved.
    /// - Throws: `SolverError.invalid` for any of this that does not hold.
    /// - Complexity: O(entries + p).
    public init(
        sampleCount: Int, featureCount: Int, columnStarts: [Int], rowIndices: [Int32], values: [Double]
    ) throws(SolverError) {
        try Self.checkShape(sampleCount, featureCount, columnStarts, rowIndices.count, values.count)
        for j in 0..<featureCount {
            try Self.checkRows(rowIndices[columnStarts[j]..<columnStarts[j + 1]], column: j, sampleCount: sampleCount)
        }
        guard values.contains(0) else {
            self.init(
                sampleCount: sampleCount, featureCount: featureCount, starts: columnStarts, rows: rowIndices,
                values: values)
            return
        }
        var kept = Entries(columnCount: featureCount, entryCount: values.count)
        for j in 0..<featureCount {
            for k in columnStarts[j]..<columnStarts[j + 1] where values[k] != 0 {
                kept.append(row: rowIndices[k], value: values[k])
            }
            kept.endColumn()
        }
        self.init(sampleCount: sampleCount, kept)
    }

    /// Takes p dense columns of n values each.
    public init(columns: [[Double]], sampleCount: Int) {
        precondition(0 <= sampleCount && sampleCount <= Int32.max, "SparseMatrix: \(sampleCount) rows")
        var kept = Entries(columnCount: columns.count, entryCount: 0)
        for (j, column) in columns.enumerated() {
            precondition(
                column.count == sampleCount, "SparseMatrix: column \(j) has \(column.count) values, not \(sampleCount)")
            for (i, value) in column.enumerated() where value != 0 { kept.append(row: Int32(i), value: value) }
            kept.endColumn()
        }
        self.init(sampleCount: sampleCount, kept)
    }

    private init(sampleCount: Int, featureCount: Int, starts: [Int], rows: [Int32], values: [Double]) {
        self.sampleCount = sampleCount
        self.featureCount = featureCount
        self.starts = starts
        self.rows = rows
        self.values = values
    }

    private init(sampleCount: Int, _ entries: Entries) {
        self.init(
            sampleCount: sampleCount, featureCount: entries.starts.count - 1, starts: entries.starts,
            rows: entries.rows, values: entries.values)
    }

    /// Writes a column into `out`, zeros included, in O(n).
    public func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) {
        precondition(out.count == sampleCount, "copyColumn: \(out.count) values for \(sampleCount) rows")
        out.update(repeating: 0)
        for k in entries(of: j) { out[Int(rows[k])] = values[k] }
    }

    /// The matrix of the given rows alone, in the given order.
    ///
    /// - Complexity: O(entries kept · log of the column's entries) at worst, O(entries) when the rows ascend.
    public func keepingRows(_ kept: [Int]) -> SparseMatrix {
        let places = RowPlaces(kept, sampleCount: sampleCount)
        var out = Entries(columnCount: featureCount, entryCount: entryCount)
        for j in 0..<featureCount { append(j, at: places, to: &out) }
        return SparseMatrix(sampleCount: kept.count, out)
    }

    /// Column j of some rows as a matrix of its own.
    ///
    /// - Complexity: as `keepingRows`, for the one column.
    package func column(_ j: Int, at places: RowPlaces) -> SparseMatrix {
        var out = Entries(columnCount: 1, entryCount: entries(of: j).count)
        append(j, at: places, to: &out)
        return SparseMatrix(sampleCount: places.count, out)
    }

    private func append(_ j: Int, at places: RowPlaces, to out: inout Entries) {
        let first = out.rows.count
        for k in entries(of: j) {
            for place in places[rows[k]] { out.append(row: place, value: values[k]) }
        }
        if !places.ascend { out.sort(from: first) }
        out.endColumn()
    }

    /// The rows, ascending, and the values of column j's entries.
    ///
    /// - Complexity: O(1).
    public func entries(ofColumn j: Int) -> (rows: ArraySlice<Int32>, values: ArraySlice<Double>) {
        let entries = entries(of: j)
        return (rows[entries], values[entries])
    }

    /// The entries of column j.
    func entries(of j: Int) -> Range<Int> {
        precondition(0 <= j && j < featureCount, "column \(j) of \(featureCount)")
        return starts[j]..<starts[j + 1]
    }
}

// MARK: - Checks

extension SparseMatrix {
    private static func checkShape(
        _ n: Int, _ p: Int, _ starts: [Int], _ rowCount: Int, _ valueCount: Int
    ) throws(SolverError) {
        guard 0 <= n, n <= Int32.max, p >= 0 else {
            throw .invalid("A sparse matrix of \(n) × \(p) was given; it must have 0 to 2147483647 rows.")
        }
        guard starts.count == p + 1 else {
            throw .invalid("A sparse matrix of \(p) columns has \(starts.count) column starts; \(p + 1) are needed.")
        }
        guard rowCount == valueCount else {
            throw .invalid(
                "A sparse matrix has \(rowCount) row numbers and \(valueCount) values; the counts must agree.")
        }
        guard starts[0] == 0, starts[p] == valueCount else {
            throw .invalid("The column starts run from \(starts[0]) to \(starts[p]), not from 0 to \(valueCount).")
        }
        if let j = (0..<p).first(where: { starts[$0] > starts[$0 + 1] }) {
            throw .invalid("Column \(j) starts at \(starts[j]) and ends at \(starts[j + 1]); starts must not fall.")
        }
    }

    private static func checkRows(_ rows: ArraySlice<Int32>, column j: Int, sampleCount n: Int) throws(SolverError) {
        var last: Int32 = -1
        for row in rows {
            guard 0 <= row, row < n else {
                throw .invalid("Column \(j) has row \(row); its rows must be from 0 to \(n - 1).")
            }
            guard row > last else {
                throw .invalid("Column \(j) has row \(row) after row \(last); rows must ascend strictly.")
            }
            last = row
        }
    }
}

// MARK: - Building

/// Columns of entries while they are being collected.
private struct Entries {
    var starts = [0]
    var rows: [Int32] = []
    var values: [Double] = []

    init(columnCount: Int, entryCount: Int) {
        starts.reserveCapacity(columnCount + 1)
        rows.reserveCapacity(entryCount)
        values.reserveCapacity(entryCount)
    }

    mutating func append(row: Int32, value: Double) {
        rows.append(row)
        values.append(value)
    }

    mutating func endColumn() { starts.append(rows.count) }

    /// Brings the entries from `first` on into the order of their rows.
    mutating func sort(from first: Int) {
        let order = (first..<rows.count).sorted { rows[$0] < rows[$1] }
        rows.replaceSubrange(first..., with: order.map { rows[$0] })
        values.replaceSubrange(first..., with: order.map { values[$0] })
    }
}
