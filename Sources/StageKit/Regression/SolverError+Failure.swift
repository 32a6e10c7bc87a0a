public import SparseGLM

extension SolverError {
    /// The error as a stage reports it: a cancelled solve is a cancelled stage, the rest a failure FS565.
    ///
    /// - Parameters:
    ///   - names: The features by column, for the sentence.
    ///   - location: Where the stage stands.
    /// - Returns: `CancellationError`, or a ``StageFailure`` of kind `data`.
    public func asStageError(names: [String], at location: SourceLocation?) -> any Error {
        if case .cancelled = self { return CancellationError() }
        return StageFailure(.data, code: "FS565", "The regression cannot be fitted: \(sentence(names))", at: location)
    }

    private func sentence(_ names: [String]) -> String {
        guard case .rankDeficient(let column, _, let count) = self, names.indices.contains(column) else {
            return description
        }
        return "feature '\(names[column])' is a linear combination of the others on \(count) rows, so coefficients "
            + "without a penalty are not unique."
    }
}
