/// The rows of a block: its first records, which all have the same number of fields.
///
/// What is asked for again and again is taken from the block once.
struct RecordBatch {
    /// Where their fields lie.
    let fields: FieldTable
    /// The text in which they lie.
    let text: UnsafeBufferPointer<UInt8>
    /// How many records there are.
    let count: Int
    /// How many cells of each column that was read as numbers are none.
    let others: [UInt32]
    private let numbers: TextBlock.Numbers
    /// The number of fields of each record.
    let width: Int
    /// The file, by its number among those that are read.
    let file: Int
    /// The line of the text's first byte.
    let firstLine: Int
    /// In some records, a field whose place is known.
    private var marks: [Int: (offset: Int, position: TextPosition)] = [:]

    /// - Precondition: The block is not changed as long as the batch is in use.
    init(_ block: TextBlock, width: Int, firstLine: Int) {
        fields = block.fields
        text = block.body
        count = block.rowCount
        others = block.others
        numbers = block.numbers
        file = block.file
        self.width = width
        self.firstLine = firstLine
    }

    /// The numbers of a column that was read, NaN where a cell is none.
    func numbers(_ column: Int) -> UnsafeBufferPointer<Double> { numbers.column(column, count: count) }

    /// The index of a field.
    func field(_ column: Int, _ row: Int) -> Int { row * width + column }

    /// The bytes of a field, without the blanks around it where it is not quoted.
    func trimmed(_ column: Int, _ row: Int, in bytes: Span<UInt8>) -> Range<Int> {
        fields.trimmed(field(column, row), in: bytes)
    }

    /// The line on which a record begins.
    func line(_ row: Int) -> Int { firstLine - 1 + fields.record(row).line }

    /// A field with its place, for a message.
    ///
    /// - Complexity: O(record) for all fields of a record together, as long as they are asked for from left to right.
    mutating func cell(_ column: Int, _ row: Int, in bytes: Span<UInt8>) -> CellTally.Cell {
        let (field, record) = (field(column, row), fields.record(row))
        let begin = (offset: record.offset, position: TextPosition(line: line(row), column: 1))
        var mark = marks[row] ?? begin
        let start = fields.outerStart(field, in: bytes)
        if start < mark.offset { mark = begin }
        mark = (start, mark.position.advanced(over: mark.offset..<start, in: bytes))
        marks[row] = mark
        return CellTally.Cell(file: file, position: mark.position, text: fields.text(field, in: bytes))
    }
}
