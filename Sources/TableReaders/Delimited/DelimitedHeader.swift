import StageKit

extension TableHeader {
    /// Reads the names from the first record of a delimited file.
    ///
    /// Blanks around a name that is not quoted are no part of it. Where the first alone has none, it is the column in which
    /// R and pandas write the names of the rows: ``rowNames``, with the role `id`.
    ///
    /// - Throws: ``StageFailure`` where another name is empty, or one stands twice.
    init(file: String, _ fields: FieldTable, _ bytes: Span<UInt8>) throws(StageFailure) {
        let record = fields.record(0)
        if fields.isBlank(record, in: bytes) {
            throw StageFailure(
                .data, code: "FS414", "The first line is blank; expected the names of the columns.",
                at: SourceLocation(file: file, line: record.line, column: 1))
        }
        var names: [String] = []
        for field in 0..<record.fieldCount {
            let isQuoted = fields.isQuoted(field, in: bytes)
            let trimmed = fields.trimmed(field, in: bytes)
            names.append(
                isQuoted
                    ? fields.text(field, in: bytes)
                    : bytes.extracting(trimmed).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
        let hasRowNames =
            names.count > 1 && names.firstIndex(of: "") == 0
            && !names.dropFirst().contains { $0.isEmpty || $0 == Self.rowNames }
        if hasRowNames { names[0] = Self.rowNames }
        self.init(
            file: file, names: names, roles: hasRowNames ? [Self.rowNames: .id] : [:],
            positions: TextPosition.all(in: record, fields, bytes))
        try check()
    }

    /// Refuses a further file whose names are not the same in the same order.
    ///
    /// - Throws: ``StageFailure`` at the first name that differs.
    func requireSame(_ other: TableHeader) throws(StageFailure) {
        guard other.names != names else { return }
        let place = zip(names, other.names).enumerated().first { $1.0 != $1.1 }?.offset
        let difference =
            place.map { "column \($0 + 1) is \(shown(other.names[$0])) where '\(file)' has \(shown(names[$0]))" }
            ?? "it has \(other.names.count) column\(other.names.count == 1 ? "" : "s") where '\(file)' has \(names.count)"
        throw StageFailure(
            .data, code: "FS421",
            "The header differs from that of the first file: \(difference); expected the same names in each file.",
            at: other.location(of: place ?? 0))
    }
}

extension TextPosition {
    /// The places of all fields of a record, in one pass.
    static func all(in record: FieldTable.Record, _ fields: FieldTable, _ bytes: Span<UInt8>) -> [TextPosition] {
        var positions: [TextPosition] = []
        var (offset, last) = (record.offset, TextPosition(line: record.line, column: 1))
        for field in record.firstField..<record.firstField + record.fieldCount {
            let start = fields.outerStart(field, in: bytes)
            last = last.advanced(over: offset..<start, in: bytes)
            offset = start
            positions.append(last)
        }
        return positions
    }
}
