import SparseGLM
import Synchronization

/// Typed columns with roles, immutable: what passes from stage to stage.
public struct Table: Sendable, Hashable {
    /// The number of rows.
    public let rowCount: Int
    /// The columns, in order.
    public let columns: [Column]
    /// Where the rows came from; `nil` where they were made in a program.
    public let origins: RowOrigins?

    /// Creates a table.
    ///
    /// - Parameters:
    ///   - columns: Columns of equal length.
    ///   - rowCount: The number of rows; taken from the first column where it is not given.
    ///   - origins: Where the rows came from.
    /// - Precondition: every column and the origins have `rowCount` rows.
    public init(columns: [Column], rowCount: Int? = nil, origins: RowOrigins? = nil) {
        self.rowCount = rowCount ?? columns.first?.count ?? 0
        self.columns = columns
        self.origins = origins
        if let origins {
            precondition(
                origins.count == self.rowCount,
                "Table: origins of \(origins.count) rows, the table \(self.rowCount)")
        }
        for column in columns {
            precondition(
                column.count == self.rowCount,
                "Table: column '\(column.name)' has \(column.count) rows, the table \(self.rowCount)")
        }
    }

    /// The column of a name.
    ///
    /// - Parameter name: The column's name.
    /// - Complexity: O(columns).
    public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    /// The columns of a role, in order.
    ///
    /// - Parameter role: The role.
    public func columns(_ role: ColumnRole) -> [Column] { columns.filter { $0.role == role } }

    /// The predictors, in order.
    public var features: [Column] { columns(.feature) }

    /// The table on some of its rows, in the given order.
    ///
    /// - Parameter rows: Row indices, from 0; repetition is allowed.
    /// - Complexity: O(rows + columns); the values are shared, not copied.
    public func rows(_ rows: [Int]) -> Table {
        var choice = RowChoice(rows)
        return Table(
            columns: columns.map { $0.selecting(choice.selection(from: $0.content.rows)) }, rowCount: rows.count,
            origins: origins?.selecting(&choice))
    }

    /// Two tables with some of the rows each, whose values are stored on their own.
    ///
    /// Columns are let go one by one as they are divided, so that no more than one of them for each worker is held twice,
    /// provided that nobody else holds the table.
    ///
    /// - Parameters:
    ///   - first: Row indices, from 0.
    ///   - second: Row indices, from 0.
    ///   - workers: How many columns may be divided at once, from 1; no result depends on it.
    /// - Complexity: O(rows × columns).
    public consuming func divided(_ first: [Int], _ second: [Int], workers: Int = 1) -> (Table, Table) {
        var (firstChoice, secondChoice) = (RowChoice(first), RowChoice(second))
        let origins = (origins?.selecting(&firstChoice), origins?.selecting(&secondChoice))
        let choices = columns.map { column in
            let rows = column.content.rows
            return (firstChoice.selection(from: rows), secondChoice.selection(from: rows))
        }
        let rest = Mutex(columns.map(Optional.some))
        // From here on the columns are held by `rest` alone.
        self = Table(columns: [])
        let parts = Mutex([(Column, Column)?](repeating: nil, count: choices.count))
        perform(choices.count, workers: workers) { place in
            guard let column = rest.withLock({ $0[place].take() }) else { return }
            let part = (column.stored(on: choices[place].0), column.stored(on: choices[place].1))
            parts.withLock { $0[place] = part }
        }
        let divided = parts.withLock { $0.compactMap(\.self) }
        return (
            Table(columns: divided.map(\.0), rowCount: first.count, origins: origins.0),
            Table(columns: divided.map(\.1), rowCount: second.count, origins: origins.1)
        )
    }

    /// Whether two tables are views of the same stored values, column by column, so that they are equal without a look.
    package func isSameStorage(as other: Table) -> Bool {
        rowCount == other.rowCount && columns.count == other.columns.count
            && zip(columns, other.columns).allSatisfy { a, b in
                a.content.stored === b.content.stored && a.content.rows === b.content.rows
                    && a.content.steps == b.content.steps && a.name == b.name && a.role == b.role
            }
    }

    /// Where a row began in its file, if it came from one.
    ///
    /// - Parameter row: The row, from 0.
    public func location(ofRow row: Int) -> SourceLocation? {
        origins?.location(ofRow: row)
    }

    /// The number that names a row for random numbers and hashes, whatever other rows are there.
    ///
    /// - Parameter row: The row, from 0.
    public func number(ofRow row: Int) -> Int { origins?.number(ofRow: row) ?? row }
}
