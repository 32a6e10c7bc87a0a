internal import CKernels

/// The gradients of all columns at several residuals, by one pass over the matrix.
final class SparseGradients {
    /// Lane k of column j at lanes · j + k; 0 for columns that may not have a coefficient.
    let values: AlignedBuffer<Double>
    /// Per lane the largest magnitude in units of each column's l1 part at λ = 1.
    private(set) var largest: [Double]
    private let x: SparseMatrix
    private let scaling: Scaling
    private let reach: [Double]
    private let lanes: Int
    /// Where the pieces of the pass start: the same for any number of workers.
    private let pieces: [Int]

    /// About how many entries are one piece.
    private static let pieceEntries = 1 << 16

    init(_ x: SparseMatrix, _ scaling: Scaling, reach: [Double], lanes: Int) {
        (self.x, self.scaling) = (x, scaling)
        self.reach = reach
        self.lanes = lanes
        values = AlignedBuffer(repeating: 0, count: lanes * x.featureCount)
        largest = [Double](repeating: 0, count: lanes)
        var pieces = [0]
        for j in 0..<x.featureCount
        where x.starts[j + 1] - x.starts[pieces[pieces.count - 1]] >= Self.pieceEntries {
            pieces.append(j + 1)
        }
        if pieces[pieces.count - 1] < x.featureCount { pieces.append(x.featureCount) }
        self.pieces = pieces
    }

    /// The addresses that the pieces of a pass read, and write to places of their own.
    private struct Memory: @unchecked Sendable {
        let u: UnsafePointer<Double>
        let values: UnsafeMutablePointer<Double>
        let largest: UnsafeMutablePointer<Double>
    }

    /// Computes all gradients at the residuals u, `lanes` values per row.
    func pass(_ u: UnsafePointer<Double>, workers: Int) {
        let (x, scaling, reach, lanes, pieces) = (x, scaling, reach, lanes, pieces)
        let n = x.sampleCount
        var (sums, squares) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
        let ones = [Double](repeating: 1, count: scaling.fitsIntercept ? n : 0)
        fsel_lanes_sums(ones, u, ones.count, lanes, &sums, &squares)
        let total = sums
        let parts = AlignedBuffer<Double>(repeating: 0, count: lanes * (pieces.count - 1))
        let memory = Memory(u: u, values: values.base, largest: parts.base)
        perform(pieces.count - 1, workers: workers) { piece in
            x.withView { columns in
                var columns = columns
                fsel_lanes_gradients(
                    &columns, pieces[piece], pieces[piece + 1], n, scaling.centers, scaling.scales, reach,
                    memory.u, total, lanes, memory.values, memory.largest + lanes * piece)
            }
        }
        for k in 0..<lanes {
            largest[k] = (0..<pieces.count - 1).reduce(0) { max($0, parts[lanes * $1 + k]) }
        }
    }

    /// The gradients of one lane, p values.
    func lane(_ k: Int) -> [Double] { (0..<x.featureCount).map { values.base[lanes * $0 + k] } }
}

extension SparseMatrix {
    /// The matrix as the kernels take it.
    func withView<R>(_ body: (fsel_sparse_columns) -> R) -> R {
        withEntries { x in
            body(
                fsel_sparse_columns(
                    starts: x.starts.baseAddress, rows: x.rows.baseAddress, values: x.values.baseAddress))
        }
    }

    /// Where the columns start, and the rows and values of the entries.
    struct StoredEntries {
        let starts: UnsafeBufferPointer<Int>
        let rows: UnsafeBufferPointer<Int32>
        let values: UnsafeBufferPointer<Double>

        /// The entries of column j.
        func of(_ j: Int) -> Range<Int> { starts[j]..<starts[j + 1] }
    }

    /// Lends the entries to a loop over many columns.
    func withEntries<R>(_ body: (StoredEntries) -> R) -> R {
        starts.withUnsafeBufferPointer { starts in
            rows.withUnsafeBufferPointer { rows in
                values.withUnsafeBufferPointer { values in
                    body(StoredEntries(starts: starts, rows: rows, values: values))
                }
            }
        }
    }
}
