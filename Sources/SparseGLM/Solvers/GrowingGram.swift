internal import CKernels

/// A symmetric matrix of cross products that gains rows and columns as columns join a working set.
///
/// Products are added to the lower triangle alone; `complete` copies them to the other.
struct GrowingGram: ~Copyable {
    /// The number of rows and columns.
    private(set) var count = 0
    private var capacity: Int
    /// Between columns: not a power of two, which would put each row into one set of the cache.
    private var stride: Int
    private var matrix: UnsafeMutablePointer<Double>
    private var scratch: [Double] = []
    private let workers: Int

    /// A matrix that will have at most `most` rows, which is what room is kept for as far as that is sensible.
    init(most: Int, workers: Int = 1) {
        self.workers = workers
        capacity = CholeskyFactor.firstCapacity(most: most)
        stride = fsel_cholesky_stride(capacity)
        matrix = .allocate(capacity: capacity * stride)
    }

    deinit { matrix.deallocate() }

    /// The matrix as the solvers read it; valid until it grows.
    var view: GramView { GramView(base: matrix, stride: stride, count: count) }

    mutating func removeAll() { count = 0 }

    /// The value in row e and column f ≤ e.
    subscript(e: Int, f: Int) -> Double {
        get { matrix[f * stride + e] }
        set { matrix[f * stride + e] = newValue }
    }

    /// Adds rows and columns of zeros.
    mutating func grow(by added: Int) {
        let first = count
        if first + added > capacity { reserve(max(2 * capacity, first + added)) }
        count = first + added
        for f in 0..<first { (matrix + f * stride + first).update(repeating: 0, count: added) }
        for f in first..<count { (matrix + f * stride).update(repeating: 0, count: count) }
    }

    /// Multiplies the rows from `first` on by a factor.
    mutating func scale(from first: Int, by factor: Double) {
        for f in 0..<count {
            let column = matrix + f * stride
            for e in max(first, f)..<max(first, f, count) { column[e] *= factor }
        }
    }

    /// Copies the rows from `first` on to the other triangle.
    mutating func complete(from first: Int) {
        // In squares, so that the lines of both sides are used whole while they are cached.
        for top in Swift.stride(from: first, to: count, by: 8) {
            for f in 0..<min(top + 8, count) {
                for e in max(top, f)..<max(top, f, min(top + 8, count)) {
                    matrix[e * stride + f] = matrix[f * stride + e]
                }
            }
        }
    }

    /// Adds the cross products of as many columns as the matrix has to its rows from `first` on.
    ///
    /// The columns have `rowCount` rows, which are weighted by the squares of `roots`; see `fsel_gram`.
    mutating func add(
        _ columns: KernelColumns, roots: [Double]? = nil, rowCount: Int, from first: Int
    ) {
        precondition(columns.count == count, "GrowingGram: \(columns.count) columns for \(count)")
        addProducts(columns, roots: roots, rowCount: rowCount, from: first, to: matrix, stride: stride)
    }

    /// The same for some rows and columns only, ascending, of which the first `old` have their products already.
    mutating func add(
        _ columns: KernelColumns, roots: [Double], rowCount: Int, places: [Int], from old: Int
    ) {
        let size = places.count
        var block = [Double](repeating: 0, count: size * size)
        block.withUnsafeMutableBufferPointer { block in
            guard let base = block.baseAddress else { return }
            addProducts(columns, roots: roots, rowCount: rowCount, from: old, to: base, stride: size)
        }
        for a in old..<size {
            for b in 0...a { matrix[places[b] * stride + places[a]] += block[b * size + a] }
        }
    }

    /// Products below which another thread is not worth its start.
    private static let leastShared = 2e6

    /// Adds the cross products of columns to the rows from `first` on of a lower triangle, column by column.
    private mutating func addProducts(
        _ columns: KernelColumns, roots: [Double]?, rowCount: Int, from first: Int,
        to target: UnsafeMutablePointer<Double>, stride: Int
    ) {
        let size = columns.count
        // Four pieces of about the same work, whatever the number of workers.
        let isShared = Double(rowCount) * Double(size - first) * Double(size) > Self.leastShared
        var cuts = [first, size]
        if isShared {
            for quarter in 1..<4 {
                let area = Double(first * first) + Double(quarter) / 4 * Double(size * size - first * first)
                cuts.append(min(size, max(first, first + (Int(area.squareRoot()) - first) / 24 * 24)))
            }
            cuts = Array(Set(cuts)).sorted()
        }
        let needed = fsel_gram_scratch(size)
        if scratch.count < needed * (cuts.count - 1) {
            scratch = [Double](repeating: 0, count: needed * (cuts.count - 1))
        }
        let pieces = cuts
        scratch.withUnsafeMutableBufferPointer { scratch in
            guard let scratch = scratch.baseAddress else { return }
            roots.withPointer { roots in
                columns.withView { view in
                    let work = Products(columns: view, roots: roots, target: target, scratch: scratch)
                    perform(pieces.count - 1, workers: workers) { piece in
                        let (start, end) = (pieces[piece], pieces[piece + 1])
                        fsel_gram_rows(
                            work.columns, work.roots, 0, rowCount, start, end - start, work.target, stride,
                            work.scratch + piece * needed)
                    }
                }
            }
        }
    }

    /// What the pieces of one product share: each writes rows of its own.
    private struct Products: @unchecked Sendable {
        let columns: fsel_columns
        let roots: UnsafePointer<Double>?
        let target: UnsafeMutablePointer<Double>
        let scratch: UnsafeMutablePointer<Double>
    }

    private mutating func reserve(_ larger: Int) {
        let step = fsel_cholesky_stride(larger)
        let moved = UnsafeMutablePointer<Double>.allocate(capacity: larger * step)
        for f in 0..<count { (moved + f * step).update(from: matrix + f * stride, count: count) }
        matrix.deallocate()
        matrix = moved
        (capacity, stride) = (larger, step)
    }
}
