internal import CKernels

/// Conjugate gradients for the coefficients in use of a quadratic model, which keep their signs.
///
/// ```
/// (X̃ᵀ Ω X̃ + λ l2) d = slopes      slopes = X̃ᵀ Ω r − λ l2 b − λ l1 sign(b)
/// ```
/// is solved with the diagonal as preconditioner, by products with the columns alone: an iteration costs what a sweep of
/// coordinate descent does. The step to b + d is then bent: what would change its sign or pass a bound stops there.
///
/// Source: Hestenes and Stiefel, J. Res. National Bureau of Standards 49 (1952), doi:10.6028/jres.049.044.
struct SparseConjugateGradients {
    private let lanes: SparseLanes
    private let columns: SparseWorkingSet
    /// The places of the coefficients in use.
    private var places: [Int32] = []
    /// By place: 1 for those in use, 0 for others.
    private var used: [Double]
    /// By place: where the coefficient may go; where it is for those that stay.
    private var intervals: [(low: Double, high: Double)]
    /// By place: b, λ l2, and the diagonal of the matrix, 1 for those that stay.
    private let b: [Double]
    private var l2: [Double]
    private var diagonal: [Double]
    /// By place: the negative gradient of model and penalty, 0 for those that stay.
    private var slopes: [Double]
    /// Ω½ X̃ d of the last product.
    private let image: AlignedBuffer<Double>

    /// Takes the coefficients in use; `lanes` has one lane.
    init(_ lanes: SparseLanes, _ columns: SparseWorkingSet) {
        precondition(lanes.lanes == 1, "SparseConjugateGradients: \(lanes.lanes) lanes")
        (self.lanes, self.columns) = (lanes, columns)
        image = AlignedBuffer(repeating: 0, count: lanes.u.count)
        let (count, lambda) = (columns.count, lanes.strength[0])
        b = (0..<count).map { lanes.value($0, lane: 0) }
        intervals = b.map { ($0, $0) }
        (used, l2, slopes) = (b.map { _ in 0 }, b.map { _ in 0 }, b.map { _ in 0 })
        diagonal = b.map { _ in 1 }
        for e in 0..<count {
            let (b, penalty) = (b[e], columns.penalties(e))
            guard b != 0 || penalty.l1 == 0, penalty.lower < b, b < penalty.upper else { continue }
            places.append(Int32(e))
            used[e] = 1
            intervals[e] = (penalty.lower, penalty.upper)
            l2[e] = lambda * penalty.l2
            diagonal[e] = columns.square(e) + l2[e]
            slopes[e] = -l2[e] * b
            guard penalty.l1 > 0 else { continue }
            slopes[e] -= b > 0 ? lambda * penalty.l1 : -lambda * penalty.l1
            intervals[e] = b > 0 ? (max(0, penalty.lower), penalty.upper) : (penalty.lower, min(0, penalty.upper))
        }
        lanes.center()
        let q = columns.gradients(of: count, u: lanes.u.base, used: used)
        for e in 0..<count { slopes[e] += q[e] }
    }

    /// Moves until no slope is more than `share` of the largest one before or than `least`, in units of the penalty, or
    /// for `limit` iterations.
    func run(share: Double, least: Double, limit: Int) {
        let target = max(share * largest(slopes), least)
        var (d, rest) = (slopes.map { _ in 0.0 }, slopes)
        var scaled = zip(rest, diagonal).map { $0 / $1 }
        var direction = scaled
        var size = Kernels.dot(rest, scaled)
        for _ in 0..<limit {
            guard largest(rest) > target else { break }
            let product = product(direction)
            let bend = Kernels.dot(direction, product)
            // Along columns that depend on each other there is no curvature but rounding.
            guard bend > 1e-14 * zip(direction, diagonal).reduce(0, { $0 + $1.0 * $1.0 * $1.1 }) else { break }
            fsel_axpy(size / bend, direction, &d, d.count)
            fsel_axpy(-size / bend, product, &rest, rest.count)
            for e in scaled.indices { scaled[e] = rest[e] / diagonal[e] }
            let before = size
            size = Kernels.dot(rest, scaled)
            for e in direction.indices { direction[e] = scaled[e] + size / before * direction[e] }
        }
        step(d)
    }

    /// Moves by the longest of d, d/2, … that lowers model and penalty, bent where a coefficient would leave its interval.
    private func step(_ d: [Double]) {
        var length = 1.0
        while length > 0.01 {
            var change = d
            for e in change.indices where change[e] != 0 {
                change[e] = min(max(b[e] + length * d[e], intervals[e].low), intervals[e].high) - b[e]
            }
            form(change)
            var rise = 0.5 * Kernels.dot(image.base, image.base, image.count)
            for e in change.indices { rise += change[e] * (0.5 * l2[e] * change[e] - slopes[e]) }
            if rise < 0 {
                for e in change.indices where change[e] != 0 {
                    let end = b[e] + change[e]
                    lanes.set(e, lane: 0, min(max(end, intervals[e].low), intervals[e].high))
                }
                fsel_axpy(-1, image.base, lanes.u.base, image.count)
                return
            }
            length /= 2
        }
    }

    /// The matrix times d.
    private func product(_ d: [Double]) -> [Double] {
        form(d)
        var product = columns.gradients(of: d.count, u: image.base, used: used)
        for e in product.indices { product[e] += l2[e] * d[e] }
        return product
    }

    /// Makes `image` that of d.
    private func form(_ d: [Double]) {
        image.base.update(repeating: 0, count: image.count)
        columns.add(places, times: d, to: image.base)
    }

    /// The largest slope in units of the penalty.
    private func largest(_ slopes: [Double]) -> Double {
        slopes.indices.reduce(0) { max($0, abs(slopes[$1]) * columns.unit($1)) }
    }
}
