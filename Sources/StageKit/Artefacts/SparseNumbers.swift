import SparseGLM

/// The numbers of a column of which most are the same one: that, and the rows that have another.
///
/// A column that was read from a sparse file holds the values other than 0; operations on it change what they are, and
/// what all the other rows have.
public struct SparseNumbers: Sendable, Hashable {
    /// The number of rows, n.
    public let count: Int
    /// What every row has that is not in ``rows``.
    public let background: Double
    /// The rows that are told apart, ascending, from 0.
    public let rows: [Int32]
    /// Their numbers, finite.
    public let values: [Double]

    init(count: Int, background: Double, rows: [Int32], values: [Double]) {
        self.count = count
        self.background = background
        self.rows = rows
        self.values = values
    }

    /// The numbers of all rows, in O(n).
    public var numbers: [Double] {
        var numbers = [Double](repeating: background, count: count)
        for (row, value) in zip(rows, values) { numbers[Int(row)] = value }
        return numbers
    }
}

/// A column of a sparse matrix, as a table stores it.
struct SparseStorage: Sendable {
    let matrix: SparseMatrix
    let column: Int

    var count: Int { matrix.sampleCount }

    /// Bounds of the numbers, zeros included; all are finite.
    var range: NumberRangeEnds {
        let entries = matrix.entries(ofColumn: column)
        guard let first = entries.values.first else { return (0, 0) }
        let start = entries.rows.count < count ? (low: min(first, 0), high: max(first, 0)) : (low: first, high: first)
        return entries.values.reduce(start) { (min($0.low, $1), max($0.high, $1)) }
    }

    /// The number in a row, in O(log entries).
    func value(in row: Int) -> Double {
        let entries = matrix.entries(ofColumn: column)
        var (low, high) = (entries.rows.startIndex, entries.rows.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if entries.rows[middle] < Int32(row) { low = middle + 1 } else { high = middle }
        }
        return low < entries.rows.endIndex && entries.rows[low] == Int32(row) ? entries.values[low] : 0
    }

    /// Some of the rows, stored on their own.
    ///
    /// - Complexity: O(entries), with those that chosen rows repeat; O(n) once for a selection.
    func selecting(_ selection: RowSelection) -> SparseStorage {
        SparseStorage(matrix: matrix.column(column, at: selection.places(among: count)), column: 0)
    }

    /// The numbers of all rows after some steps.
    func numbers(after steps: [NumberStep]) -> SparseNumbers {
        let entries = matrix.entries(ofColumn: column)
        func stepped(_ value: Double) -> Double { steps.reduce(value) { $1.applied(to: $0) } }
        return SparseNumbers(
            count: count, background: stepped(0), rows: Array(entries.rows),
            values: steps.isEmpty ? Array(entries.values) : entries.values.map(stepped))
    }
}
