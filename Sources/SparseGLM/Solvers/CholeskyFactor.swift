internal import CKernels

/// The lower factor L of a growing and shrinking positive definite matrix A = L Lᵀ.
///
/// Appending rows costs O(m²) each, deleting some O(m²) each by plane rotations, a solve O(m²). A deletion turns into a
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

    /// So many rows that a matrix of at most `most` seldom has to move: memory that is not touched costs nothing, but what
    /// is moved is touched twice.
    static func firstCapacity(most: Int) -> Int { min(max(most, 1), 4_096) }

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
        for (k, row) in block.enumerated() {
            precondition(row.count == count + k + 1, "CholeskyFactor: \(row.count) values for row \(count + k)")
        }
        return append(block.count, threshold: threshold) { row, column in block[row][column] }
    }

    /// The same, where `value` gives A's entry in a new row, counted from 0, and a column up to the diagonal.
    mutating func append(_ rows: Int, threshold: Double, value: (_ row: Int, _ column: Int) -> Double) -> Int {
        let first = count
        while first + rows > capacity { grow() }
        for j in 0..<first + rows {
            let column = columns + first + j * stride
            for k in max(0, j - first)..<rows { column[k] = value(k, j) }
        }
        reserveScratch(fsel_cholesky_scratch(first + rows))
        count = fsel_cholesky(columns, stride, first, first + rows, threshold, &scratch)
        return count - first
    }

    /// Deletes row and column k.
    mutating func remove(at k: Int) {
        var none: [Double] = []
        remove(at: [k], rotating: &none)
    }

    /// Deletes some rows and their columns, given in ascending order, and turns z = L⁻¹ v into that of the smaller factor
    /// and v without those elements; an empty z stays so.
    mutating func remove(at rows: [Int], rotating z: inout [Double]) {
        precondition(z.isEmpty || z.count == count, "CholeskyFactor: \(z.count) values for \(count) rows")
        precondition(
            zip(rows, rows.dropFirst()).allSatisfy(<) && rows.allSatisfy { 0 <= $0 && $0 < count },
            "CholeskyFactor: rows \(rows) of \(count)")
        // So many as leave room for the columns in the second cache; the last first, so that the others keep their places.
        for end in Swift.stride(from: rows.count, to: 0, by: -16) {
            let part = Array(rows[max(0, end - 16)..<end])
            reserveScratch(part.count * (count + 1))
            fsel_cholesky_delete(columns, stride, count, part, part.count, &z, count, z.isEmpty ? 0 : 1, &scratch)
            if !z.isEmpty { z.removeLast(part.count) }
            count -= part.count
        }
    }

    /// Replaces x by A⁻¹ x.
    func solve(_ x: inout [Double]) {
        solveLower(&x)
        solveUpper(&x)
    }

    /// Replaces x by L⁻¹ x, of which the first `zeros` elements are 0 and stay so.
    func solveLower(_ x: inout [Double], zeros: Int = 0) {
        precondition(x.count == count, "CholeskyFactor: \(x.count) values for \(count) rows")
        // From a whole panel on, so that the bits are those of a full solve.
        let first = min(zeros, count) / FSEL_CHOLESKY_PANEL * FSEL_CHOLESKY_PANEL
        x.withUnsafeMutableBufferPointer { x in
            guard let x = x.baseAddress else { return }
            fsel_solve_lower(columns + first * (stride + 1), stride, count - first, x + first)
        }
    }

    /// Replaces x by L⁻ᵀ x.
    func solveUpper(_ x: inout [Double]) {
        precondition(x.count == count, "CholeskyFactor: \(x.count) values for \(count) rows")
        fsel_solve_upper(columns, stride, count, &x)
    }

    /// x −= factor · Lᵀ eₖ, row k of L.
    func subtractRow(_ k: Int, times factor: Double, from x: inout [Double]) {
        precondition(0 <= k && k < count && x.count == count, "CholeskyFactor: row \(k) of \(count)")
        for j in 0...k { x[j] -= factor * columns[k + j * stride] }
    }

    private mutating func reserveScratch(_ needed: Int) {
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
