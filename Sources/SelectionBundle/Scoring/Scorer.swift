import SparseGLM
package import StageKit

/// Scores rows with what a bundle says of its model: built-in arithmetic, no stage.
///
/// ```
/// gaussian   prediction = η
/// binomial   probability p of the second class = 1 / (1 + exp(−η)); prediction = the second class where p ≥ 0.5
/// ```
/// The same rows give the same bits on every processor.
package struct Scorer: Sendable {
    /// What rows must look like, and what comes out.
    package let signature: Signature
    private let document: ModelDocument

    /// - Parameters:
    ///   - document: The model and its operations.
    ///   - signature: The model's signature.
    /// - Throws: ``StageFailure`` of kind `data` (FS635) where the two are not about the same columns and classes.
    package init(_ document: ModelDocument, signature: Signature) throws(StageFailure) {
        guard document.inputs == signature.inputs.map(\.name), document.model.classes == signature.classes else {
            throw StageFailure(
                .data, code: "FS635", "The model and its signature do not name the same columns and classes.")
        }
        self.document = document
        self.signature = signature
    }

    /// The predictions for rows.
    ///
    /// - Parameter rows: Rows with the signature's columns; other columns are ignored.
    /// - Returns: The signature's outputs.
    /// - Throws: ``StageFailure`` of kind `data`: what ``Signature/checked(_:)`` refuses; what an operation refuses; FS634
    ///   where a prediction is beyond the range of a double.
    /// - Complexity: O(rows × (operations + features)).
    package func predict(_ rows: Table) throws(StageFailure) -> Predictions {
        let table = try signature.checked(rows).applying(document.operations)
        let predictors = try document.model.linearPredictors(on: table)
        guard let eta = predictors.first else { return Predictions(columns: []) }
        if let row = eta.firstIndex(where: { !$0.isFinite }) {
            throw StageFailure(
                .data, code: "FS634", "The prediction for this row is beyond the range of a double.",
                at: rows.location(ofRow: row))
        }
        guard let classes = signature.classes else {
            return Predictions(columns: [Column(name: "prediction", values: .numeric(eta))])
        }
        return Predictions(columns: classColumns(eta, classes))
    }

    private func classColumns(_ eta: [Double], _ classes: [String]) -> [Column] {
        // Each is computed for itself, so that the smaller one keeps its relative accuracy.
        let second = meanResponse(eta, family: .binomial)
        let first = meanResponse(eta.map(-), family: .binomial)
        let labels = second.map { $0 >= 0.5 ? Int32(1) : 0 }
        let probabilities = zip(classes, [first, second]).map { label, values in
            Column(name: "probability:\(label)", values: .numeric(values))
        }
        return [Column(name: "prediction", values: .categorical(codes: labels, levels: classes))] + probabilities
    }
}
