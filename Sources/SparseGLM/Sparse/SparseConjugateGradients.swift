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
    /// The places of the coefficients in use; what follows is in their order.
    private let places: [Int]
    private let selection: SparseSelection
    private let b: [Double]
    /// Where each coefficient may go.
    private var intervals: [(low: Double, high: Double)]
    /// λ l2.
    private var l2: [Double]
    /// The diagonal of the matrix.
    private var diagonal: [Double]
    /// The negative gradient of model and penalty.
    private var slopes: [Double]
    /// The units of slopes.
    private let units: [Double]
    /// share · ρ X̃ d of the last product: what d takes off u.
    private let image: AlignedBuffer<Double>
    private let share: Double

    /// Less curvature than this share of what the columns would have were they orthogonal may be none at all.
    private static let leastCurvature = 1e-4
    /// It is none if a step takes a coefficient so many times as far as the largest is from zero.
    private static let greatestStep = 10.0

    /// Takes the coefficients in use; `lanes` has one lane.
    init(_ lanes: SparseLanes, _ columns: SparseWorkingSet) {
        precondition(lanes.lanes == 1, "SparseConjugateGradients: \(lanes.lanes) lanes")
        (self.lanes, share) = (lanes, lanes.share)
        image = AlignedBuffer(repeating: 0, count: lanes.u.count)
        let lambda = lanes.strength[0]
        places = (0..<columns.count).filter { e in
            let (b, penalty) = (lanes.value(e, lane: 0), columns.penalties(e))
            return (b != 0 || penalty.l1 == 0) && penalty.lower < b && b < penalty.upper
        }
        selection = SparseSelection(places, of: columns)
        b = places.map { lanes.value($0, lane: 0) }
        units = places.map(columns.unit)
        lanes.center()
        slopes = selection.gradients(lanes.u)
        (intervals, l2, diagonal) = ([], [], [])
        for (i, e) in places.enumerated() {
            let (b, penalty) = (b[i], columns.penalties(e))
            l2.append(lambda * penalty.l2)
            diagonal.append(columns.square(e) + l2[i])
            slopes[i] -= l2[i] * b
            if penalty.l1 > 0 { slopes[i] -= b > 0 ? lambda * penalty.l1 : -lambda * penalty.l1 }
            let low = penalty.l1 > 0 && b > 0 ? max(0, penalty.lower) : penalty.lower
            let high = penalty.l1 > 0 && b < 0 ? min(0, penalty.upper) : penalty.upper
            intervals.append((low, high))
        }
    }

    /// Moves until no slope is more than `share` of the largest one before or than `least`, in units of the penalty, or
    /// for `limit` iterations, as long as that lowers model and penalty.
    ///
    /// Where signs are about to change, the minimum for the signs that there are is far away, and the way there soon
    /// leads up: from time to time the iterations look at where they are, bent, and end once that is worse than before.
    func run(share: Double, least: Double, limit: Int) {
        let target = max(share * largest(slopes), least)
        let bound = Self.greatestStep * b.reduce(0) { max($0, abs($1)) }
        var (d, rest) = (slopes.map { _ in 0.0 }, slopes)
        var best = (change: d, rise: 0.0)
        var scaled = zip(rest, diagonal).map { $0 / $1 }
        var direction = scaled
        var size = Kernels.dot(rest, scaled)
        var ray: [Double]?
        var nextLook = 1
        for iteration in 1...limit {
            guard largest(rest) > target else { break }
            let product = product(direction)
            let bend = Kernels.dot(direction, product)
            let length = size / bend
            // Along columns that depend on each other there is no curvature but rounding, and steps are long.
            if bend <= Self.leastCurvature * curvature(direction),
                !length.isFinite || direction.contains(where: { abs(length * $0) > bound })
            {
                ray = direction
                break
            }
            fsel_axpy(length, direction, &d, d.count)
            fsel_axpy(-length, product, &rest, rest.count)
            for e in scaled.indices { scaled[e] = rest[e] / diagonal[e] }
            let before = size
            size = Kernels.dot(rest, scaled)
            for e in direction.indices { direction[e] = scaled[e] + size / before * direction[e] }
            guard iteration >= nextLook else { continue }
            if !improve(&best, d) { break }
            nextLook += max(1, iteration / 2)
        }
        improve(&best, d)
        shorten(d, &best)
        if let ray { follow(ray, &best) }
        if best.rise < 0 { take(best.change) }
    }

    /// Takes a step, bent where coefficients would leave their intervals, for the best if it is lower; returns whether it
    /// was.
    @discardableResult
    private func improve(_ best: inout (change: [Double], rise: Double), _ d: [Double]) -> Bool {
        let change = bent(d)
        let rise = rise(change)
        guard rise < best.rise else { return false }
        best = (change, rise)
        return true
    }

    /// Halves a step that, bent, leads up, until it leads down; steps that did before stay.
    private func shorten(_ d: [Double], _ best: inout (change: [Double], rise: Double)) {
        var length = 0.5
        while best.rise == 0, length > 0.001 {
            improve(&best, d.map { length * $0 })
            length /= 2
        }
    }

    /// Goes on along a direction without curvature until coefficients meet the ends of their intervals, and further as
    /// long as that lowers model and penalty.
    ///
    /// Columns that depend on each other leave such directions, along which only the penalty falls.
    private func follow(_ ray: [Double], _ best: inout (change: [Double], rise: Double)) {
        let start = best.change
        var length = Double.infinity
        for e in ray.indices where ray[e] != 0 {
            let end = ray[e] > 0 ? intervals[e].high : intervals[e].low
            let distance = (end - (b[e] + start[e])) / ray[e]
            if distance > 0 { length = min(length, distance) }
        }
        while length.isFinite, improve(&best, zip(start, ray).map { $0 + length * $1 }) { length *= 2 }
    }

    /// A change that ends where coefficients would leave their intervals.
    private func bent(_ change: [Double]) -> [Double] {
        change.indices.map { min(max(b[$0] + change[$0], intervals[$0].low), intervals[$0].high) - b[$0] }
    }

    /// By how much a change raises model and penalty.
    private func rise(_ change: [Double]) -> Double {
        selection.form(change, into: image)
        var rise = 0.5 / share * Kernels.dot(image.base, image.base, image.count)
        for i in change.indices { rise += change[i] * (0.5 * l2[i] * change[i] - slopes[i]) }
        return rise
    }

    private func take(_ change: [Double]) {
        selection.form(change, into: image)
        for (i, e) in places.enumerated() {
            lanes.set(e, lane: 0, min(max(b[i] + change[i], intervals[i].low), intervals[i].high))
        }
        fsel_axpy(-1, image.base, lanes.u.base, image.count)
    }

    /// The matrix times d.
    private func product(_ d: [Double]) -> [Double] {
        selection.form(d, into: image)
        var product = selection.gradients(image)
        for i in product.indices { product[i] += l2[i] * d[i] }
        return product
    }

    /// dᵀ diag d.
    private func curvature(_ d: [Double]) -> Double {
        d.indices.reduce(0) { $0 + diagonal[$1] * d[$1] * d[$1] }
    }

    /// The largest slope in units of the penalty.
    private func largest(_ slopes: [Double]) -> Double {
        slopes.indices.reduce(0) { max($0, abs(slopes[$1]) * units[$1]) }
    }
}
