extension RegressionRows {
    /// Refuses a training part of a single class, to which no model of two classes can be fitted.
    ///
    /// A numeric target passes.
    ///
    /// - Parameter location: Where the folds are asked for.
    /// - Throws: ``StageFailure`` of kind `data`, FS552, where all rows with a weight above 0 have the same class.
    public func requireBothClasses(at location: SourceLocation?) throws(StageFailure) {
        guard let classes else { return }
        try requireSeveral(y, of: classes, weights: weights, at: location)
    }
}

extension Table {
    /// Refuses a training part of a single class, to which no model of two classes can be fitted.
    ///
    /// A table with a numeric target, or none, passes.
    ///
    /// - Parameter location: Where the folds are asked for.
    /// - Throws: ``StageFailure`` of kind `data`, FS552, where all rows with a weight above 0 have the same class.
    public func requireBothClasses(at location: SourceLocation?) throws(StageFailure) {
        guard let target, let classes = target.classes else { return }
        try requireSeveral(target.values, of: classes, weights: weights, at: location)
    }
}

private func requireSeveral(
    _ places: [Double], of classes: [String], weights: [Double]?, at location: SourceLocation?
) throws(StageFailure) {
    var found: Double?
    for row in places.indices where weights.map({ $0[row] > 0 }) ?? true {
        if let found, found != places[row] { return }
        found = places[row]
    }
    guard let found, classes.indices.contains(Int(found)) else { return }
    throw StageFailure(
        .data, code: "FS552",
        "All \(places.count) training rows are of class '\(classes[Int(found)])', expected both classes: fewer folds or "
            + "split=\"stratified\" help.",
        at: location)
}
