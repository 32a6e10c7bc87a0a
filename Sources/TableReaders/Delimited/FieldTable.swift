/// Where the fields of some whole records lie in a buffer: what scanning hands to parsing.
struct FieldTable {
    /// One record.
    struct Record {
        /// The offset of its first byte.
        let offset: Int
        /// The line of its first byte, from 1.
        let line: Int
        /// The index of its first field.
        let firstField: Int
        /// How many fields it has.
        let fieldCount: Int
    }

    /// The first byte of each field; for a quoted field the byte after the opening quote.
    private(set) var starts: [UInt32] = []
    /// The byte after each field; for a quoted field the closing quote.
    private(set) var ends: [UInt32] = []
    /// The records, in order.
    private(set) var records: [Record] = []

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
    }

    /// Adds a field to the record that is being scanned.
    mutating func append(start: Int, end: Int) {
        starts.append(UInt32(truncatingIfNeeded: start))
        ends.append(UInt32(truncatingIfNeeded: end))
    }

    /// Makes a record of the fields since the last one.
    mutating func endRecord(offset: Int, line: Int) {
        let first = records.last.map { $0.firstField + $0.fieldCount } ?? 0
        records.append(Record(offset: offset, line: line, firstField: first, fieldCount: starts.count - first))
    }

    /// Forgets the fields since the last record.
    mutating func abandonRecord() {
        let end = records.last.map { $0.firstField + $0.fieldCount } ?? 0
        starts.removeSubrange(end...)
        ends.removeSubrange(end...)
    }

    /// Whether a field is quoted: in strict syntax no other field follows a quote.
    func isQuoted(_ field: Int, in bytes: Span<UInt8>) -> Bool {
        let start = Int(starts[field])
        return start > 0 && bytes[start - 1] == .quote
    }

    /// Whether a record is a line with nothing on it.
    func isBlank(_ record: Record, in bytes: Span<UInt8>) -> Bool {
        record.fieldCount == 1 && starts[record.firstField] == ends[record.firstField]
            && !isQuoted(record.firstField, in: bytes)
    }

    /// The bytes of a field, without the blanks around it where it is not quoted.
    func trimmed(_ field: Int, in bytes: Span<UInt8>) -> Range<Int> {
        var start = Int(starts[field])
        var end = Int(ends[field])
        guard !isQuoted(field, in: bytes) else { return start..<end }
        while start < end, bytes[start].isBlank { start += 1 }
        while start < end, bytes[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// The first byte of a field, its opening quote included.
    func outerStart(_ field: Int, in bytes: Span<UInt8>) -> Int {
        Int(starts[field]) - (isQuoted(field, in: bytes) ? 1 : 0)
    }
}
