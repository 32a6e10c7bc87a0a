public import StageKit

/// The column names of a delimited file, as its first record gives them.
public struct DelimitedHeader: Sendable, Hashable {
    /// The file.
    public let file: String
    /// The names in order: none is empty, no two are the same.
    ///
    /// Blanks around a name that is not quoted are no part of it.
    public let names: [String]
    /// Where each name stands.
    public let positions: [TextPosition]

    /// Where a name stands.
    ///
    /// - Parameter column: The place of the column, from 0.
    public func location(of column: Int) -> SourceLocation {
        SourceLocation(
            file: file, line: positions[column].line, column: positions[column].column, length: names[column].count)
    }

    /// Reads the first record.
    ///
    /// - Throws: ``StageFailure`` where a name is empty or stands twice.
    init(file: String, _ fields: FieldTable, _ bytes: Span<UInt8>) throws(StageFailure) {
        let record = fields.records[0]
        self.file = file
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
        self.names = names
        positions = TextPosition.all(in: record, fields, bytes)
        try check()
    }

    private func check() throws(StageFailure) {
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() {
            if name.isEmpty {
                throw StageFailure(
                    .data, code: "FS414",
                    "Column \(place + 1) of \(names.count) has no name; expected one in each field.",
                    at: location(of: place))
            }
            if let earlier = places.updateValue(place, forKey: name) {
                throw StageFailure(
                    .data, code: "FS413",
                    "Two columns are named \(shown(name)), the \(ordinal(earlier + 1)) and the \(ordinal(place + 1)); "
                        + "expected each name once.", at: location(of: place))
            }
        }
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

/// A number as a place: `1st`, `2nd`, `11th`.
func ordinal(_ number: Int) -> String {
    let suffix =
        switch (number % 10, number % 100) {
        case (_, 11...13): "th"
        case (1, _): "st"
        case (2, _): "nd"
        case (3, _): "rd"
        default: "th"
        }
    return "\(number)\(suffix)"
}
