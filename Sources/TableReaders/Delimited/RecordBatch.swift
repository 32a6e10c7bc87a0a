/// Some records that all have the same number of fields.
struct RecordBatch {
    /// Where their fields lie.
    let fields: FieldTable
    /// The first record that counts.
    let first: Int
    /// How many records count.
    let count: Int
    /// The number of fields of each record.
    let width: Int
    /// In some records, a field whose place is known.
    private var marks: [Int: (offset: Int, position: TextPosition)] = [:]

    init(fields: FieldTable, first: Int, count: Int, width: Int) {
        self.fields = fields
        self.first = first
        self.count = count
        self.width = width
    }

    /// The index of a field.
    func field(_ column: Int, _ row: Int) -> Int { (first + row) * width + column }

    /// The bytes of a field, without the blanks around it where it is not quoted.
    func trimmed(_ column: Int, _ row: Int, in bytes: Span<UInt8>) -> Range<Int> {
        fields.trimmed(field(column, row), in: bytes)
    }

    /// A field with its place, for a message.
    ///
    /// - Complexity: O(record) for all fields of a record together, as long as they are asked for from left to right.
    mutating func cell(_ column: Int, _ row: Int, in bytes: Span<UInt8>) -> CellTally.Cell {
        let (field, record) = (field(column, row), fields.records[first + row])
        var mark = marks[row] ?? (record.offset, TextPosition(line: record.line, column: 1))
        let start = fields.outerStart(field, in: bytes)
        if start < mark.offset { mark = (record.offset, TextPosition(line: record.line, column: 1)) }
        mark = (start, mark.position.advanced(over: mark.offset..<start, in: bytes))
        marks[row] = mark
        return CellTally.Cell(position: mark.position, text: fields.text(field, in: bytes))
    }
}

extension FieldTable {
    /// The text of a field: what stands between its quotes, with doubled quotes halved, or the field as it is.
    func text(_ field: Int, in bytes: Span<UInt8>) -> String {
        withText(field, in: bytes) { text in
            text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Gives the bytes of a field's text.
    func withText<Result>(_ field: Int, in bytes: Span<UInt8>, _ body: (Span<UInt8>) throws -> Result) rethrows
        -> Result
    {
        let range = Int(starts[field])..<Int(ends[field])
        guard isQuoted(field, in: bytes), range.contains(where: { bytes[$0] == .quote }) else {
            return try body(bytes.extracting(range))
        }
        var text: [UInt8] = []
        var at = range.lowerBound
        while at < range.upperBound {
            text.append(bytes[at])
            // In strict syntax a quote within a quoted field is the first of two.
            at += bytes[at] == .quote ? 2 : 1
        }
        return try body(text.span)
    }
}
