internal import CKernels

/// The lower factor L of a growing and shrinking positive definite matrix A = L Lᵀ.
///
/// Appending rows costs O(m²) each, deleting one O(m²) by plane rotations, a solve O(m²). A deletion turns into a
/// rank-one update and never a downdate, so it is stable. The bits do not depend on how many rows are appended at a time.
struct CholeskyFactor: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    /// Between columns: not a power of two, which would put each row into one set of the cache.
    private var stride: Int
    /// Column-major; what lies above the diagonal is unused.
    private var columns: UnsafeMutablePointer<Double>
    private var scratch: [Double] = []

    init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        stride = fsel_cholesky_stride(self.capacity)
        columns = .allocate(capacity: self.capacity * stride)
    }

    deinit { columns.deallocate() }

    mutating func removeAll() { count = 0 }

    /// Appends a row and column: `row` holds A's last row, `count` off-diagonal values and then the diagonal.
    ///
    /// Returns what is left of the diagonal after projection; nothing is appended when that is at most
    /// `threshold` times the diagonal.
    mutating func append(_ row: [Double], threshold: Double) -> Double {
        precondition(row.count == count + 1, "CholeskyFactor: \(row.count) values for row \(count)")
        if append(block: [row], threshold: threshold) == 1 {
            let last = columns[(count - 1) * (stride + 1)]
            return last * last
        }
        var projected = Array(row.dropLast())
        fsel_solve_lower(columns, stride, count, &projected)
        return row[count] - Kernels.dot(projected, projected)
    }

    /// Appends rows one after another until one is refused, and returns how many went in.
    ///
    /// Row k holds `count + k` off-diagonal values and then the diagonal.
    mutating func append(block: [[Double]], threshold: Double) -> Int {
        let first = count
        while first + block.count > capacity { grow() }
        for (k, row) in block.enumerated() {
            precondition(row.count == first + k + 1, "CholeskyFactor: \(row.count) values for row \(first + k)")
            for (j, value) in row.enumerated() { columns[first + k + j * stride] = value }
        }
        reserveScratch(first + block.count)
        count = fsel_cholesky(columns, stride, first, first + block.count, threshold, &scratch)
        return count - first
    }

    /// Deletes row and column k.
    mutating func remove(at k: Int) {
        precondition(0 <= k && k < count, "CholeskyFactor: row \(k) of \(count)")
        reserveScratch(count)
        fsel_cholesky_delete(columns, stride, count, k, nil, 0, 0, &scratch)
        count -= 1
    }

    /// Replaces x by A⁻¹ x.
    func solve(_ x: inout [Double]) {
        precondition(x.count == count, "CholeskyFactor: \(x.count) values for \(count) rows")
        fsel_solve_lower(columns, stride, count, &x)
        fsel_solve_upper(columns, stride, count, &x)
    }

    private mutating func reserveScratch(_ rows: Int) {
        let needed = max(rows, fsel_cholesky_scratch(rows))
        if scratch.count < needed { scratch = [Double](repeating: 0, count: 2 * needed) }
    }

    private mutating func grow() {
        let larger = fsel_cholesky_stride(capacity * 2)
        let moved = UnsafeMutablePointer<Double>.allocate(capacity: capacity * 2 * larger)
        for j in 0..<count {
            (moved + j * larger + j).update(from: columns + j * stride + j, count: count - j)
        }
        columns.deallocate()
        columns = moved
        capacity *= 2
        stride = larger
    }
}
