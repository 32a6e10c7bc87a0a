/// What each block's own part of G is needed for, computed when it is first asked for.
struct BlockCurvatures {
    /// One block's part.
    struct Part {
        /// G's values, row after row.
        let matrix: UnsafePointer<Double>
        /// The eigenvalues, none where the block is not taken apart.
        let values: UnsafePointer<Double>?
        /// The eigenvectors, one after another.
        let vectors: UnsafePointer<Double>
        /// A bound of the largest eigenvalue.
        let bound: Double
    }

    private struct Place {
        let start: Int
        let isSpectrum: Bool
    }

    /// The most columns of a block that is taken apart into its eigenvectors.
    private static let largestSpectrum = 32

    private var places: [Place?] = []
    private var values: [Double] = []

    /// Forgets all.
    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Computes the part of a block of the model, unless it is there.
    mutating func prepare(_ e: Int, of model: BlockModel) {
        while places.count < model.blockCount { places.append(nil) }
        if places[e] == nil { add(e, of: model) }
    }

    /// Calls `body` with the part of a block of k columns that was prepared.
    func with<R>(_ e: Int, count k: Int, _ body: (Part) -> R) -> R? {
        values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress, let place = places[e] else { return nil }
            let start = base + place.start
            return body(
                Part(
                    matrix: start, values: place.isSpectrum ? start + k * k : nil, vectors: start + k * k + k,
                    bound: place.isSpectrum ? 0 : start[k * k]))
        }
    }

    /// Takes a block apart if its penalty has no L1 part: such a block is solved exactly.
    private mutating func add(_ e: Int, of model: BlockModel) {
        let k = model.places(e).count
        var matrix = model.form.block(model.places(e))
        let place = Place(
            start: values.count, isSpectrum: model.penalties[e].l1 == 0 && k <= Self.largestSpectrum)
        places[e] = place
        values += matrix
        if place.isSpectrum {
            let vectors = diagonalise(&matrix, count: k)
            values += (0..<k).map { max(0, matrix[$0 * k + $0]) }
            values += vectors
        } else {
            // Neither the trace nor the largest row sum of a positive semidefinite matrix is below its eigenvalues.
            var (trace, rowSum) = (0.0, 0.0)
            for i in 0..<k {
                trace += matrix[i * k + i]
                rowSum = max(rowSum, (0..<k).reduce(0) { $0 + abs(matrix[i * k + $1]) })
            }
            values.append(min(trace, rowSum))
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
    a.withUnsafeMutableBufferPointer { a in
        v.withUnsafeMutableBufferPointer { v in
            guard let a = a.baseAddress, let v = v.baseAddress else { return }
            for _ in 0..<40 {
                var (off, diagonal) = (0.0, 0.0)
                for i in 0..<p {
                    diagonal += a[i * p + i] * a[i * p + i]
                    for j in 0..<i { off += a[i * p + j] * a[i * p + j] }
                }
                if off <= 1e-32 * diagonal { break }
                for i in 0..<p {
                    for j in (i + 1)..<max(p, i + 1) { rotate(a, v, p, i, j) }
                }
            }
        }
    }
    return v
}

/// Makes the entry (i, j) zero; the two rows are turned, and the columns are what the rows are.
private func rotate(
    _ a: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>, _ p: Int, _ i: Int, _ j: Int
) {
    let (ii, jj, entry) = (a[i * p + i], a[j * p + j], a[i * p + j])
    // So small that it changes no bit of the eigenvalues.
    guard abs(entry) > 1e-17 * max(ii, jj) else { return }
    let ratio = (jj - ii) / (2 * entry)
    let t = (ratio >= 0 ? 1 : -1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    turn(a + i * p, a + j * p, count: p, c, s)
    turn(v + i * p, v + j * p, count: p, c, s)
    (a[i * p + i], a[j * p + j]) = (ii - t * entry, jj + t * entry)
    (a[i * p + j], a[j * p + i]) = (0, 0)
    for k in 0..<p { (a[k * p + i], a[k * p + j]) = (a[i * p + k], a[j * p + k]) }
}

/// Turns the pairs of two vectors' elements.
private func turn(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int, _ c: Double, _ s: Double
) {
    for k in 0..<count {
        let (a, b) = (x[k], y[k])
        x[k] = c * a - s * b
        y[k] = s * a + c * b
    }
}
