import CTextScan

/// Where the fields of some whole records lie in a text: what scanning hands to parsing.
///
/// A text whose records all have the same number of fields, with quotes around whole fields alone, is scanned by vector
/// code; any other record by record (``FieldScanner``).
final class FieldTable {
    /// One record.
    struct Record {
        /// The offset of its first byte.
        let offset: Int
        /// The line of its first byte, from 1 for the text's first.
        let line: Int
        /// The index of its first field.
        let firstField: Int
        /// How many fields it has.
        let fieldCount: Int
    }

    /// The first byte of each field; for a quoted field the byte after the opening quote.
    private(set) var starts = Room<UInt32>()
    /// The byte after each field; for a quoted field the closing quote.
    private(set) var ends = Room<UInt32>()
    /// How many fields there are, those of the record that is being scanned included.
    private var fieldCount = 0
    /// The records of a text that was scanned one by one.
    private var listed: [Record] = []
    /// The records of a text that was scanned at once, a line each, and the text.
    private var regular: (count: Int, width: Int, text: UnsafeBufferPointer<UInt8>)?

    /// How many records there are.
    var recordCount: Int { regular?.count ?? listed.count }

    /// A record.
    func record(_ place: Int) -> Record {
        guard let regular else { return listed[place] }
        precondition(place < regular.count, "FieldTable: record \(place) of \(regular.count)")
        let first = place * regular.width
        return Record(
            offset: outerStart(first, in: regular.text.span), line: place + 1, firstField: first,
            fieldCount: regular.width)
    }

    /// Forgets everything and keeps the memory.
    func removeAll() {
        fieldCount = 0
        listed.removeAll(keepingCapacity: true)
        regular = nil
    }

    /// Adds a field to the record that is being scanned.
    func append(start: Int, end: Int) {
        if fieldCount == min(starts.capacity, ends.capacity) {
            starts.reserve(max(256, 2 * fieldCount), keeping: fieldCount)
            ends.reserve(max(256, 2 * fieldCount), keeping: fieldCount)
        }
        starts[fieldCount] = UInt32(truncatingIfNeeded: start)
        ends[fieldCount] = UInt32(truncatingIfNeeded: end)
        fieldCount += 1
    }

    /// Makes a record of the fields since the last one.
    func endRecord(offset: Int, line: Int) {
        let first = listed.last.map { $0.firstField + $0.fieldCount } ?? 0
        listed.append(Record(offset: offset, line: line, firstField: first, fieldCount: fieldCount - first))
    }

    /// Forgets the fields since the last record.
    func abandonRecord() { fieldCount = listed.last.map { $0.firstField + $0.fieldCount } ?? 0 }

    /// Finds the fields of a whole text at once, where it is regular.
    ///
    /// - Parameters:
    ///   - text: The text, up to and with its last line break, with ``TEXT_SCAN_PADDING`` bytes readable on each side; it
    ///     stays where it is as long as the fields are in use.
    ///   - delimiter: The byte between fields.
    ///   - width: The number of fields of each record.
    /// - Returns: Whether it is regular, and whether no byte is beyond ASCII. It is not regular where it has a NUL, a blank
    ///   line, a CR alone, a record of another width, or a quote or line break inside of quotes.
    func fill(_ text: UnsafeBufferPointer<UInt8>, delimiter: UInt8, width: Int) -> (isRegular: Bool, isASCII: Bool) {
        removeAll()
        guard let bytes = text.baseAddress, !text.isEmpty else { return (false, true) }
        let most = text.count + Int(TEXT_SCAN_PADDING)
        starts.reserve(most)
        ends.reserve(most)
        let shape = text_scan_fields(bytes, text.count, delimiter, width, starts.start, ends.start)
        guard shape.records > 0 else { return (false, true) }
        regular = (shape.records, width, text)
        fieldCount = shape.records * width
        return (true, shape.has_high == 0)
    }
}

// MARK: Fields

extension FieldTable {
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
