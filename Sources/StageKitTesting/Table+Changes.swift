import StageKit

/// What becomes of a value.
enum ValueChange {
    /// It stays.
    case kept
    /// It is taken away.
    case missing
    /// A number becomes ±1e300, a category the first or last level.
    case huge(sign: Bool)
    /// A number becomes another one of no resemblance, a category the next level.
    case poisoned
}

extension Table {
    /// The table without some columns.
    func keeping(_ isKept: (Column) -> Bool) -> Table {
        Table(columns: columns.filter(isKept), rowCount: rowCount, origins: origins)
    }

    /// The table with other values in a column.
    func changing(_ name: String, _ change: (Int) -> ValueChange) -> Table {
        Table(
            columns: columns.map { $0.name == name ? $0.changing(change) : $0 }, rowCount: rowCount, origins: origins)
    }

    /// The table with poison in every feature and target of some rows.
    func poisoned(_ rows: [Int]) -> Table {
        let rows = Set(rows)
        let columns = columns.map { column in
            column.role == .feature || column.role == .target
                ? column.changing { rows.contains($0) ? .poisoned : .kept } : column
        }
        return Table(columns: columns, rowCount: rowCount, origins: origins)
    }
}

extension Column {
    func changing(_ change: (Int) -> ValueChange) -> Column {
        let changed: ColumnValues =
            switch values {
            case .numeric(let numbers): .numeric(numbers.enumerated().map { Column.number($1, change($0)) })
            case .categorical(let codes, let levels):
                .categorical(
                    codes: codes.enumerated().map { Column.code($1, change($0), levels.count) }, levels: levels)
            }
        return Column(name: name, role: role, values: changed, source: source, holdsCounts: holdsCounts)
    }

    private static func number(_ value: Double, _ change: ValueChange) -> Double {
        switch change {
        case .kept: value
        case .missing: .nan
        case .huge(let sign): sign ? 1e300 : -1e300
        case .poisoned: value.isNaN ? value : 1e4 - 1e3 * value
        }
    }

    private static func code(_ value: Int32, _ change: ValueChange, _ count: Int) -> Int32 {
        switch change {
        case .kept: value
        case .missing: -1
        case .huge(let sign): count == 0 ? -1 : (sign ? 0 : Int32(count - 1))
        case .poisoned: value < 0 ? value : (value + 1) % Int32(count)
        }
    }
}
