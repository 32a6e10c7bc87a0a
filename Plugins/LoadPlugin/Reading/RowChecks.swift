import StageKit

/// Checks of loaded columns that no later stage could make with a place in the file.
struct RowChecks {
    /// The rows that are used.
    let table: Table

    /// Checks the weights and the features.
    ///
    /// - Parameter report: Takes warnings.
    /// - Throws: ``StageFailure`` of kind `data`: a negative weight, none above 0 or more than a double holds (FS459), no
    ///   feature that varies (FS455).
    func check(report: (Diagnostic) -> Void) throws(StageFailure) {
        try checkWeights()
        let features = table.features
        for feature in features { warn(feature).map(report) }
        if features.allSatisfy(\.isConstant) {
            throw StageFailure(
                .data, code: "FS455",
                "No feature varies over the \(table.rowCount) rows; expected at least one of the \(features.count) to vary.",
                at: table.origins.map { SourceLocation(file: $0.file, line: 1) })
        }
    }

    private func checkWeights() throws(StageFailure) {
        guard let column = table.columns(.weight).first, let weights = column.numbers else { return }
        if let row = weights.firstIndex(where: { $0 < 0 }) {
            throw StageFailure(
                .data, code: "FS459",
                "The weight '\(column.name)' is \(shortest(weights[row])) in this row; expected 0 or more.",
                at: table.location(ofRow: row))
        }
        if weights.allSatisfy({ $0 == 0 }) {
            throw StageFailure(
                .data, code: "FS459",
                "The weight '\(column.name)' is 0 in all \(weights.count) rows; expected it to be above 0 in some.",
                at: table.origins.map { SourceLocation(file: $0.file, line: 1) })
        }
        if !weights.reduce(0, +).isFinite {
            throw StageFailure(
                .data, code: "FS459",
                "The weights '\(column.name)' sum to more than the range of a double; expected smaller ones, of which only the "
                    + "ratios count.", at: table.origins.map { SourceLocation(file: $0.file, line: 1) })
        }
    }

    /// What is odd about a feature.
    private func warn(_ feature: Column) -> Diagnostic? {
        // Sparse numbers are all there.
        if feature.sparseNumbers != nil { return nil }
        // The first rows show of most columns of numbers that nothing is odd.
        if let first = feature.rows(Array(0..<min(3, feature.count))).numbers,
            !first.allSatisfy(\.isNaN), !countsRows(first)
        {
            return nil
        }
        return switch feature.values {
        case .numeric(let numbers) where numbers.allSatisfy(\.isNaN):
            warning(
                "FS471", "Column '\(feature.name)' has no value in any row; give it the role 'ignore' to leave it out.")
        case .numeric(let numbers) where numbers.count > 10 && countsRows(numbers):
            warning(
                "FS472",
                "Column '\(feature.name)' counts the rows, from \(shortest(numbers[0])) to \(shortest(numbers[numbers.count - 1])); "
                    + "if it only numbers them, give it the role 'id'.")
        case .categorical(let codes, let levels) where levels.count == codes.count && codes.count > 10:
            warning(
                "FS472",
                "Column '\(feature.name)' has a different text in each of the \(codes.count) rows; if it names the rows, "
                    + "give it the role 'id'.")
        default: nil
        }
    }

    /// Whether the numbers are 0, 1, 2, … or 1, 2, 3, … in the order of the rows.
    private func countsRows(_ numbers: [Double]) -> Bool {
        guard let first = numbers.first, first == 0 || first == 1 else { return false }
        return numbers.indices.allSatisfy { numbers[$0] == first + Double($0) }
    }

    private func warning(_ code: String, _ message: String) -> Diagnostic {
        Diagnostic(
            code: code, severity: .warning, message: message,
            location: table.origins.map { SourceLocation(file: $0.file, line: 1) })
    }
}
