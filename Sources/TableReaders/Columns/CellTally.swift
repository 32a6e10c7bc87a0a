import StageKit

/// How many cells of a column are of some kind, and the first of them.
struct CellTally {
    /// A cell.
    struct Cell {
        /// The file, by its number among those that are read.
        let file: Int
        /// Where it stands in the file.
        let position: TextPosition
        /// What it says.
        let text: String

        init(file: Int = 0, position: TextPosition, text: String) {
            self.file = file
            self.position = position
            self.text = text
        }

        /// The place with its file, given the files that are read.
        func location(_ files: [String], length: Int = 1) -> SourceLocation {
            SourceLocation(file: files[file], line: position.line, column: position.column, length: length)
        }
    }

    private(set) var count = 0
    private(set) var first: Cell?

    /// Counts a cell; `cell` is asked for only once.
    mutating func add(_ cell: @autoclosure () -> Cell) {
        if count == 0 { first = cell() }
        count += 1
    }

    /// Counts cells whose first was counted already.
    mutating func add(count: Int) { self.count += count }
}
