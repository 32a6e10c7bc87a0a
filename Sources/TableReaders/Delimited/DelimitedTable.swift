public import StageKit

/// What a delimited file holds: its kept columns with their types, before anything is dropped.
public struct DelimitedTable: Sendable {
    /// A kept column.
    public struct Column: Sendable {
        /// The column's name.
        public let name: String
        /// The place of the column in the file, from 0.
        public let place: Int
        /// Its values.
        public let values: ColumnValues
        /// How many of its cells are missing.
        public let missingCount: Int
        /// The first missing cell.
        public let firstMissing: TextPosition?
    }

    /// The column names.
    public let header: DelimitedHeader
    /// The kept columns, in the order of the file.
    public let columns: [Column]
    /// The line on which each row begins, from 1.
    public let lines: [Int]

    /// The number of rows, at least 1.
    public var rowCount: Int { lines.count }
}
