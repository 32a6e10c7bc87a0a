import SparseGLM
import StageKit

extension CrossValidationOptions {
    /// Refuses a measure that the family has not.
    ///
    /// - Throws: ``StageFailure`` FS554.
    func checkMeasure(_ family: Family) throws(StageFailure) {
        switch (measure, family) {
        case (.auc, .gaussian), (.error, .gaussian):
            throw mismatch(family, "a target of two classes", expected: "'deviance' or 'mae'")
        case (.mae, .binomial):
            throw mismatch(family, "a numeric target", expected: "'deviance', 'auc' or 'error'")
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
