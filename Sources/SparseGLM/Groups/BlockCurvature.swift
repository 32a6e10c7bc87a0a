/// What one block's own part of the Gram matrix is needed for.
enum BlockCurvature {
    /// Eigenvalues, and the eigenvectors one after another; for a group lasso's block, which is then solved exactly.
    case spectrum(values: [Double], vectors: [Double])
    /// A bound of the largest eigenvalue.
    case bound(Double)

    /// The most columns of a block that is taken apart into its eigenvectors.
    static let largestSpectrum = 32

    /// Takes a block of the Gram matrix.
    init(_ places: Range<Int>, gram: GramView, penalty: BlockPenalty) {
        let p = places.count
        var matrix = [Double](repeating: 0, count: p * p)
        for i in 0..<p {
            for j in 0..<p { matrix[i * p + j] = gram.value(places.lowerBound + i, places.lowerBound + j) }
        }
        if penalty.l1 == 0 && p <= Self.largestSpectrum {
            let vectors = diagonalise(&matrix, count: p)
            self = .spectrum(values: (0..<p).map { max(0, matrix[$0 * p + $0]) }, vectors: vectors)
        } else {
            // Neither the trace nor the largest row sum of a positive semidefinite matrix is below its eigenvalues.
            var (trace, rowSum) = (0.0, 0.0)
            for i in 0..<p {
                trace += matrix[i * p + i]
                rowSum = max(rowSum, (0..<p).reduce(0) { $0 + abs(matrix[i * p + $1]) })
            }
            self = .bound(min(trace, rowSum))
        }
    }
}

/// Brings a symmetric matrix to diagonal form by cyclic Jacobi rotations, and returns the eigenvectors one after another.
///
/// The eigenvalues are left on the diagonal. O(p³) a sweep, about six sweeps; source: Golub and Van Loan, Matrix
/// Computations, section 8.5.
func diagonalise(_ a: inout [Double], count p: Int) -> [Double] {
    var v = [Double](repeating: 0, count: p * p)
    for i in 0..<p { v[i * p + i] = 1 }
    for _ in 0..<40 {
        var (off, diagonal) = (0.0, 0.0)
        for i in 0..<p {
            diagonal += a[i * p + i] * a[i * p + i]
            for j in 0..<i { off += a[i * p + j] * a[i * p + j] }
        }
        if off <= 1e-32 * diagonal { break }
        for i in 0..<p {
            for j in (i + 1)..<max(p, i + 1) { rotate(&a, &v, p, i, j) }
        }
    }
    return v
}

/// Makes the entry (i, j) zero.
private func rotate(_ a: inout [Double], _ v: inout [Double], _ p: Int, _ i: Int, _ j: Int) {
    let entry = a[i * p + j]
    guard entry != 0 else { return }
    let ratio = (a[j * p + j] - a[i * p + i]) / (2 * entry)
    let t = (ratio >= 0 ? 1 : -1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    for k in 0..<p {
        let (x, y) = (a[k * p + i], a[k * p + j])
        a[k * p + i] = c * x - s * y
        a[k * p + j] = s * x + c * y
    }
    for k in 0..<p {
        let (x, y) = (a[i * p + k], a[j * p + k])
        a[i * p + k] = c * x - s * y
        a[j * p + k] = s * x + c * y
        let (u, w) = (v[i * p + k], v[j * p + k])
        v[i * p + k] = c * u - s * w
        v[j * p + k] = s * u + c * w
    }
}
