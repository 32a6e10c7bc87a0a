public import SparseGLM

/// A table's features as a design matrix: stored columns, each through the affine operations that earlier stages fitted.
public typealias TableMatrix = StandardizedView<StoredMatrix>

/// How the columns of a design matrix are stored.
public enum MatrixStorage: Sendable {
    /// Sparse where a column of the table is, and fewer than a quarter of all values differ from 0.
    case automatic
    /// Every value, as suits a few columns of a sparse table.
    case dense
}

extension StoredMatrix {
    /// Puts columns together; dense ones are shared where all are stored dense.
    ///
    /// - Complexity: O(entries + p) for sparse columns, O(n) for each dense one that becomes sparse or the reverse.
    init(_ columns: [AffineColumn], rowCount: Int, storage: MatrixStorage) {
        let entryCount = columns.reduce(0) { $0 + $1.entryCount }
        let isSparse = columns.contains { $0.isSparse } && entryCount < rowCount * columns.count / 4
        if storage == .automatic, isSparse, let matrix = Self.sparse(columns, rowCount, entryCount) {
            self = .sparse(matrix)
        } else {
            self = .dense(DenseMatrix(columns: columns.map(\.allNumbers), sampleCount: rowCount))
        }
    }

    /// Columns side by side; `nil` where there are more rows than a sparse matrix takes.
    private static func sparse(_ columns: [AffineColumn], _ rowCount: Int, _ entryCount: Int) -> SparseMatrix? {
        var starts = [0]
        var rows: [Int32] = []
        var values: [Double] = []
        starts.reserveCapacity(columns.count + 1)
        rows.reserveCapacity(entryCount)
        values.reserveCapacity(entryCount)
        for column in columns {
            switch column.numbers {
            case .sparse(let sparse):
                rows += sparse.rows
                values += sparse.values
            case .dense(let numbers):
                for (row, value) in numbers.enumerated() where value != 0 {
                    rows.append(Int32(truncatingIfNeeded: row))
                    values.append(value)
                }
            }
            starts.append(rows.count)
        }
        return try? SparseMatrix(
            sampleCount: rowCount, featureCount: columns.count, columnStarts: starts, rowIndices: rows, values: values)
    }
}

extension AffineColumn {
    fileprivate var isSparse: Bool {
        if case .sparse = numbers { true } else { false }
    }

    /// How many numbers are stored.
    fileprivate var entryCount: Int {
        switch numbers {
        case .dense(let numbers): numbers.count
        case .sparse(let sparse): sparse.rows.count
        }
    }

    fileprivate var allNumbers: [Double] {
        switch numbers {
        case .dense(let numbers): numbers
        case .sparse(let sparse): sparse.numbers
        }
    }
}
