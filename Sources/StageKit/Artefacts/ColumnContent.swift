/// What a column holds: stored values, which of their rows, and arithmetic that is put off until someone looks.
///
/// The tables of folds differ in their rows and in what was fitted on these; the stored values are shared by all of
/// them, so that a fold costs its row numbers and not a copy of the data.
struct ColumnContent: Sendable {
    /// The values underneath.
    let stored: StoredValues
    /// Which of them, in order; `nil` for all.
    let rows: RowSelection?
    /// What is done to each number, in order; empty for a categorical column.
    let steps: [NumberStep]

    /// All stored values as they are.
    init(_ values: ColumnValues) {
        self.init(stored: StoredValues(values), rows: nil, steps: [])
    }

    /// All rows of a sparse matrix's column.
    init(_ sparse: SparseStorage) {
        self.init(stored: StoredValues(sparse), rows: nil, steps: [])
    }

    init(stored: StoredValues, rows: RowSelection?, steps: [NumberStep]) {
        self.stored = stored
        self.rows = rows
        self.steps = steps
    }

    var count: Int { rows?.indices.count ?? stored.count }

    /// The values as whoever looks sees them: O(1) for dense ones as they were stored, O(rows) otherwise.
    var values: ColumnValues {
        switch stored.storage {
        case .numbers, .sparse: .numeric(numbers ?? [])
        case .categories(let codes, let levels):
            .categorical(codes: rows.map { rows in rows.indices.map { codes[$0] } } ?? codes, levels: levels)
        }
    }

    /// The numbers of a numeric column; `nil` for a categorical one.
    var numbers: [Double]? {
        switch stored.storage {
        case .numbers(let all):
            var numbers = rows?.gather(all) ?? all
            for step in steps { step.apply(to: &numbers) }
            return numbers
        case .sparse: return sparseNumbers?.numbers
        case .categories: return nil
        }
    }

    /// The numbers of a column that is stored sparse; `nil` for any other.
    var sparseNumbers: SparseNumbers? {
        guard case .sparse(let sparse) = stored.storage else { return nil }
        return (rows.map(sparse.selecting) ?? sparse).numbers(after: steps)
    }

    /// Whether the value in a row is missing, in O(1).
    func isMissing(_ row: Int) -> Bool {
        let place = rows?.indices[row] ?? row
        switch stored.storage {
        case .numbers(let all): return steps.reduce(all[place]) { $1.applied(to: $0) }.isNaN
        case .sparse: return false
        case .categories(let codes, _): return codes[place] < 0
        }
    }

    /// The first row with a missing value; found without a look at the rows where every stored value is there.
    var firstMissing: Int? {
        if range != nil { return nil }
        return (0..<count).first(where: isMissing)
    }

    /// Bounds of the numbers, all finite; `nil` where one may be missing or infinite, and for a categorical column.
    var range: NumberRangeEnds? {
        guard let range = stored.range else { return nil }
        return steps.reduce(range) { range, step in range.flatMap { step.range(of: $0) } }
    }

    /// What the steps begin with on these rows, where only some numbers are stored.
    var rawSparseNumbers: SparseNumbers? {
        ColumnContent(stored: stored, rows: rows, steps: []).sparseNumbers
    }

    /// The same content with its rows stored on their own.
    func storedAnew() -> ColumnContent {
        guard case .sparse(let sparse) = stored.storage, let rows else { return ColumnContent(values) }
        // The steps stay put off: they may make 0 another number.
        return ColumnContent(stored: StoredValues(sparse.selecting(rows)), rows: nil, steps: steps)
    }

    /// The same content on some of its rows.
    func selecting(_ selection: RowSelection) -> ColumnContent {
        ColumnContent(stored: stored, rows: selection, steps: steps)
    }

    /// The content after one more step; `nil` where a number might leave the range of a double, so that the step has to
    /// be done and looked at.
    func appending(_ step: NumberStep) -> ColumnContent? {
        let next = ColumnContent(stored: stored, rows: rows, steps: steps + [step])
        return next.range == nil ? nil : next
    }
}

extension ColumnContent {
    /// 1 where a category is the one of a place among the levels, else 0; missing where it is missing.
    ///
    /// It is stored for all rows, once: what folds of one table make of a level is then the same for all of them.
    func indicating(_ code: Int32) -> ColumnContent {
        ColumnContent(stored: stored.indicator(of: code), rows: rows, steps: [])
    }
}
