import StageKit

/// Cuts a stream of blocks into buffers of whole records, checked to be UTF-8.
struct TextChunks {
    /// The longest record: more is taken for a quote that nobody closed, or for a file of another kind.
    static let largestRecord = 1 << 28

    /// The text in which the last scanned records lie.
    private(set) var bytes: [UInt8] = []

    private let file: String
    private let nextBlock: () throws -> [UInt8]?
    private let largestRecord: Int
    private var target: Int
    private var scanner: FieldScanner
    /// Up to where the bytes are known to be good, and what is wrong there.
    private var checked = 0
    private var stop = TextCheck.Stop.end
    private var isAtEnd = false
    private var hasStarted = false
    private var failure: StageFailure?

    /// - Parameters:
    ///   - file: The file's name, for messages.
    ///   - delimiter: The byte between fields.
    ///   - size: How many bytes to scan at once, as far as records are not longer.
    ///   - largestRecord: The most bytes of a record.
    ///   - nextBlock: Gives the next bytes, at least one, or `nil` at the end.
    init(
        file: String, delimiter: UInt8, size: Int = 1 << 20, largestRecord: Int = TextChunks.largestRecord,
        nextBlock: @escaping () throws -> [UInt8]?
    ) {
        self.file = file
        self.nextBlock = nextBlock
        self.largestRecord = largestRecord
        target = size
        scanner = FieldScanner(delimiter: delimiter)
    }

    /// Scans the next records, replacing those scanned before.
    ///
    /// - Parameter fields: Where they go.
    /// - Returns: Whether there are any.
    /// - Throws: ``StageFailure`` at the first fault of the text, once all records before it were given.
    mutating func next(_ fields: inout FieldTable) throws -> Bool {
        fields.removeAll()
        if let failure { throw failure }
        bytes.removeSubrange(..<scanner.offset)
        checked -= scanner.offset
        scanner.rebase()
        while true {
            try fill()
            let isLast = isAtEnd && stop == .end
            let fault = scan(isLast: isLast, into: &fields)
            failure = fault.map(syntaxFailure) ?? textFailure
            if !fields.records.isEmpty { return true }
            if let failure { throw failure }
            if isLast { return false }
            guard bytes.count <= largestRecord else { throw tooLong }
            target *= 2
        }
    }

    private mutating func scan(isLast: Bool, into fields: inout FieldTable) -> FieldScanner.Fault? {
        var moved = scanner
        defer { scanner = moved }
        return moved.scan(bytes.span, limit: checked, isLast: isLast, into: &fields)
    }

    /// Reads until there are enough bytes to scan, and checks them.
    private mutating func fill() throws {
        // A byte order mark is seen whole or not at all.
        let least = hasStarted ? target : max(target, 3)
        while bytes.count < least, !isAtEnd {
            if let block = try nextBlock() { bytes += block } else { isAtEnd = true }
        }
        if !hasStarted { try start() }
        (checked, stop) = TextCheck.check(bytes.span, from: checked)
    }

    /// Skips a byte order mark, and refuses those of other encodings.
    private mutating func start() throws {
        hasStarted = true
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw StageFailure(
                .data, code: "FS405", "The file is UTF-16; expected UTF-8.", at: SourceLocation(file: file, line: 1))
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    }

    private var textFailure: StageFailure? {
        switch stop {
        case .end: nil
        case .cutOff where !isAtEnd: nil
        case .null: failure("FS404", "A NUL byte stands in the text; expected UTF-8 text.", at: checked)
        case .cutOff: failure("FS403", "The file ends inside a character; expected UTF-8 text.", at: checked)
        case .invalid:
            failure("FS403", "The byte \(hexadecimal(bytes[checked])) is not UTF-8; expected UTF-8 text.", at: checked)
        }
    }

    private func syntaxFailure(_ fault: FieldScanner.Fault) -> StageFailure {
        switch fault {
        case .openQuote(let offset):
            failure("FS410", "The quoted field that begins here has no closing quote.", at: offset)
        case .textAfterQuote(let offset):
            failure(
                "FS411",
                "Text follows a closing quote; expected a delimiter or the end of the line. A quote inside a "
                    + "quoted field is written twice.", at: offset)
        case .quoteInText(let offset):
            failure(
                "FS412",
                "A quote stands inside a field that does not begin with one; expected the whole field in "
                    + "quotes, and the quote in it written twice.", at: offset)
        }
    }

    private var tooLong: StageFailure {
        StageFailure(
            .resource, code: "FS418",
            "The record that begins here is longer than \(largestRecord) bytes, which is the limit; is a quote open?",
            at: SourceLocation(file: file, line: scanner.line, column: 1))
    }

    private func failure(_ code: String, _ message: String, at offset: Int) -> StageFailure {
        let start = TextPosition(line: scanner.line, column: 1)
        let place = start.advanced(over: scanner.offset..<offset, in: bytes.span)
        return StageFailure(
            .data, code: code, message,
            at: SourceLocation(file: file, line: place.line, column: place.column))
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
