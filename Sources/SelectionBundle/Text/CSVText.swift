/// Writes and reads the bundle's tables: RFC 4180 quoting, LF, a header line first.
enum CSVText {
    /// Rows as UTF-8, each ended by LF.
    ///
    /// - Complexity: O(size).
    static func bytes(header: [String], rows: some Sequence<[String]>) -> [UInt8] {
        var bytes: [UInt8] = []
        append(header, to: &bytes)
        for row in rows { append(row, to: &bytes) }
        return bytes
    }

    private static func append(_ row: [String], to bytes: inout [UInt8]) {
        for (index, field) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
            // A row of one empty field would else be an empty line.
            guard needsQuotes || (row.count == 1 && field.isEmpty) else {
                bytes += field.utf8
                continue
            }
            bytes.append(0x22)
            for byte in field.utf8 { bytes += byte == 0x22 ? [0x22, 0x22] : [byte] }
            bytes.append(0x22)
        }
        bytes.append(0x0A)
    }

    /// A row and where it begins.
    struct Row: Equatable {
        /// The line on which the row begins, from 1.
        let line: Int
        let fields: [String]
    }

    /// The rows, the header among them; nil where the text is not what `bytes(header:rows:)` writes.
    ///
    /// - Complexity: O(size).
    static func rows(of bytes: [UInt8]) -> [Row]? {
        guard String(validating: bytes, as: UTF8.self) != nil, bytes.isEmpty || bytes.last == 0x0A else { return nil }
        var rows: [Row] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var (line, start, index) = (1, 1, 0)
        while index < bytes.count {
            if bytes[index] == 0x22, field.isEmpty {
                guard let end = quoted(bytes, from: index + 1, into: &field, &line) else { return nil }
                index = end
                guard bytes[index] == 0x2C || bytes[index] == 0x0A else { return nil }
            }
            let byte = bytes[index]
            index += 1
            guard byte == 0x2C || byte == 0x0A else {
                guard byte != 0x22, byte != 0x0D else { return nil }
                field.append(byte)
                continue
            }
            fields.append(String(decoding: field, as: UTF8.self))
            field = []
            if byte == 0x0A {
                rows.append(Row(line: start, fields: fields))
                fields = []
                line += 1
                start = line
            }
        }
        return rows
    }

    /// Reads on to the closing quote; gives the place after it, which is there since the text ends with LF.
    private static func quoted(
        _ bytes: [UInt8], from start: Int, into field: inout [UInt8], _ line: inout Int
    ) -> Int? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x22 {
                guard index < bytes.count else { return nil }
                guard bytes[index] == 0x22 else { return index }
                index += 1
            }
            if byte == 0x0A { line += 1 }
            field.append(byte)
        }
        return nil
    }
}
