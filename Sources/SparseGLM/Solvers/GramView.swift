internal import CKernels

/// A symmetric positive semidefinite matrix that somebody else stores: the Gram matrix of a working set, or of all
/// columns.
///
/// Valid until its owner grows or goes; row e stands at `base + e · stride`.
struct GramView {
    let base: UnsafePointer<Double>
    let stride: Int
    /// The number of rows and columns, m.
    let count: Int

    /// The value at two places.
    func value(_ e: Int, _ f: Int) -> Double { base[e * stride + f] }

    /// q −= factor · column e, m values.
    func subtract(column e: Int, times factor: Double, from q: inout [Double]) {
        fsel_axpy(-factor, base + e * stride, &q, count)
    }

    /// q −= G changes at the given rows alone; both hold m values.
    func subtract(changes: [Double], rows: [Int], from q: inout [Double]) {
        var k = 0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { four in
            guard let out = four.baseAddress else { return }
            while k + 4 <= rows.count {
                let at = (0..<4).map { base + rows[k + $0] * stride }
                fsel_dot4(changes, at[0], at[1], at[2], at[3], count, out)
                for i in 0..<4 { q[rows[k + i]] -= out[i] }
                k += 4
            }
        }
        while k < rows.count {
            q[rows[k]] -= fsel_dot(changes, base + rows[k] * stride, count)
            k += 1
        }
    }
}
