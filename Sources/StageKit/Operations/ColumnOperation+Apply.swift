extension Table {
    /// The table after some operations, in order.
    ///
    /// - Parameter operations: Operations whose inputs are there.
    /// - Returns: A table with the same rows.
    /// - Throws: ``StageFailure`` of kind `data`: an input is absent (FS512) or of the wrong type (FS513), a value is
    ///   missing where one is required (FS514), a level is unknown (FS515), an output's name is taken (FS516), a result
    ///   is not finite (FS517).
    ///   Of kind `plugin`, FS518, where a stage computes one itself: ``transformed(by:)`` takes those too.
    /// - Complexity: O(operations × rows).
    public func applying(_ operations: [ColumnOperation]) throws(StageFailure) -> Table {
        guard !operations.isEmpty else { return self }
        var workspace = OperationWorkspace(self)
        for operation in operations { try workspace.apply(operation) }
        return workspace.table
    }

    /// The table after some operations, in order, those among them that stages compute themselves.
    ///
    /// - Parameter operations: Operations whose inputs are there.
    /// - Returns: A table with the same rows.
    /// - Throws: As ``applying(_:)``; ``StageFailure`` where a stage is not here (FS518), or does not give what it should (FS519);
    ///   what such a stage throws.
    /// - Complexity: O(operations × rows), and what stages take.
    public func transformed(by operations: [ColumnOperation]) async throws -> Table {
        guard !operations.isEmpty else { return self }
        var workspace = OperationWorkspace(self)
        for operation in operations {
            if case .computed(let computation) = operation {
                try workspace.place(try await computation.columns(of: workspace.table), of: computation)
            } else {
                try workspace.apply(operation)
            }
        }
        return workspace.table
    }
}

/// The columns while operations are applied: columns of one origin lie side by side, found by name in O(1).
struct OperationWorkspace {
    private var slots: [[Column]]
    private var slotOfName: [String: Int] = [:]
    private let original: Table
    /// The places of the levels that were looked up last: a feature of many levels has an indicator for each.
    private var lastLevels: (levels: [String], places: [String: Int32]) = ([], [:])

    init(_ table: Table) {
        original = table
        slots = table.columns.map { [$0] }
        slotOfName.reserveCapacity(slots.count)
        for (slot, column) in table.columns.enumerated() { slotOfName[column.name] = slot }
    }

    var table: Table {
        Table(columns: slots.flatMap(\.self), rowCount: original.rowCount, origins: original.origins)
    }

    mutating func apply(_ operation: ColumnOperation) throws(StageFailure) {
        switch operation {
        case .computed(let computation):
            throw computation.absence
        case .drop(let input):
            let place = try find(input, operation)
            slots[place.slot].remove(at: place.index)
            slotOfName[input] = nil
        case .rename(let input, let output):
            let column = try column(input, operation)
            try replace(
                input,
                by: [
                    Column(
                        name: output, role: column.role, content: column.content, source: column.source,
                        holdsCounts: column.holdsCounts)
                ])
        case .requirePresent(let input): try requirePresent(try column(input, operation))
        case .requireLevel(let input, let levels):
            let column = try column(input, operation)
            try requireLevel(column, try categories(column, operation), among: levels)
        case .imputeLevel(let input, let output, let level):
            let column = try column(input, operation)
            try write(imputing(level, in: column, operation), to: output, from: column)
        case .indicator(let input, let output, let level):
            let column = try column(input, operation)
            let code = places(of: try levels(of: column, operation))[level] ?? -2
            try write(column.content.indicating(code), to: output, from: column)
        case .lookup(let input, let output, let levels, let numbers):
            let column = try column(input, operation)
            let (codes, present) = try categories(column, operation)
            let table = present.map { level in levels.firstIndex(of: level).map { numbers[$0] } ?? .nan }
            try write(.numeric(codes.map { $0 < 0 ? .nan : table[Int($0)] }), to: output, from: column)
        case .linearCombination(let inputs, let output, let weights, let constant):
            try combine(inputs, weights, constant, output, operation)
        default:
            try applyNumeric(operation)
        }
    }

    private mutating func places(of levels: [String]) -> [String: Int32] {
        // Arrays of one storage are equal in O(1).
        if lastLevels.levels != levels {
            let places = levels.enumerated().map { ($1, Int32($0)) }
            lastLevels = (levels, Dictionary(places, uniquingKeysWith: { first, _ in first }))
        }
        return lastLevels.places
    }

    private mutating func applyNumeric(_ operation: ColumnOperation) throws(StageFailure) {
        guard let input = operation.inputs.first, let output = operation.outputs.first else { return }
        let column = try column(input, operation)
        if let step = operation.step, let content = column.content.appending(step) {
            return try write(content, to: output, from: column)
        }
        if case .impute = operation, column.content.range != nil {
            // Nothing is missing: what is stored stays shared, and sparse.
            return try write(column.content, to: output, from: column)
        }
        let numbers = try numbers(column, operation)
        let result = operation.numericResult(numbers)
        if let row = result.firstIndex(where: \.isInfinite) {
            throw beyondRange("\(operation.name)' on column '\(input)", "for \(shortest(numbers[row]))", row)
        }
        try write(.numeric(result), to: output, from: column)
    }

    private mutating func combine(
        _ inputs: [String], _ weights: [Double], _ constant: Double, _ output: String, _ operation: ColumnOperation
    ) throws(StageFailure) {
        var sum = [Double](repeating: constant, count: original.rowCount)
        var first: Column?
        for (input, weight) in zip(inputs, weights) {
            let column = try column(input, operation)
            first = first ?? column
            let values = try numbers(column, operation)
            for i in sum.indices {
                // Once infinite, a sum stays so: otherwise ∞ − ∞ would pass for a missing value.
                if !sum[i].isInfinite { sum[i] += weight * values[i] }
            }
        }
        guard let first else { return }
        if let row = sum.firstIndex(where: \.isInfinite) {
            throw beyondRange("\(operation.name)' for column '\(output)", "in this row", row)
        }
        try write(.numeric(sum), to: output, from: first)
    }

    private func beyondRange(_ operation: String, _ value: String, _ row: Int) -> StageFailure {
        StageFailure(
            .data, code: "FS517", "Operation '\(operation)' gives a number beyond the range of a double \(value).",
            at: original.location(ofRow: row))
    }

    // MARK: Finding and placing columns

    private func find(_ name: String, _ operation: ColumnOperation) throws(StageFailure) -> (slot: Int, index: Int) {
        guard let slot = slotOfName[name], let index = slots[slot].firstIndex(where: { $0.name == name }) else {
            throw StageFailure(
                .data, code: "FS512", "Operation '\(operation.name)' needs the column '\(name)', which is not there.")
        }
        return (slot, index)
    }

    private func column(_ name: String, _ operation: ColumnOperation) throws(StageFailure) -> Column {
        let place = try find(name, operation)
        return slots[place.slot][place.index]
    }

    private mutating func write(_ values: ColumnValues, to output: String, from column: Column) throws(StageFailure) {
        try write(ColumnContent(values), to: output, from: column)
    }

    private mutating func write(
        _ content: ColumnContent, to output: String, from column: Column
    ) throws(StageFailure) {
        let made = Column(name: output, role: column.role, content: content, source: column.source)
        if output == column.name {
            try replace(output, by: [made])
        } else {
            try replace(column.name, by: [column, made])
        }
    }

    /// Puts what a stage computed in the place of inputs of the same names, and the rest behind all columns.
    mutating func place(_ columns: [Column], of computation: StageComputation) throws(StageFailure) {
        for column in columns {
            if computation.inputs.contains(column.name) {
                try replace(column.name, by: [column])
            } else if slotOfName[column.name] == nil {
                slotOfName[column.name] = slots.count
                slots.append([column])
            } else {
                throw StageFailure(
                    .data, code: "FS516",
                    "Stage <\(computation.stage)> cannot give a column '\(column.name)', since there is one of that name."
                )
            }
        }
    }

    private mutating func replace(_ name: String, by columns: [Column]) throws(StageFailure) {
        guard let slot = slotOfName[name], let index = slots[slot].firstIndex(where: { $0.name == name }) else {
            return
        }
        if columns.count == 1, columns[0].name == name {
            slots[slot][index] = columns[0]
            return
        }
        for column in columns where column.name != name && slotOfName[column.name] != nil {
            throw StageFailure(
                .data, code: "FS516",
                "Column '\(name)' cannot give a column '\(column.name)', since there is one of that name.")
        }
        // A made column goes behind those made earlier from the same one, so that levels keep their order.
        slotOfName[name] = nil
        slots[slot][index] = columns[0]
        slots[slot].append(contentsOf: columns.dropFirst())
        for column in columns { slotOfName[column.name] = slot }
    }

    // MARK: Types and checks

    private func numbers(_ column: Column, _ operation: ColumnOperation) throws(StageFailure) -> [Double] {
        guard let numbers = column.numbers else {
            throw StageFailure(
                .data, code: "FS513",
                "Operation '\(operation.name)' needs numbers, but column '\(column.name)' is categorical.")
        }
        return numbers
    }

    private func categories(
        _ column: Column, _ operation: ColumnOperation
    ) throws(StageFailure) -> (codes: [Int32], levels: [String]) {
        guard case .categorical(let codes, let levels) = column.values else {
            throw notCategorical(column, operation)
        }
        return (codes, levels)
    }

    /// The levels, without a look at the rows.
    private func levels(of column: Column, _ operation: ColumnOperation) throws(StageFailure) -> [String] {
        guard case .categories(_, let levels) = column.content.stored.storage else {
            throw notCategorical(column, operation)
        }
        return levels
    }

    private func notCategorical(_ column: Column, _ operation: ColumnOperation) -> StageFailure {
        StageFailure(
            .data, code: "FS513",
            "Operation '\(operation.name)' needs categories, but column '\(column.name)' is numeric.")
    }

    private func requirePresent(_ column: Column) throws(StageFailure) {
        guard let row = column.firstMissing else { return }
        throw StageFailure(
            .data, code: "FS514", "Column '\(column.name)' has no value in this row, and one is required.",
            at: original.location(ofRow: row))
    }

    private func requireLevel(
        _ column: Column, _ found: (codes: [Int32], levels: [String]), among known: [String]
    ) throws(StageFailure) {
        let (codes, levels) = found
        let isKnown = levels.map(Set(known).contains)
        guard let row = codes.firstIndex(where: { $0 >= 0 && !isKnown[Int($0)] }) else { return }
        throw StageFailure(
            .data, code: "FS515",
            "Column '\(column.name)' has the level '\(levels[Int(codes[row])])', which was not there in training.",
            at: original.location(ofRow: row))
    }

    private func imputing(
        _ level: String, in column: Column, _ operation: ColumnOperation
    ) throws(StageFailure) -> ColumnValues {
        var (codes, levels) = try categories(column, operation)
        var code = levels.firstIndex(of: level)
        if code == nil {
            levels.append(level)
            code = levels.count - 1
        }
        for i in codes.indices where codes[i] < 0 { codes[i] = Int32(code ?? 0) }
        return .categorical(codes: codes, levels: levels)
    }
}
