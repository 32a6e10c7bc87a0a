public import SparseGLM

/// A fitted generalised linear model: numbers and names, scored with built-in arithmetic.
///
/// ```
/// η_k = intercepts[k] + offset + Σ_j coefficients[k][j] · x_j        summed in the order of `features`
/// ```
public struct Model: Sendable, Hashable {
    /// The family, which fixes the link: identity, logit, softmax, log.
    public let family: Family
    /// The classes, of two the second being the positive one; `nil` for a numeric target.
    public let classes: [String]?
    /// The features with a non-zero coefficient, after the operations of earlier stages.
    public let features: [String]
    /// The intercepts, K of them: 1 but for the multinomial family.
    public let intercepts: [Double]
    /// The coefficients, K × features.
    public let coefficients: [[Double]]
    /// The strength of the L2 penalty with which it was fitted; `nil` where it was fitted without a refit.
    public let refitLambda: Double?

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - family: The family.
    ///   - classes: The classes, of two the second being the positive one; `nil` for a numeric target.
    ///   - features: The features with a non-zero coefficient.
    ///   - intercepts: The intercepts, K of them.
    ///   - coefficients: The coefficients, K × features.
    ///   - refitLambda: The strength of the L2 penalty with which it was fitted.
    /// - Precondition: one row of coefficients per intercept, one coefficient per feature.
    public init(
        family: Family, classes: [String]?, features: [String], intercepts: [Double], coefficients: [[Double]],
        refitLambda: Double? = nil
    ) {
        precondition(
            coefficients.count == intercepts.count && coefficients.allSatisfy { $0.count == features.count },
            "Model: \(coefficients.count) rows of coefficients for \(intercepts.count) intercepts and \(features.count) features"
        )
        self.family = family
        self.classes = classes
        self.features = features
        self.intercepts = intercepts
        self.coefficients = coefficients
        self.refitLambda = refitLambda
    }

    /// The name of the link function.
    public var link: String {
        switch family {
        case .gaussian: "identity"
        case .binomial: "logit"
        case .multinomial: "softmax"
        case .poisson: "log"
        }
    }
}

extension Model {
    /// The linear predictors of a table's rows.
    ///
    /// - Parameter table: A table with the model's features, as numbers.
    /// - Returns: K × n linear predictors.
    /// - Throws: ``StageFailure`` of kind `data` where a feature is absent, not numeric or missing in a row.
    /// - Complexity: O(n · features · K).
    public func linearPredictors(on table: Table) throws(StageFailure) -> [[Double]] {
        var byName: [String: Column] = [:]
        for column in table.columns { byName[column.name] = column }
        let offset = table.offset
        var etas = intercepts.map { intercept in
            offset.map { $0.map { intercept + $0 } } ?? [Double](repeating: intercept, count: table.rowCount)
        }
        for (j, name) in features.enumerated() {
            guard let numbers = byName[name]?.numbers else {
                throw StageFailure(
                    .data, code: "FS510", "The model needs the numeric column '\(name)', which is not there.")
            }
            if let row = numbers.firstIndex(where: \.isNaN) {
                throw StageFailure(
                    .data, code: "FS511", "Column '\(name)' has no value in this row, and nothing imputes it.",
                    at: table.location(ofRow: row))
            }
            for k in etas.indices {
                let weight = coefficients[k][j]
                etas[k].withUnsafeMutableBufferPointer { eta in
                    for i in eta.indices { eta[i] += weight * numbers[i] }
                }
            }
        }
        return etas
    }
}
