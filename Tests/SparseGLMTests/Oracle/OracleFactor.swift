/// The lower Cholesky factor of a positive semidefinite matrix given by its lower triangle.
///
/// A column that the others span but for rounding is skipped: its part of every solution is zero.
struct OracleFactor {
    private var rows: [[Double]]
    private var isSkipped: [Bool]

    /// Factors a matrix in O(m³).
    init(_ lower: [[Double]]) {
        rows = lower
        isSkipped = [Bool](repeating: false, count: lower.count)
        for i in rows.indices {
            let diagonal = rows[i][i]
            for j in 0..<i {
                rows[i][j] = isSkipped[j] ? 0 : (rows[i][j] - product(i, j, j)) / rows[j][j]
            }
            let left = diagonal - product(i, i, i)
            isSkipped[i] = !(left > 1e-15 * diagonal)
            rows[i][i] = isSkipped[i] ? 1 : left.squareRoot()
        }
    }

    /// The solution of A x = b.
    func solution(_ b: [Double]) -> [Double] {
        var x = b
        for i in x.indices {
            for j in 0..<i { x[i] -= rows[i][j] * x[j] }
            x[i] = isSkipped[i] ? 0 : x[i] / rows[i][i]
        }
        for i in x.indices.reversed() {
            x[i] = isSkipped[i] ? 0 : x[i] / rows[i][i]
            for j in 0..<i { x[j] -= rows[i][j] * x[i] }
        }
        return x
    }

    /// Σ over the first `count` elements of rows i and j.
    private func product(_ i: Int, _ j: Int, _ count: Int) -> Double {
        rows[i].withUnsafeBufferPointer { a in
            rows[j].withUnsafeBufferPointer { b in
                guard let p = a.baseAddress, let q = b.baseAddress else { return 0 }
                var (even, odd, k) = (0.0, 0.0, 0)
                while k + 1 < count {
                    even += p[k] * q[k]
                    odd += p[k + 1] * q[k + 1]
                    k += 2
                }
                return k < count ? even + odd + p[k] * q[k] : even + odd
            }
        }
    }
}
