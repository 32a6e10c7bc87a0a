public import SparseGLM

/// The rows of a table as a regression sees them: a design matrix, a target, weights.
///
/// All values but the target's are as the table has them; a class is its place in ``classes``.
public struct RegressionRows: Sendable {
    /// The features, p of them, in the order of the matrix.
    public let names: [String]
    /// The design matrix, n × p.
    public let x: DenseMatrix
    /// The target, n numbers or places of classes.
    public let y: [Double]
    /// The classes; `nil` for a numeric target.
    public let classes: [String]?
    /// The row weights; `nil` where every row counts alike.
    public let weights: [Double]?
    /// The known part of the linear predictor, if any.
    public let offset: [Double]?

    /// Takes a table's target and features.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - features: The features to take, in this order; all of the table's where it is `nil`.
    /// - Throws: ``StageFailure`` of kind `data`: FS556 for a feature that is absent or not numeric, FS557 for a missing
    ///   value, FS566 for a table without a target.
    /// - Complexity: O(n · p).
    public init(_ table: Table, features: [String]? = nil) throws(StageFailure) {
        guard let target = table.target else {
            throw StageFailure(.data, code: "FS566", "The table has no target column, expected one to fit.")
        }
        let columns = try Self.columns(of: table, named: features)
        var numbers: [[Double]] = []
        for column in columns { numbers.append(try Self.numbers(of: column, in: table)) }
        try Self.requirePresent(target.values, "The target column '\(target.name)'", in: table)
        if let offset = table.offset { try Self.requirePresent(offset, "The offset column", in: table) }
        if let weights = table.weights { try Self.requirePresent(weights, "The weight column", in: table) }
        names = columns.map(\.name)
        x = DenseMatrix(columns: numbers, sampleCount: table.rowCount)
        y = target.values
        classes = target.classes
        weights = table.weights
        offset = table.offset
    }

    /// The regression on these rows.
    ///
    /// - Parameters:
    ///   - family: The loss.
    ///   - fitsIntercept: Whether a constant term is fitted.
    public func problem(_ family: Family, fitsIntercept: Bool) -> RegressionProblem<DenseMatrix> {
        RegressionProblem(
            x: x, y: y, family: family, sampleWeights: weights, offset: offset, fitsIntercept: fitsIntercept)
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

    private static func numbers(of column: Column, in table: Table) throws(StageFailure) -> [Double] {
        guard let numbers = column.numbers else {
            throw StageFailure(
                .data, code: "FS556",
                "Column '\(column.name)' holds categories, expected numbers: <encode> before this stage makes them.")
        }
        try requirePresent(numbers, "Column '\(column.name)'", in: table)
        return numbers
    }

    private static func requirePresent(
        _ numbers: [Double], _ what: String, in table: Table
    ) throws(StageFailure) {
        guard let row = numbers.firstIndex(where: { !$0.isFinite }) else { return }
        throw StageFailure(
            .data, code: "FS557",
            "\(what) has no value in row \(table.number(ofRow: row) + 1), expected a number in every row: <impute> "
                + "or missing=\"drop-row\" of <load> sees to it.",
            at: table.location(ofRow: row))
    }
}
