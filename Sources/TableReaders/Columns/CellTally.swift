/// How many cells of a column are of some kind, and the first of them.
struct CellTally {
    /// A cell.
    struct Cell {
        let position: TextPosition
        let text: String
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
