import StageKit

extension TextBlock {
    /// Reads the names, where the file begins here.
    ///
    /// - Parameter name: The file's name.
    /// - Throws: ``StageFailure`` at the first fault of the names.
    @discardableResult
    func scanHeader(_ format: DelimitedFormat, file name: String) throws(StageFailure) -> TableHeader {
        fields.removeAll()
        if let fault, fault.position == nil { throw fault.failure(file: name, firstLine: 1) }
        let bytes = body.span
        let (end, stop) = TextCheck.check(bytes, from: 0)
        var scanner = FieldScanner(delimiter: format.delimiter)
        let found = scanner.scan(bytes, limit: end, isLast: isWhole && stop == .end, most: 1, into: fields)
        if fields.recordCount == 0 {
            let fault = fault ?? self.fault(found, stop, end, in: bytes, from: scanner)
            throw fault?.failure(file: name, firstLine: 1, suggestion: Self.otherDelimiter(at: found, in: bytes))
                ?? StageFailure(
                    .data, code: "FS406", "The file is empty; expected a line of column names and rows.",
                    at: SourceLocation(file: name, line: 1, column: 1))
        }
        let header = try TableHeader(file: name, fields, bytes)
        self.header = header
        origin += scanner.offset
        headerLineCount = scanner.line - 1
        lineCount = headerLineCount
        fields.removeAll()
        return header
    }

    /// What to do where a quoted name is followed by what other files have between their fields.
    private static func otherDelimiter(at fault: FieldScanner.Fault?, in bytes: Span<UInt8>) -> String? {
        let others = [";": ";", "\t": "tab", "|": "|", ",": ",", ":": ":"]
        guard case .textAfterQuote(let place)? = fault,
            let name = others[String(UnicodeScalar(bytes[place]))]
        else { return nil }
        return "write delimiter=\"\(name)\" if that is what separates the fields"
    }

    /// Finds the records after the header, and how many rows they begin with.
    ///
    /// - Parameters:
    ///   - format: How the file is written.
    ///   - width: The number of columns.
    func scan(_ format: DelimitedFormat, width: Int) {
        rowCount = 0
        guard !body.isEmpty else { return }
        if fault == nil, scanAtOnce(format.delimiter, width) {
            rowCount = fields.recordCount
            lineCount = headerLineCount + rowCount
            return
        }
        let scanned = scanExactly(format.delimiter)
        fault = fault ?? scanned.fault
        lineCount = headerLineCount + scanned.lines
        let bytes = body.span
        while rowCount < fields.recordCount {
            let record = fields.record(rowCount)
            guard record.fieldCount == width, !fields.isBlank(record, in: bytes) else { break }
            rowCount += 1
        }
    }

    private func scanAtOnce(_ delimiter: UInt8, _ width: Int) -> Bool {
        guard isWhole else { return false }
        let (isRegular, isASCII) = fields.fill(endedBody(), delimiter: delimiter, width: width)
        return isRegular && (isASCII || TextCheck.check(body.span, from: 0).stop == .end)
    }

    func scanExactly(_ delimiter: UInt8) -> (fault: TextFault?, lines: Int) {
        fields.removeAll()
        let bytes = body.span
        let (end, stop) = TextCheck.check(bytes, from: 0)
        var scanner = FieldScanner(delimiter: delimiter)
        let found = scanner.scan(bytes, limit: end, isLast: isWhole && stop == .end, into: fields)
        return (fault(found, stop, end, in: bytes, from: scanner), scanner.line - 1)
    }

    private func fault(
        _ found: FieldScanner.Fault?, _ stop: TextCheck.Stop, _ end: Int, in bytes: Span<UInt8>,
        from scanner: FieldScanner
    ) -> TextFault? {
        let (kind, offset): (TextFault.Kind, Int)
        if let found {
            (kind, offset) = (.syntax(found), found.offset)
        } else {
            switch stop {
            case .end: return nil
            case .cutOff where !isWhole: return nil
            case .cutOff: (kind, offset) = (.cutOff, end)
            case .null: (kind, offset) = (.null, end)
            case .invalid: (kind, offset) = (.invalid(bytes[end]), end)
            }
        }
        let start = TextPosition(line: headerLineCount + scanner.line, column: 1)
        return TextFault(kind: kind, position: start.advanced(over: scanner.offset..<offset, in: bytes))
    }
}
