internal import CKernels

/// The columns that entered, copied in the solvers' units to stand one after the other as they are swept.
///
/// ```
/// values = ρᵢ xᵢⱼ/scaleⱼ        center = Σ mᵢ xᵢⱼ/scaleⱼ        curvature = Σ mᵢ x̃ᵢⱼ²
/// ```
/// Columns are centred by their number `center`, not value by value, unless their entries carry more than half of the
/// weight: the mean may then be many deviations away from zero, so all n values are stored, centred, and `center` is 0.
final class SparseWorkingSet {
    /// The columns of the matrix, in the order they entered.
    private(set) var columns: [Int] = []
    /// Each column's place, −1 for those outside.
    private(set) var place: [Int32]
    private let problem: SparseProblem
    private let reach: [Double]
    private let starts = AlignedBuffer<Int>([0])
    private let rows = AlignedBuffer<Int32>([])
    private let values = AlignedBuffer<Double>([])
    private let center = AlignedBuffer<Double>([])
    private let curvature = AlignedBuffer<Double>([])
    private let l1 = AlignedBuffer<Double>([])
    private let l2 = AlignedBuffer<Double>([])
    private let lower = AlignedBuffer<Double>([])
    private let upper = AlignedBuffer<Double>([])
    private let units = AlignedBuffer<Double>([])

    init(_ problem: SparseProblem, reach: [Double]) {
        self.problem = problem
        self.reach = reach
        place = [Int32](repeating: -1, count: problem.x.featureCount)
    }

    var count: Int { columns.count }

    /// How many values are stored.
    var entryCount: Int { values.count }

    /// Adds a column unless it is there.
    func insert(_ j: Int) {
        guard place[j] < 0 else { return }
        place[j] = Int32(columns.count)
        columns.append(j)
        let scale = problem.scaling.scales[j]
        let mean = problem.scaling.centers[j] / scale
        let entries = problem.x.entries(of: j)
        let weight = entries.reduce(0) { $0 + share(Int(problem.x.rows[$1])) }
        let isFull = mean != 0 && 2 * weight > 1
        var square = 0.0
        if isFull {
            problem.x.column(j).enumerated().forEach { i, x in
                append(row: i, (x - problem.scaling.centers[j]) / scale, around: 0, &square)
            }
        } else {
            for k in entries {
                append(row: Int(problem.x.rows[k]), problem.x.values[k] / scale, around: mean, &square)
            }
            square += max(0, 1 - weight) * mean * mean
        }
        starts.append(values.count)
        center.append(isFull ? 0 : mean)
        curvature.append(square)
        l1.append(problem.penalty.l1[j])
        l2.append(problem.penalty.l2[j])
        lower.append(problem.penalty.lower[j])
        upper.append(problem.penalty.upper[j])
        units.append(reach[j])
    }

    private func share(_ i: Int) -> Double {
        problem.columnFactors.map { $0[i] * $0[i] } ?? problem.share
    }

    private func append(row i: Int, _ value: Double, around mean: Double, _ square: inout Double) {
        rows.append(Int32(i))
        values.append(problem.columnFactors.map { $0[i] * value } ?? value)
        square += share(i) * (value - mean) * (value - mean)
    }

    /// The l1 part of the penalty of λ = 1 at a place.
    func penalty(_ e: Int) -> Double { l1.base[e] }

    /// The columns as the kernels take them; valid until the next column enters.
    var view: fsel_sparse_columns {
        fsel_sparse_columns(starts: starts.base, rows: rows.base, values: values.base)
    }

    /// The gradients of the first `count` columns at centred residuals u, `lanes` values per column.
    func gradients(of count: Int, u: UnsafePointer<Double>, lanes: Int) -> [Double] {
        var view = view
        let (zeros, ones) = ([Double](repeating: 0, count: count), [Double](repeating: 1, count: count))
        var gradient = [Double](repeating: 0, count: lanes * count)
        var (sums, largest) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
        fsel_lanes_gradients(
            &view, 0, count, problem.y.count, zeros, ones, ones, u, &sums, lanes, &gradient, &largest)
        return gradient
    }

    /// Writes the stored values of the column at a place to their rows.
    func scatter(_ e: Int, into dense: UnsafeMutablePointer<Double>) {
        for k in starts.base[e]..<starts.base[e + 1] { dense[Int(rows.base[k])] = values.base[k] }
    }

    /// Writes zeros there.
    func clear(_ e: Int, in dense: UnsafeMutablePointer<Double>) {
        for k in starts.base[e]..<starts.base[e + 1] { dense[Int(rows.base[k])] = 0 }
    }

    /// Σ mᵢ x̃ᵢ x̃′ᵢ of the columns at two places; `dense` holds the stored values of the second.
    func product(_ e: Int, with dense: UnsafePointer<Double>, of other: Int) -> Double {
        if e == other { return curvature.base[e] }
        let start = starts.base[e]
        let sum = fsel_sparse_dot(values.base + start, rows.base + start, starts.base[e + 1] - start, dense)
        return problem.share * sum - center.base[e] * center.base[other]
    }

    /// The quadratic model of the columns at some lambdas; valid until the next column enters.
    func model(
        strength: UnsafePointer<Double>, offset: UnsafeMutablePointer<Double>, b: UnsafeMutablePointer<Double>,
        u: UnsafeMutablePointer<Double>, relaxation: Double
    ) -> fsel_lanes_model {
        fsel_lanes_model(
            x: view, curvature: curvature.base, center: center.base, l1: l1.base, l2: l2.base, lower: lower.base,
            upper: upper.base, reach: units.base, share: problem.share, relaxation: relaxation, strength: strength,
            offset: offset, b: b, u: u)
    }
}
