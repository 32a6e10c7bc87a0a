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
    private var problem: SparseProblem
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

    /// Takes another problem on the same matrix, with the same penalty: the next quadratic model of the same loss.
    func take(_ problem: SparseProblem) {
        self.problem = problem
        for buffer in [values, center, curvature] { buffer.removeAll() }
        starts.removeAll()
        starts.append(0)
        rows.removeAll()
        store(columns)
    }

    /// Adds a column unless it is there.
    func insert(_ j: Int) { insert([j]) }

    /// Adds those columns that are not there yet.
    func insert(_ new: [Int]) {
        let first = columns.count
        for j in new where place[j] < 0 {
            place[j] = Int32(columns.count)
            columns.append(j)
            l1.append(problem.penalty.l1[j])
            l2.append(problem.penalty.l2[j])
            lower.append(problem.penalty.lower[j])
            upper.append(problem.penalty.upper[j])
            units.append(reach[j])
        }
        store(columns[first...])
    }

    /// Copies columns behind those that stand there already.
    private func store(_ new: some Collection<Int>) {
        guard !new.isEmpty else { return }
        problem.x.withEntries { x in
            if let factors = problem.columnFactors {
                factors.withUnsafeBufferPointer { factors in
                    for j in new { store(j, x, factors.baseAddress) }
                }
            } else {
                for j in new { store(j, x, nil) }
            }
        }
    }

    /// Copies a column; `factors` are ρ, nil where they are 1.
    private func store(_ j: Int, _ x: SparseMatrix.StoredEntries, _ factors: UnsafePointer<Double>?) {
        let scale = problem.scaling.scales[j]
        let mean = problem.scaling.centers[j] / scale
        let entries = x.of(j)
        var weight = problem.share * Double(entries.count)
        if let factors {
            weight = 0
            for k in entries {
                let factor = factors[Int(x.rows[k])]
                weight += factor * factor
            }
        }
        let isFull = mean != 0 && 2 * weight > 1
        let (first, count) = (values.count, isFull ? problem.y.count : entries.count)
        rows.append(repeating: 0, count: count)
        values.append(repeating: 0, count: count)
        let (ownRows, ownValues) = (rows.base + first, values.base + first)
        if isFull {
            for (i, value) in problem.x.column(j).enumerated() {
                (ownRows[i], ownValues[i]) = (Int32(i), (value - problem.scaling.centers[j]) / scale)
            }
        } else {
            for k in 0..<count {
                ownRows[k] = x.rows[entries.lowerBound + k]
                ownValues[k] = x.values[entries.lowerBound + k] / scale
            }
        }
        let square = weigh(ownValues, ownRows, count, around: isFull ? 0 : mean, factors)
        starts.append(values.count)
        center.append(isFull ? 0 : mean)
        curvature.append(isFull ? square : square + max(0, 1 - weight) * mean * mean)
    }

    /// Multiplies values by their rows' ρ, and returns Σ mᵢ (value − mean)² of what they were.
    private func weigh(
        _ values: UnsafeMutablePointer<Double>, _ rows: UnsafePointer<Int32>, _ count: Int, around mean: Double,
        _ factors: UnsafePointer<Double>?
    ) -> Double {
        var square = 0.0
        guard let factors else {
            for k in 0..<count { square += (values[k] - mean) * (values[k] - mean) }
            return problem.share * square
        }
        for k in 0..<count {
            let factor = factors[Int(rows[k])]
            let distance = factor * (values[k] - mean)
            square += distance * distance
            values[k] *= factor
        }
        return square
    }

    /// The l1 part of the penalty of λ = 1 at a place.
    func penalty(_ e: Int) -> Double { l1.base[e] }

    /// The penalty of λ = 1 at a place.
    func penalties(_ e: Int) -> (l1: Double, l2: Double, lower: Double, upper: Double) {
        (l1.base[e], l2.base[e], lower.base[e], upper.base[e])
    }

    /// Σ mᵢ x̃ᵢⱼ² of the column at a place.
    func square(_ e: Int) -> Double { curvature.base[e] }

    /// The unit of violations at a place.
    func unit(_ e: Int) -> Double { units.base[e] }

    /// The columns as the kernels take them; valid until the next column enters.
    var view: fsel_sparse_columns {
        fsel_sparse_columns(starts: starts.base, rows: rows.base, values: values.base)
    }

    /// The gradients of the first `count` columns at centred residuals u, `lanes` values per column.
    func gradients(of count: Int, u: UnsafePointer<Double>, lanes: Int = 1) -> [Double] {
        var view = view
        let (zeros, ones) = ([Double](repeating: 0, count: count), [Double](repeating: 1, count: count))
        var gradient = [Double](repeating: 0, count: lanes * count)
        var (sums, largest) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
        fsel_lanes_gradients(
            &view, 0, count, problem.y.count, zeros, ones, ones, u, &sums, lanes, &gradient, &largest)
        return gradient
    }

    /// What a step of 1 takes off u, times the column.
    var share: Double { problem.share }

    /// n.
    var rowCount: Int { problem.y.count }

    /// Σ mᵢ xᵢⱼ/scaleⱼ of the column at a place, or 0 where its values are stored centred.
    func center(_ e: Int) -> Double { center.base[e] }

    /// ρ, by which the centers of columns count in each row; nil where columns are not centred.
    var centringFactors: [Double]? {
        guard problem.scaling.fitsIntercept else { return nil }
        return problem.columnFactors ?? [Double](repeating: 1, count: rowCount)
    }

    /// Appends the stored entries of the column at a place, and where they end.
    func copy(
        _ e: Int, rows: AlignedBuffer<Int32>, values: AlignedBuffer<Double>, starts: AlignedBuffer<Int>
    ) {
        let (start, count) = (self.starts.base[e], self.starts.base[e + 1] - self.starts.base[e])
        rows.append(self.rows.base + start, count: count)
        values.append(self.values.base + start, count: count)
        starts.append(values.count)
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
