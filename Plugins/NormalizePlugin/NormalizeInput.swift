import StageKit

/// The features of a table, found fit to be scaled.
struct NormalizeInput {
    /// The features, in the table's order: numeric, without missing values.
    let features: [Column]

    /// Checks a table.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - location: Where the stage stands in the pipeline.
    /// - Throws: ``StageFailure`` for a categorical feature (FS541), a missing value (FS542), no rows (FS543).
    init(_ table: Table, location: SourceLocation?) throws(StageFailure) {
        features = table.features
        for column in features {
            guard column.isNumeric else {
                throw StageFailure(
                    .data, code: "FS541",
                    "Feature '\(column.name)' is categorical, and <normalize> takes numbers: put <encode> before it.",
                    at: location)
            }
            if let row = column.firstMissing {
                throw StageFailure(
                    .data, code: "FS542",
                    "Feature '\(column.name)' has no value in this row: put <impute> before <normalize>, or load with "
                        + "missing=\"drop-row\".", at: table.location(ofRow: row) ?? location)
            }
        }
        let counted = table.weights.map { $0.count { $0 > 0 } } ?? table.rowCount
        guard counted > 0 || features.isEmpty else {
            throw StageFailure(
                .data, code: "FS543",
                "There is no training row with a weight above 0, and <normalize> needs one to learn from.", at: location
            )
        }
    }
}
