extension RegressionRows {
    /// Refuses a training part of a single class, to which no model of two classes can be fitted.
    ///
    /// A numeric target passes.
    ///
    /// - Parameter location: Where the folds are asked for.
    /// - Throws: ``StageFailure`` of kind `data`, FS552, where all rows with a weight above 0 have the same class.
    public func requireBothClasses(at location: SourceLocation?) throws(StageFailure) {
        guard let onlyClass else { return }
        throw StageFailure(
            .data, code: "FS552",
            "All \(y.count) training rows are of class '\(onlyClass)', expected both classes: fewer folds or "
                + "split=\"stratified\" help.",
            at: location)
    }

    /// The class that all rows with a weight have, where they have but one.
    private var onlyClass: String? {
        guard let classes else { return nil }
        var found: Double?
        for row in y.indices where weights.map({ $0[row] > 0 }) ?? true {
            if let found, found != y[row] { return nil }
            found = y[row]
        }
        return found.map { classes[Int($0)] }
    }
}
