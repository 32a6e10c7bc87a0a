/// Where rows came from: for messages, and to key random numbers and hashes to a row rather than to its place.
public struct RowOrigins: Sendable, Hashable {
    /// The file.
    public let file: String
    /// The line on which each row begins, from 1.
    public let lines: [Int]
    /// The number of each row among the loaded ones, from 0.
    public let numbers: [Int]

    /// Creates the origins of n rows.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - lines: The line on which each row begins, n values from 1.
    ///   - numbers: The number of each row among the loaded ones, n values from 0.
    public init(file: String, lines: [Int], numbers: [Int]) {
        self.file = file
        self.lines = lines
        self.numbers = numbers
    }
}

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
                origins.lines.count == self.rowCount && origins.numbers.count == self.rowCount,
                "Table: origins of \(origins.lines.count) and \(origins.numbers.count) rows, the table \(self.rowCount)"
            )
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
    /// - Complexity: O(rows × columns).
    public func rows(_ rows: [Int]) -> Table {
        Table(
            columns: columns.map { $0.rows(rows) }, rowCount: rows.count,
            origins: origins.map { origins in
                RowOrigins(
                    file: origins.file, lines: rows.map { origins.lines[$0] }, numbers: rows.map { origins.numbers[$0] }
                )
            })
    }

    /// Where a row began in its file, if it came from one.
    ///
    /// - Parameter row: The row, from 0.
    public func location(ofRow row: Int) -> SourceLocation? {
        origins.map { SourceLocation(file: $0.file, line: $0.lines[row]) }
    }

    /// The number that names a row for random numbers and hashes, whatever other rows are there.
    ///
    /// - Parameter row: The row, from 0.
    public func number(ofRow row: Int) -> Int { origins?.numbers[row] ?? row }
}
