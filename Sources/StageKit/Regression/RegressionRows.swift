public import SparseGLM

/// The rows of a table as a regression sees them: a design matrix, a target, weights.
///
/// All values but the target's are as the table has them; a class is its place in ``classes``. The matrix shares the
/// table's stored columns where those are all of a column's rows, and scales them where they are read. Sparse columns
/// make a sparse matrix, and those of a table that is mixed are brought to one storage.
public struct RegressionRows: Sendable {
    /// The features, p of them, in the order of the matrix.
    public let names: [String]
    /// The design matrix, n × p.
    public let x: TableMatrix
    /// The target, n numbers or places of classes.
    public let y: [Double]
    /// The classes; `nil` for a numeric target.
    public let classes: [String]?
    /// The row weights; `nil` where every row counts alike.
    public let weights: [Double]?
    /// The known part of the linear predictor, if any.
    public let offset: [Double]?
    /// The columns of the matrix.
    let columns: [Column]
    /// Whether every column of the matrix is made of stored numbers by an affine operation.
    let isAffine: Bool

    /// Takes a table's target and features.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - features: The features to take, in this order; all of the table's where it is `nil`.
    ///   - storage: How the matrix is stored.
    /// - Throws: ``StageFailure`` of kind `data`: FS556 for a feature that is absent or not numeric, FS557 for a missing
    ///   value, FS566 for a table without a target.
    /// - Complexity: O(n · p), for a sparse matrix O(entries + n + p).
    public init(
        _ table: Table, features: [String]? = nil, storage: MatrixStorage = .automatic
    ) throws(StageFailure) {
        guard let target = table.target else {
            throw StageFailure(.data, code: "FS566", "The table has no target column, expected one to fit.")
        }
        let columns = try Self.columns(of: table, named: features)
        for column in columns { try Self.requireNumbers(column, in: table) }
        try Self.requirePresent(target.values, "The target column '\(target.name)'", in: table)
        if let offset = table.offset { try Self.requirePresent(offset, "The offset column", in: table) }
        if let weights = table.weights { try Self.requirePresent(weights, "The weight column", in: table) }
        names = columns.map(\.name)
        let parts = columns.map { AffineColumn($0.content) }
        x = StandardizedView(
            StoredMatrix(parts, rowCount: table.rowCount, storage: storage), means: parts.map(\.center),
            scales: parts.map(\.scale))
        self.columns = columns
        isAffine = parts.allSatisfy(\.isStored)
        y = target.values
        classes = target.classes
        weights = table.weights
        offset = table.offset
    }

    init(
        names: [String], x: TableMatrix, y: [Double], classes: [String]?, weights: [Double]?, offset: [Double]?,
        columns: [Column], isAffine: Bool
    ) {
        self.names = names
        self.x = x
        self.y = y
        self.classes = classes
        self.weights = weights
        self.offset = offset
        self.columns = columns
        self.isAffine = isAffine
    }

    /// The regression on these rows.
    ///
    /// - Parameters:
    ///   - family: The loss.
    ///   - fitsIntercept: Whether a constant term is fitted.
    public func problem(_ family: Family, fitsIntercept: Bool) -> RegressionProblem<TableMatrix> {
        RegressionProblem(
            x: x, y: y, family: family, sampleWeights: weights, offset: offset, fitsIntercept: fitsIntercept,
            classCount: classes?.count)
    }

    private static func columns(of table: Table, named names: [String]?) throws(StageFailure) -> [Column] {
        guard let names else { return table.features }
        var byName: [String: Column] = [:]
        for column in table.features { byName[column.name] = column }
        var columns: [Column] = []
        for name in names {
            guard let column = byName[name] else {
                throw StageFailure(
                    .data, code: "FS556", "The selected feature '\(name)' is not among the features of the table.")
            }
            columns.append(column)
        }
        return columns
    }

    private static func requireNumbers(_ column: Column, in table: Table) throws(StageFailure) {
        guard column.isNumeric else {
            throw StageFailure(
                .data, code: "FS556",
                "Column '\(column.name)' holds categories, expected numbers: <encode> before this stage makes them.")
        }
        // Stored numbers that are all there need no look at the rows.
        guard column.content.range == nil, let numbers = column.numbers else { return }
        try requirePresent(numbers, "Column '\(column.name)'", in: table)
    }

    private static func requirePresent(
        _ numbers: [Double], _ what: String, in table: Table
    ) throws(StageFailure) {
        if let range = valueRange(numbers), range.low.isFinite, range.high.isFinite { return }
        guard let row = numbers.firstIndex(where: { !$0.isFinite }) else { return }
        throw StageFailure(
            .data, code: "FS557",
            "\(what) has no value in row \(table.number(ofRow: row) + 1), expected a number in every row: <impute> "
                + "or missing=\"drop-row\" of <load> sees to it.",
            at: table.location(ofRow: row))
    }
}
