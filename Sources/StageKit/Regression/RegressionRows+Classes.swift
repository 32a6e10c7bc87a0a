extension RegressionRows {
    /// Refuses a training part that lacks a class, of which no model could say anything.
    ///
    /// A numeric target passes.
    ///
    /// - Parameter location: Where the folds are asked for.
    /// - Throws: ``StageFailure`` of kind `data`, FS552, where a class has no row with a weight above 0.
    public func requireEveryClass(at location: SourceLocation?) throws(StageFailure) {
        guard let classes else { return }
        try requireAll(of: classes, in: y, weights: weights, at: location)
    }
}

extension Table {
    /// Refuses a training part that lacks a class, of which no model could say anything.
    ///
    /// A table with a numeric target, or none, passes.
    ///
    /// - Parameter location: Where the folds are asked for.
    /// - Throws: ``StageFailure`` of kind `data`, FS552, where a class has no row with a weight above 0.
    public func requireEveryClass(at location: SourceLocation?) throws(StageFailure) {
        guard let target, let classes = target.classes else { return }
        try requireAll(of: classes, in: target.values, weights: weights, at: location)
    }
}

private func requireAll(
    of classes: [String], in places: [Double], weights: [Double]?, at location: SourceLocation?
) throws(StageFailure) {
    var occurs = [Bool](repeating: false, count: classes.count)
    for row in places.indices where weights.map({ $0[row] > 0 }) ?? true {
        if !places[row].isNaN { occurs[Int(places[row])] = true }
    }
    guard let absent = occurs.firstIndex(of: false), occurs.contains(true) else { return }
    let found =
        classes.count == 2
        ? "All \(places.count) training rows are of class '\(classes[1 - absent])', expected both classes"
        : "None of the \(places.count) training rows is of class '\(classes[absent])', expected rows of all "
            + "\(classes.count) classes"
    throw StageFailure(
        .data, code: "FS552", "\(found): fewer folds or split=\"stratified\" help.", at: location)
}
