/// Numbers and how much each counts: what a mean, a variance or a quantile needs to know of a column.
public struct WeightedNumbers: Sendable, Hashable {
    /// The numbers.
    public let values: [Double]
    /// How much each counts, at least 0; `nil` where all count alike.
    public let weights: [Double]?

    init(values: [Double], weights: [Double]?) {
        self.values = values
        self.weights = weights
    }
}

/// The weights of a table's rows, summed once for all its columns.
public struct RowWeights: Sendable {
    /// The weights; `nil` where every row counts alike.
    public let values: [Double]?
    private let rowCount: Int
    private let total: Double

    /// Takes a table's weights.
    ///
    /// - Parameter table: The rows.
    public init(_ table: Table) {
        values = table.weights
        rowCount = table.rowCount
        total = values?.reduce(0, +) ?? Double(rowCount)
    }

    /// How much all rows but some count together.
    ///
    /// - Parameters:
    ///   - rows: Some rows, ascending.
    ///   - shares: Their weights.
    fileprivate func rest(without rows: [Int32], shares: [Double]?) -> Double {
        guard let values, let shares else { return Double(rowCount - rows.count) }
        let rest = total - shares.reduce(0, +)
        if rest > Double(rowCount) * 0x1p-50 * total { return rest }
        // So little is left that it may be rounding: whether any other row counts at all has to be exact.
        var others = values
        for row in rows { others[Int(row)] = 0 }
        return others.reduce(0, +)
    }
}

extension Column {
    /// The numbers of the column as a sample, in which the order of rows is irrelevant; `nil` for a categorical column.
    ///
    /// Of a sparse column these are the stored numbers, and the one that all other rows have, which counts as much as they
    /// do together. A statistic of the sample is then the same as of all rows, but for rounding.
    ///
    /// - Parameter weights: Those of the column's table.
    /// - Complexity: O(stored numbers); O(rows) for a column that is a view or whose stored rows have nearly all the weight.
    public func sample(_ weights: RowWeights) -> WeightedNumbers? {
        guard let sparse = sparseNumbers else {
            return numbers.map { WeightedNumbers(values: $0, weights: weights.values) }
        }
        let shares = weights.values.map { all in sparse.rows.map { all[Int($0)] } }
        let rest = weights.rest(without: sparse.rows, shares: shares)
        let own = shares ?? [Double](repeating: 1, count: sparse.rows.count)
        guard rest > 0 else { return WeightedNumbers(values: sparse.values, weights: shares) }
        return WeightedNumbers(values: sparse.values + [sparse.background], weights: own + [rest])
    }
}
