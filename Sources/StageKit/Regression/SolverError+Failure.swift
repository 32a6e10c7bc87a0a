public import SparseGLM

extension SolverError {
    /// The error as a stage reports it: a cancelled solve is a cancelled stage, the rest a failure FS565.
    ///
    /// - Parameters:
    ///   - names: The features by column, for the sentence.
    ///   - classes: The classes by number, for the sentence; `nil` for a numeric target.
    ///   - location: Where the stage stands.
    /// - Returns: `CancellationError`, or a ``StageFailure`` of kind `data`.
    public func asStageError(
        names: [String], classes: [String]? = nil, at location: SourceLocation?
    ) -> any Error {
        if case .cancelled = self { return CancellationError() }
        return StageFailure(
            .data, code: "FS565", "The regression cannot be fitted: \(sentence(names, classes ?? []))", at: location)
    }

    private func sentence(_ names: [String], _ classes: [String]) -> String {
        switch self {
        case .rankDeficient(let column, _, let count) where names.indices.contains(column):
            "feature '\(names[column])' is a linear combination of the others on \(count) rows, so coefficients "
                + "without a penalty are not unique."
        case .singleClass(let value, let count) where classes.count == 2:
            "all \(count) rows are of class '\(classes[value == 0 ? 0 : 1])', expected both classes."
        case .emptyClass(let number, _, let count) where classes.indices.contains(number):
            "class '\(classes[number])' has none of the \(count) rows, expected one at least."
        default: description
        }
    }
}
