/// The first records of a text, which all have the same number of fields.
struct RecordBatch {
    /// Where their fields lie.
    let fields: FieldTable
    /// How many records there are.
    let count: Int
    /// The number of fields of each record.
    let width: Int
    /// The file, by its number among those that are read.
    let file: Int
    /// The line of the text's first byte.
    let firstLine: Int
    /// In some records, a field whose place is known.
    private var marks: [Int: (offset: Int, position: TextPosition)] = [:]

    init(fields: FieldTable, count: Int, width: Int, file: Int, firstLine: Int) {
        self.fields = fields
        self.count = count
        self.width = width
        self.file = file
        self.firstLine = firstLine
    }

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
