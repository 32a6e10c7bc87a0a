import StageKit

extension Column {
    /// The column with the levels that occur and no others, in their order.
    var prunedLevels: Column {
        guard !isNumeric, case .categorical(let codes, let levels) = values else { return self }
        var occurs = [Bool](repeating: false, count: levels.count)
        for code in codes where code >= 0 { occurs[Int(code)] = true }
        if !occurs.contains(false) { return self }
        var places = [Int32](repeating: -1, count: levels.count)
        var kept: [String] = []
        for level in levels.indices where occurs[level] {
            places[level] = Int32(kept.count)
            kept.append(levels[level])
        }
        let moved = codes.map { $0 < 0 ? -1 : places[Int($0)] }
        return Column(name: name, role: role, values: .categorical(codes: moved, levels: kept), source: source)
    }

    /// Whether no two rows differ, missing values aside.
    ///
    /// - Complexity: O(1) where a few rows differ, O(rows) otherwise; O(stored numbers) for a sparse column.
    var isConstant: Bool {
        if let sparse = sparseNumbers {
            let first = sparse.rows.count < sparse.count ? sparse.background : sparse.values.first
            return sparse.values.allSatisfy { $0 == first }
        }
        return Self.isConstant(sample(32).values) && Self.isConstant(values)
    }

    private static func isConstant(_ values: ColumnValues) -> Bool {
        switch values {
        case .numeric(let numbers):
            let first = numbers.first { !$0.isNaN }
            return numbers.allSatisfy { $0.isNaN || $0 == first }
        case .categorical(let codes, _):
            let first = codes.first { $0 >= 0 }
            return codes.allSatisfy { $0 < 0 || $0 == first }
        }
    }
}
