import SparseGLM

extension Table {
    /// How these rows are dealt under a split.
    ///
    /// - Parameters:
    ///   - split: The split.
    ///   - options: Where it was asked for.
    /// - Throws: ``StageFailure`` of kind `data`: FS551 for a column that is absent or incomplete, FS550 for a class with
    ///   fewer rows than folds.
    func foldMethod(_ split: FoldSplit, _ options: CrossValidationOptions) throws(StageFailure) -> FoldMethod {
        switch split {
        case .random: return .random
        case .stratified: return .stratified(classes: try strata(options))
        case .group: return .group(ids: try texts(of: .group, split, options))
        case .hash: return .hash(keys: columns(.id).first?.texts ?? (0..<rowCount).map { String(number(ofRow: $0)) })
        case .time: return .time((0..<rowCount).map { Double(number(ofRow: $0)) })
        case .column: return .given(numbered(try texts(of: .fold, split, options)))
        }
    }

    private func strata(_ options: CrossValidationOptions) throws(StageFailure) -> [Int] {
        guard let target, let classes = target.classes else {
            throw StageFailure(
                .data, code: "FS551", "The split is 'stratified', but the target holds numbers; expected classes.",
                at: options.splitLocation)
        }
        let places = target.values.map { $0.isNaN ? -1 : Int($0) }
        for (place, label) in classes.enumerated() {
            let count = places.count { $0 == place }
            if count > 0 && count < options.foldCount {
                throw StageFailure(
                    .data, code: "FS550",
                    "Class '\(label)' has \(count) rows, expected at least one for each of the \(options.foldCount) "
                        + "folds.",
                    at: options.foldsLocation)
            }
        }
        return places
    }

    private func texts(
        of role: ColumnRole, _ split: FoldSplit, _ options: CrossValidationOptions
    ) throws(StageFailure) -> [String] {
        guard let column = columns(role).first else {
            throw StageFailure(
                .data, code: "FS551",
                "The split is '\(split.rawValue)', but no column has the role '\(role.rawValue)'.",
                at: options.splitLocation)
        }
        if let row = column.firstMissing {
            throw StageFailure(
                .data, code: "FS551",
                "Column '\(column.name)' has no value in row \(number(ofRow: row) + 1), expected the row's "
                    + "\(role.rawValue).",
                at: location(ofRow: row))
        }
        return column.texts
    }

    /// Texts by their rank among the different ones, so that the folds do not depend on which row comes first.
    private func numbered(_ texts: [String]) -> [Int] {
        var ranks: [String: Int] = [:]
        for (rank, text) in Set(texts).sorted().enumerated() { ranks[text] = rank }
        return texts.map { ranks[$0, default: 0] }
    }
}
