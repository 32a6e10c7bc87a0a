public import StageKit

/// What a source holds: its kept columns with their types, before anything is dropped.
public struct SourceTable: Sendable {
    /// A kept column.
    public struct Column: Sendable {
        /// The place of the column in the source, from 0.
        public let place: Int
        /// The column under its name; its role is not known to a reader.
        public let content: StageKit.Column
        /// How many of its cells are missing.
        public let missingCount: Int
        /// The first missing cell.
        public let firstMissing: SourceLocation?

        /// The column's name.
        public var name: String { content.name }
        /// Its values; O(rows) for a sparse column.
        public var values: ColumnValues { content.values }

        init(place: Int, content: StageKit.Column, missingCount: Int = 0, firstMissing: SourceLocation? = nil) {
            self.place = place
            self.content = content
            self.missingCount = missingCount
            self.firstMissing = firstMissing
        }
    }

    /// The column names.
    public let header: TableHeader
    /// The kept columns, in the order of the source.
    public let columns: [Column]
    /// Where each row came from.
    public let origins: RowOrigins

    /// The number of rows, at least 1.
    public var rowCount: Int { origins.count }
}
