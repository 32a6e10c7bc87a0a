/// Finds the fields of delimited text, record by record, without looking at what they say.
struct FieldScanner {
    /// What is wrong with the syntax.
    enum Fault: Equatable {
        /// A quoted field has no closing quote; its opening quote is at the offset.
        case openQuote(Int)
        /// A byte follows a closing quote and is neither a delimiter nor a line break.
        case textAfterQuote(Int)
        /// A quote stands inside a field that is not quoted.
        case quoteInText(Int)

        /// Where it is.
        var offset: Int {
            switch self {
            case .openQuote(let offset), .textAfterQuote(let offset), .quoteInText(let offset): offset
            }
        }
    }

    private enum Step {
        case field
        case record
        case more
        case fault(Fault)
    }

    let delimiter: UInt8
    /// The first byte that belongs to no complete record.
    private(set) var offset = 0
    /// The line of that byte, from 1.
    private(set) var line = 1

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Adds every complete record from `offset` on, or as many as are wanted.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - limit: Where to stop.
    ///   - isLast: Whether the text ends at `limit`, so that its last record needs no line break.
    ///   - most: How many records are wanted.
    ///   - fields: Where the records go.
    /// - Returns: What is wrong with the record at `offset`, if anything is.
    mutating func scan(
        _ bytes: Span<UInt8>, limit: Int, isLast: Bool, most: Int = .max, into fields: FieldTable
    ) -> Fault? {
        var count = 0
        while offset < limit, count < most {
            var at = offset
            var nextLine = line
            var step = Step.field
            while case .field = step {
                let isQuoted = at < limit && bytes[at] == .quote
                step =
                    isQuoted
                    ? quotedField(bytes, &at, &nextLine, limit, isLast, fields)
                    : plainField(bytes, &at, &nextLine, limit, isLast, fields)
            }
            guard case .record = step else {
                fields.abandonRecord()
                if case .fault(let fault) = step { return fault }
                return nil
            }
            fields.endRecord(offset: offset, line: line)
            offset = at
            line = nextLine
            count += 1
        }
        return nil
    }

    private func plainField(
        _ bytes: Span<UInt8>, _ at: inout Int, _ line: inout Int, _ limit: Int, _ isLast: Bool,
        _ fields: FieldTable
    ) -> Step {
        let start = at
        while at < limit {
            let byte = bytes[at]
            if byte == delimiter || byte == .lineFeed || byte == .carriageReturn || byte == .quote { break }
            at += 1
        }
        let end = at
        if at < limit, bytes[at] == .quote { return .fault(.quoteInText(at)) }
        let step = separator(bytes, &at, &line, limit, isLast)
        if case .more = step { return .more }
        fields.append(start: start, end: end)
        return step
    }

    private func quotedField(
        _ bytes: Span<UInt8>, _ at: inout Int, _ line: inout Int, _ limit: Int, _ isLast: Bool,
        _ fields: FieldTable
    ) -> Step {
        let open = at
        at += 1
        while true {
            guard at < limit else { return isLast ? .fault(.openQuote(open)) : .more }
            switch bytes[at] {
            case .quote where at + 1 < limit && bytes[at + 1] == .quote: at += 1
            case .quote:
                let end = at
                at += 1
                let step = separator(bytes, &at, &line, limit, isLast)
                if case .more = step { return .more }
                fields.append(start: open + 1, end: end)
                return step
            // A CR at the end may be half of a CRLF; then the record is not complete either.
            case .carriageReturn where at + 1 < limit && bytes[at + 1] == .lineFeed: break
            case .lineFeed, .carriageReturn: line += 1
            default: break
            }
            at += 1
        }
    }

    /// Takes what follows a field: a delimiter, a line break or the end.
    private func separator(
        _ bytes: Span<UInt8>, _ at: inout Int, _ line: inout Int, _ limit: Int, _ isLast: Bool
    ) -> Step {
        guard at < limit else { return isLast ? .record : .more }
        switch bytes[at] {
        case delimiter:
            at += 1
            return .field
        // What follows the limit is no line feed, but at the end of what was read nobody knows.
        case .carriageReturn where at + 1 == bytes.count && !isLast: return .more
        case .carriageReturn where at + 1 < limit && bytes[at + 1] == .lineFeed: at += 2
        case .lineFeed, .carriageReturn: at += 1
        default: return .fault(.textAfterQuote(at))
        }
        line += 1
        return .record
    }
}
