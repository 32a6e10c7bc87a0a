/// Correlations of a sparse matrix's columns, from the rows in which both of two columns have an entry.
/// ```
/// r_js = ( Σᵢ vᵢ xᵢⱼ xᵢₛ / n − x̄ⱼ x̄ₛ ) / (sⱼ sₛ)
/// ```
/// A column without zeros, whose mean may be large in units of its deviation, is centred entry by entry; no column that has
/// zeros is far from its mean, so that the difference loses no digits.
struct SparseCorrelations {
    /// What an entry is less, the mean that is left, and the deviation with the sign of the view's scale.
    private struct Facts {
        let shift: Double
        let mean: Double
        let deviation: Double
    }

    private let matrix: SparseMatrix
    private let weights: [Double]?
    private let facts: [Facts]
    private let asked: [Int]
    /// The shifted entries of the asked columns by rows: where each row's begin, whose they are, and what.
    private let starts: [Int]
    private let places: [Int32]
    private let values: [Double]

    /// Takes the columns that are asked about.
    ///
    /// - Parameters:
    ///   - columns: the matrix, as it is seen.
    ///   - moments: those of what is seen.
    ///   - weights: n weights that sum to n, or nil.
    ///   - asked: columns that vary.
    /// - Complexity: O(n + p + entries).
    init(_ columns: SparseColumns, moments: [ColumnMoments], weights: [Double]?, asked: [Int]) {
        let matrix = columns.matrix
        let facts = moments.enumerated().map { j, seen in
            let scale = columns.scales?[j] ?? 1
            let mean = seen.mean * scale + (columns.means?[j] ?? 0)
            let isFull = matrix.entries(of: j).count == matrix.sampleCount
            return Facts(
                shift: isFull ? mean : 0, mean: isFull ? 0 : mean, deviation: seen.standardDeviation * scale)
        }
        var starts = [Int](repeating: 0, count: matrix.sampleCount + 1)
        for j in asked {
            for k in matrix.entries(of: j) { starts[Int(matrix.rows[k]) + 1] += 1 }
        }
        for i in 0..<matrix.sampleCount { starts[i + 1] += starts[i] }
        var next = starts
        var places = [Int32](repeating: 0, count: starts[matrix.sampleCount])
        var values = [Double](repeating: 0, count: places.count)
        for (place, j) in asked.enumerated() {
            for k in matrix.entries(of: j) {
                let row = Int(matrix.rows[k])
                places[next[row]] = Int32(place)
                values[next[row]] = matrix.values[k] - facts[j].shift
                next[row] += 1
            }
        }
        (self.matrix, self.weights, self.facts, self.asked) = (matrix, weights, facts, asked)
        (self.starts, self.places, self.values) = (starts, places, values)
    }

    /// The correlations of the asked columns with another one that varies.
    ///
    /// - Complexity: O(asked columns + their entries in the rows of the other's).
    func products(with other: Int) -> [Double] {
        let own = facts[other]
        var sums = [Double](repeating: 0, count: asked.count)
        for k in matrix.entries(of: other) {
            let row = Int(matrix.rows[k])
            let share = (matrix.values[k] - own.shift) * (weights?[row] ?? 1)
            for e in starts[row]..<starts[row + 1] { sums[Int(places[e])] += values[e] * share }
        }
        let n = Double(matrix.sampleCount)
        return asked.indices.map { place in
            let j = facts[asked[place]]
            return (sums[place] / n - j.mean * own.mean) / (j.deviation * own.deviation)
        }
    }
}
