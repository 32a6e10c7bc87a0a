public import SparseGLM

extension RegressionRows {
    /// All rows, none held out, as `crossValidatePath` takes them over the stored numbers `x.base`.
    public var wholeProblem: FoldProblem {
        FoldProblem(training: Array(0..<y.count), heldOut: [], means: x.means, scales: x.scales)
    }

    /// A fold as `crossValidatePath` takes it over the stored numbers `x.base`: a list of rows and two numbers a column.
    ///
    /// A fold is these rows seen through what earlier stages fitted on its training part. Where that comes to one
    /// subtraction and one division for each column, whatever the stages are, no fold copies the data.
    ///
    /// - Parameters:
    ///   - fold: The rows.
    ///   - input: What the stage would have been given in the fold.
    ///   - table: The stage's own table.
    /// - Returns: `nil` where the fold differs in more than its rows and an affine operation for each of the features
    ///   that these rows have.
    /// - Complexity: O(n + p).
    public func problem(of fold: FoldPlan.Fold, _ input: FoldInput, in table: Table) -> FoldProblem? {
        guard isAffine, let view = view(of: fold, input) else { return nil }
        for role in [ColumnRole.target, .weight, .offset] {
            let parts = (input.training.columns(role), input.heldOut.columns(role))
            let own = table.columns(role)
            guard own.count == parts.0.count, own.count == parts.1.count else { return nil }
            for (own, (inside, outside)) in zip(own, zip(parts.0, parts.1)) {
                guard [inside, outside].allSatisfy({ $0.content.steps == own.content.steps }),
                    Self.has(inside, fold.training, of: own), Self.has(outside, fold.heldOut, of: own)
                else { return nil }
            }
        }
        return FoldProblem(
            training: fold.training, heldOut: fold.heldOut, means: view.map(\.center), scales: view.map(\.scale))
    }

    /// The rows that a fold holds out, as its training part sees them.
    ///
    /// - Parameter fold: A fold of these rows.
    /// - Complexity: O(held out · p).
    public func heldOut(of fold: FoldProblem) -> RegressionRows {
        let rows = fold.heldOut
        return RegressionRows(
            names: names,
            x: StandardizedView(
                x.base.keepingRows(rows), means: fold.means ?? x.means.map { _ in 0 },
                scales: fold.scales ?? x.scales.map { _ in 1 }),
            y: rows.map { y[$0] }, classes: classes, weights: weights.map { all in rows.map { all[$0] } },
            offset: offset.map { all in rows.map { all[$0] } }, columns: [], isAffine: false)
    }

    /// What a fold does to each stored column.
    private func view(of fold: FoldPlan.Fold, _ input: FoldInput) -> [(center: Double, scale: Double)]? {
        guard let training = input.training.features(named: names),
            let heldOut = input.heldOut.features(named: names)
        else { return nil }
        var view: [(center: Double, scale: Double)] = []
        var known: [(inside: RowSelection?, outside: RowSelection?, own: RowSelection?)] = []
        for (own, (inside, outside)) in zip(columns, zip(training, heldOut)) {
            let rows = (inside.content.rows, outside.content.rows, own.content.rows)
            guard let affine = inside.content.affine, outside.content.steps == inside.content.steps,
                inside.content.stored === own.content.stored, outside.content.stored === own.content.stored
            else { return nil }
            // All columns of a table share their rows as a rule, so that they are compared once.
            if !known.contains(where: { $0.inside === rows.0 && $0.outside === rows.1 && $0.own === rows.2 }) {
                guard Self.has(inside, fold.training, of: own), Self.has(outside, fold.heldOut, of: own) else {
                    return nil
                }
                known.append(rows)
            }
            view.append(affine)
        }
        return view
    }

    /// Whether a column holds the same stored values as another one, on some of its rows.
    private static func has(_ part: Column, _ rows: [Int], of whole: Column) -> Bool {
        guard part.content.stored === whole.content.stored else { return false }
        let expected = whole.content.rows.map { all in rows.map { all.indices[$0] } } ?? rows
        return part.content.rows.map { $0.indices == expected } ?? (expected == Array(0..<part.count))
    }
}

extension Table {
    /// The features of given names, in their order; `nil` where one is not there.
    fileprivate func features(named names: [String]) -> [Column]? {
        let features = features
        if features.map(\.name) == names { return features }
        let byName = Dictionary(features.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let found = names.compactMap { byName[$0] }
        return found.count == names.count ? found : nil
    }
}
