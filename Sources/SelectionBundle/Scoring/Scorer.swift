import SparseGLM
package import StageKit

/// Scores rows with what a bundle says of its model: built-in arithmetic, and no stage but one that computes columns itself.
///
/// ```
/// gaussian      prediction = η
/// poisson       prediction = exp η
/// binomial      probability p of the second class = 1 / (1 + exp(−η)); prediction = the second class where p ≥ 0.5
/// multinomial   probability of class k = exp ηₖ / Σₗ exp ηₗ; prediction = the class of the largest η, the first of equals
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
    ///   where a prediction is beyond the range of a double. What a stage that computes columns itself throws.
    /// - Complexity: O(rows × (operations + features)).
    package func predict(_ rows: Table) async throws -> Predictions {
        let table = try await signature.checked(rows).transformed(by: document.operations)
        let etas = try document.model.linearPredictors(on: table)
        for eta in etas { try requireFinite(eta, of: rows) }
        let family = document.model.family
        guard let classes = signature.classes else {
            let response = meanResponse(etas[0], family: family)
            try requireFinite(response, of: rows)
            return Predictions(columns: [Column(name: "prediction", values: .numeric(response))])
        }
        let (places, probabilities) = family == .multinomial ? likeliest(etas) : secondOrFirst(etas[0])
        return Predictions(
            columns: [Column(name: "prediction", values: .categorical(codes: places, levels: classes))]
                + zip(classes, probabilities).map { Column(name: "probability:\($0)", values: .numeric($1)) })
    }

    private func requireFinite(_ values: [Double], of rows: Table) throws(StageFailure) {
        guard let row = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw StageFailure(
            .data, code: "FS634", "The prediction for this row is beyond the range of a double.",
            at: rows.location(ofRow: row))
    }

    /// The place of each row's class of two, and the probabilities of both.
    private func secondOrFirst(_ eta: [Double]) -> (places: [Int32], probabilities: [[Double]]) {
        // Each is computed for itself, so that the smaller one keeps its relative accuracy.
        let second = meanResponse(eta, family: .binomial)
        let first = meanResponse(eta.map(-), family: .binomial)
        return (second.map { $0 >= 0.5 ? 1 : 0 }, [first, second])
    }

    /// The place of each row's class of several, as the metrics count it, and the probabilities of all.
    private func likeliest(_ etas: [[Double]]) -> (places: [Int32], probabilities: [[Double]]) {
        let places = etas[0].indices.map { row in
            Int32(etas.indices.reduce(0) { etas[$1][row] > etas[$0][row] ? $1 : $0 })
        }
        return (places, meanResponses(etas, family: .multinomial))
    }
}
