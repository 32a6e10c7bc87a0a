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
}
