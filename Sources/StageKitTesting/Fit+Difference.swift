import StageKit

extension Fit {
    /// How two fits differ beyond rounding, or `nil`.
    ///
    /// Facts are texts for people and are not compared, nor is what only the stage itself can read.
    func difference(from other: Fit, relativeTolerance: Double) -> String? {
        guard operations.map(\.shape) == other.operations.map(\.shape) else { return "the operations are others" }
        for (a, b) in zip(operations, other.operations) where !near(a.numbers, b.numbers, relativeTolerance) {
            return "operation '\(a.name)' on '\(a.inputs.joined(separator: " "))' has other numbers"
        }
        guard dropped.map(\.name) == other.dropped.map(\.name) else { return "other columns are dropped" }
        guard selection?.features == other.selection?.features else { return "other features are selected" }
        guard model?.features == other.model?.features else { return "the model has other features" }
        if let a = model, let b = other.model,
            !near(a.intercepts + a.coefficients.joined(), b.intercepts + b.coefficients.joined(), relativeTolerance)
        {
            return "the model has other numbers"
        }
        return nil
    }

    /// Whether numbers agree relative to the largest of them.
    private func near(_ a: [Double], _ b: [Double], _ relativeTolerance: Double) -> Bool {
        guard a.count == b.count else { return false }
        let largest = (a + b).reduce(0) { max($0, abs($1)) }
        return zip(a, b).allSatisfy {
            $0.bitPattern == $1.bitPattern || abs($0 - $1) <= relativeTolerance * largest
        }
    }
}

extension ColumnOperation {
    /// Everything but the numbers.
    fileprivate var shape: [String] { [name] + outputs + [""] + inputs + [""] + texts }
}
