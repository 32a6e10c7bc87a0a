package import StageKit

/// A model with all that scoring new rows takes.
package struct ScoringModel: Sendable {
    /// The model.
    package let model: Model
    /// The operations between the loaded columns and the model's features, in order.
    package let operations: [ColumnOperation]
    /// What rows must look like, and what comes out.
    package let signature: Signature
    /// Some loaded rows, about 20, with the signature's columns, for the golden file.
    package let goldenRows: Table

    /// - Parameters:
    ///   - model: The model.
    ///   - operations: The operations between the loaded columns and the model's features, in order.
    ///   - signature: What rows must look like, and what comes out.
    ///   - goldenRows: Some loaded rows with the signature's columns; others are ignored.
    package init(model: Model, operations: [ColumnOperation], signature: Signature, goldenRows: Table) {
        self.model = model
        self.operations = operations
        self.signature = signature
        self.goldenRows = goldenRows
    }
}
