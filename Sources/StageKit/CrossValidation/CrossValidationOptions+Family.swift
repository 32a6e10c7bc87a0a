public import SparseGLM

extension CrossValidationOptions {
    /// Refuses a measure that the family does not have.
    ///
    /// - Parameter family: The family of the model that is scored.
    /// - Throws: ``StageFailure`` of kind `pipeline`, FS554, for `auc` and `error` of numbers and counts, for `mae` of
    ///   classes and for `auc` of more than two.
    public func checkMeasure(for family: Family) throws(StageFailure) {
        switch (measure, family) {
        case (.auc, .gaussian), (.auc, .poisson):
            throw mismatch(family, "a target of two classes", expected: "'deviance' or 'mae'")
        case (.error, .gaussian), (.error, .poisson):
            throw mismatch(family, "a target of classes", expected: "'deviance' or 'mae'")
        case (.mae, .binomial):
            throw mismatch(family, "a numeric target", expected: "'deviance', 'auc' or 'error'")
        case (.auc, .multinomial):
            throw mismatch(family, "a target of two classes", expected: "'deviance' or 'error'")
        case (.mae, .multinomial):
            throw mismatch(family, "a numeric target", expected: "'deviance' or 'error'")
        default: return
        }
    }

    private func mismatch(_ family: Family, _ needs: String, expected: String) -> StageFailure {
        StageFailure(
            .pipeline, code: "FS554",
            "<cv> has measure '\(measure.rawValue)', which is for \(needs), but the family is \(family.rawValue); "
                + "expected \(expected).",
            at: measureLocation)
    }
}
