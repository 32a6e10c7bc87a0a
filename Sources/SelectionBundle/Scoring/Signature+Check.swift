package import StageKit

extension Signature {
    /// The rows as the model needs them: its columns, in its order, each of the right type.
    ///
    /// - Parameter rows: Rows as they were read; columns that the signature does not name are left out.
    /// - Throws: ``StageFailure`` of kind `data`, with the row's place: FS630 a column is absent, FS631 a column has
    ///   another type, FS632 a level is unknown, FS633 a value is missing.
    /// - Complexity: O(rows × inputs).
    package func checked(_ rows: Table) throws(StageFailure) -> Table {
        try requireColumns(rows.columns.map(\.name), file: rows.origins?.file)
        var byName: [String: Column] = [:]
        for column in rows.columns { byName[column.name] = column }
        var columns: [Column] = []
        for input in inputs {
            guard let column = byName[input.name] else { continue }
            let values = try input.values(of: column, in: rows)
            columns.append(Column(name: input.name, role: input.role, values: values))
        }
        return Table(columns: columns, rowCount: rows.rowCount, origins: rows.origins)
    }

    /// Refuses data that lack a column, before the others are read.
    ///
    /// - Parameters:
    ///   - names: The columns that the data have.
    ///   - file: Where the data are from; nil where they were made in a program.
    /// - Throws: ``StageFailure`` of kind `data` (FS630) at the first column that is absent.
    package func requireColumns(_ names: [String], file: String?) throws(StageFailure) {
        let present = Set(names)
        guard let absent = inputs.first(where: { !present.contains($0.name) })?.name else { return }
        let needed = Set(inputs.map(\.name))
        let near = nearestName(to: absent, among: names.filter { !needed.contains($0) })
        throw StageFailure(
            .data, code: "FS630", "The model needs the column '\(absent)', which the data do not have.",
            at: file.map { SourceLocation(file: $0, line: 1) },
            suggestion: near.map { "is it called '\($0)' there?" })
    }
}

extension Signature.Input {
    fileprivate func values(of column: Column, in rows: Table) throws(StageFailure) -> ColumnValues {
        if missing == .error, let row = column.firstMissing {
            throw StageFailure(
                .data, code: "FS633", "Column '\(name)' has no value in this row, and the model needs one.",
                at: rows.location(ofRow: row))
        }
        switch (type, column.values) {
        case (.numeric, .numeric(let numbers)): return .numeric(numbers)
        case (.categorical(let known), .categorical(let codes, let levels)):
            try refuseUnknown(codes, levels, known: Set(known), in: rows)
            return column.values
        case (.numeric, .categorical(let codes, _)) where codes.allSatisfy({ $0 < 0 }):
            return .numeric([Double](repeating: .nan, count: codes.count))
        case (.categorical(let known), .numeric(let numbers)) where numbers.allSatisfy(\.isNaN):
            return .categorical(codes: [Int32](repeating: -1, count: numbers.count), levels: known)
        default: throw mismatch(column, in: rows)
        }
    }

    private func refuseUnknown(
        _ codes: [Int32], _ levels: [String], known: Set<String>, in rows: Table
    ) throws(StageFailure) {
        guard unknownLevels == .error else { return }
        let isKnown = levels.map(known.contains)
        guard let row = codes.firstIndex(where: { $0 >= 0 && !isKnown[Int($0)] }) else { return }
        throw StageFailure(
            .data, code: "FS632",
            "Column '\(name)' has the level '\(levels[Int(codes[row])])', which the model does not know.",
            at: rows.location(ofRow: row))
    }

    private func mismatch(_ column: Column, in rows: Table) -> StageFailure {
        let found = column.numbers == nil ? "categorical" : "numeric"
        // For a number that is needed, the first cell that is none is the culprit.
        let row = column.texts.firstIndex { text in type.name == "numeric" ? Double(text) == nil : !text.isEmpty }
        let cell = row.map { ", such as '\(column.texts[$0])'" } ?? ""
        return StageFailure(
            .data, code: "FS631",
            "Column '\(name)' is \(found) in the data\(cell), and \(type.name) in the model's signature.",
            at: row.flatMap { rows.location(ofRow: $0) })
    }
}
