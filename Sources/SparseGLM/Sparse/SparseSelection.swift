internal import CKernels

/// Some columns of a working set, copied to stand one after the other, for products with them alone.
struct SparseSelection {
    let count: Int
    private let starts: AlignedBuffer<Int>
    private let rows: AlignedBuffer<Int32>
    private let values: AlignedBuffer<Double>
    private let centers: [Double]
    private let order: [Int32]
    private let zeros: [Double]
    private let ones: [Double]
    /// ρ of the rows where columns are centred.
    private let factors: [Double]?
    private let share: Double
    private let n: Int

    /// Copies the columns at the given places.
    init(_ places: [Int], of columns: SparseWorkingSet) {
        count = places.count
        starts = AlignedBuffer([0])
        rows = AlignedBuffer([])
        values = AlignedBuffer([])
        for e in places { columns.copy(e, rows: rows, values: values, starts: starts) }
        centers = places.map(columns.center)
        order = Array(0..<Int32(places.count))
        zeros = [Double](repeating: 0, count: places.count)
        ones = [Double](repeating: 1, count: places.count)
        factors = columns.centringFactors
        (share, n) = (columns.share, columns.rowCount)
    }

    private var view: fsel_sparse_columns {
        fsel_sparse_columns(starts: starts.base, rows: rows.base, values: values.base)
    }

    /// The gradients at centred residuals u.
    func gradients(_ u: AlignedBuffer<Double>) -> [Double] {
        var view = view
        var gradient = zeros
        var (sum, largest) = (0.0, 0.0)
        fsel_lanes_gradients(&view, 0, count, n, zeros, ones, ones, u.base, &sum, 1, &gradient, &largest)
        return gradient
    }

    /// image = share · Σ ρ x̃ d: what a step d takes off u.
    func form(_ d: [Double], into image: AlignedBuffer<Double>) {
        var view = view
        image.base.update(repeating: 0, count: n)
        fsel_lanes_subtract(&view, order, count, d, -share, 1, image.base)
        let shift = share * Kernels.dot(d, centers)
        guard let factors, shift != 0 else { return }
        fsel_axpy(-shift, factors, image.base, n)
    }
}
