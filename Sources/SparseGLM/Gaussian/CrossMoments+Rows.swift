internal import CKernels

/// Columns, target and weights to take moments of.
struct MomentSource: @unchecked Sendable {
    /// The stored columns and, last, the target; each holds all rows.
    let starts: [UnsafePointer<Double>]
    /// The rows' weights, or nil for 1.
    let weights: [Double]?
    /// Their square roots.
    let rootWeights: [Double]?

    init(starts: [UnsafePointer<Double>], weights: [Double]?) {
        self.starts = starts
        self.weights = weights
        rootWeights = weights?.map { $0.squareRoot() }
    }

    var count: Int { starts.count }
}

extension CrossMoments {
    /// The moments of the given rows, in O(rows · count²).
    ///
    /// The rows are read once, shifted by the mean of the first of them; the exact means and what they change follow from
    /// the sums that come with the products. Where those first rows tell too little of a column, its mean is taken from
    /// all of them and the rows are read again.
    ///
    /// - Throws: `nonFinite` for a value that is not a number.
    init(_ source: MomentSource, rows: RowSet) throws(SolverError) {
        let pilot = rows.prefix(FSEL_ROW_BLOCK)
        var pivots: [Pivot] = []
        var isExact: [Bool] = []
        for j in 0..<source.count {
            if let pivot = Pivot(pilot: pilot.gather(source.starts[j])) {
                pivots.append(pivot)
                isExact.append(false)
            } else {
                pivots.append(try Pivot(source, j, rows: rows))
                isExact.append(true)
            }
        }
        var sums = PivotSums(source, rows: rows, pivots: pivots)
        let poor = pivots.indices.filter { !isExact[$0] && sums.isPoor($0) }
        if !poor.isEmpty {
            for j in poor { pivots[j] = try Pivot(source, j, rows: rows) }
            sums = PivotSums(source, rows: rows, pivots: pivots)
        }
        self = sums.centred(pivots)
    }
}

extension CrossMoments {
    /// The moments of rows 0 ..< rowCount, in parts whose number depends on the shape alone.
    init(_ source: MomentSource, rowCount n: Int, workers: Int) throws(SolverError) {
        let most = source.count <= 257 ? 8 : (source.count <= 1025 ? 4 : 2)
        let parts = max(1, min(most, n / 1024))
        let rows = (0..<parts).map { RowSet.range($0 * n / parts..<($0 + 1) * n / parts) }
        let moments = try CrossMoments.parts(source, rows: rows, workers: workers)
        self = moments.dropFirst().reduce(moments[0]) { $0.merged(with: $1) }
    }

    /// The moments of several sets of rows.
    static func parts(
        _ source: MomentSource, rows: [RowSet], workers: Int
    ) throws(SolverError) -> [CrossMoments] {
        let results = Slots<Result<CrossMoments, SolverError>>(rows.count)
        perform(rows.count, workers: workers) { index in
            let result = Result { () throws(SolverError) -> CrossMoments in
                try CrossMoments(source, rows: rows[index])
            }
            results.set(index, result)
        }
        var moments: [CrossMoments] = []
        for result in results.values() { moments.append(try result.get()) }
        return moments
    }
}

/// What is taken off a column before its products are summed, and the unit of the difference.
private struct Pivot: Sendable {
    var center: Double
    /// A power of two; 0 for a constant column, which is left out.
    var unit: Double

    /// From the first rows: their plain mean, and a power of two near the largest difference from it; nil where they
    /// are too much alike.
    init?(pilot values: [Double]) {
        let first = values.first ?? 0
        let mean = first + values.reduce(0) { $0 + ($1 - first) / Double(values.count) }
        let spread = values.reduce(0) { max($0, abs($1 - mean)) }
        guard mean.isFinite, spread.isFinite, spread > 0x1p-40 * abs(mean) else { return nil }
        (center, unit) = (mean, powerOfTwo(near: spread))
    }

    /// From all rows, exactly.
    init(_ source: MomentSource, _ j: Int, rows: RowSet) throws(SolverError) {
        let values = rows.gather(source.starts[j])
        guard values.allSatisfy(\.isFinite) else {
            throw .nonFinite(what: j == source.count - 1 ? "A value of the target" : "A value of column \(j)")
        }
        let moments = columnMoments(values, weights: source.weights.map { rows.gather($0) })
        (center, unit) = (moments.mean, moments.isConstant ? 0 : powerOfTwo(near: moments.standardDeviation))
    }
}

/// Cross products about pivots, a column of ones beside the others: its products are the sums.
private struct PivotSums {
    let count: Int
    private var products: [Double]

    init(_ source: MomentSource, rows: RowSet, pivots: [Pivot]) {
        count = source.count
        let total = count + 1
        products = [Double](repeating: 0, count: total * total)
        // A chunk of gathered rows stays in the second-level cache with the panels made from it.
        let block = FSEL_ROW_BLOCK
        let chunk = min(max(1, 65_536 / total / block) * block, (rows.count + block - 1) / block * block)
        let columns = ColumnBlock(
            starts: source.starts, rootWeights: source.rootWeights, rows: rows, chunk: chunk,
            centers: pivots.map(\.center) + [0], inverses: pivots.map { $0.unit > 0 ? 1 / $0.unit : 0 } + [1])
        columns.forEachChunk { view, roots, first, size in
            var scratch = [Double](repeating: 0, count: fsel_gram_scratch(total))
            fsel_gram(view, roots, first, size, &products, total, &scratch)
        }
    }

    private func sum(_ j: Int) -> Double { products[count + j * (count + 1)] }

    private var weight: Double { products[count + count * (count + 1)] }

    /// Whether the pivot was so far from the mean, or its unit from the deviation, that digits were lost.
    func isPoor(_ j: Int) -> Bool {
        let square = products[j + j * (count + 1)]
        let shift = sum(j) * (sum(j) / weight)
        let rest = square - shift
        return !(shift <= 64 * rest && rest > 0x1p-40 * weight && rest < 0x1p40 * weight)
    }

    /// The moments about the exact means.
    func centred(_ pivots: [Pivot]) -> CrossMoments {
        var moments = CrossMoments(count: count)
        moments.weight = weight
        let total = count + 1
        for k in 0..<count where pivots[k].unit > 0 {
            let mean = sum(k) / weight
            moments.units[k] = pivots[k].unit
            let column = moments.column(k)
            for j in k..<count {
                moments.products[column + j] = products[j + k * total] - sum(j) * mean
            }
        }
        for j in 0..<count {
            moments.centers[j] = pivots[j].center + pivots[j].unit * (sum(j) / weight)
        }
        return moments
    }
}
