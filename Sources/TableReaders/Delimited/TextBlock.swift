import CTextScan
import StageKit

/// Some whole records of a file as text, and what a worker finds in them.
///
/// A block is filled by ``RecordFeed``, scanned and read by one worker (``scan(_:)``, ``readNumbers(_:)``), and taken by
/// ``TableAssembly``; its memory is used again for the next.
final class TextBlock {
    /// How much of a text there is.
    struct Extent {
        /// How many bytes up to here.
        let given: Int
        /// About how many in all.
        let total: Double
    }

    /// The numbers of some rows, column by column.
    struct Numbers {
        fileprivate let start: UnsafeMutablePointer<Double>
        fileprivate let stride: Int
        fileprivate let capacity: Int

        /// The first numbers of a column that was read, NaN where a cell is none.
        func column(_ column: Int, count: Int) -> UnsafeBufferPointer<Double> {
            precondition(
                count <= stride && (column + 1) * stride <= capacity, "TextBlock.Numbers: column \(column)")
            return UnsafeBufferPointer(start: start + column * stride, count: count)
        }
    }

    /// Its place among all blocks.
    var ticket = 0
    /// The file, by its number among those that are read.
    var file = 0
    /// Whether the file begins here.
    var isFirst = false
    /// Whether the file ends here.
    var isLast = false
    /// Whether the last record is whole, whatever it ends in.
    var isWhole = false
    /// How much of all files there is up to its end, as far as anybody knows.
    var extent: Extent?
    /// What keeps the block from being given, when it is its turn.
    var failure: (any Error)?
    /// What is known to be wrong with the text before it is scanned.
    var fault: TextFault?

    /// The file's names, where it begins here.
    private(set) var header: TableHeader?
    /// The fields of the records after the header.
    let fields = FieldTable()
    /// How many records from the first on have as many fields as there are columns.
    private(set) var rowCount = 0
    /// How many lines there are, the header's included.
    private(set) var lineCount = 0
    /// How many of these are the header's.
    private(set) var headerLineCount = 0
    /// How many cells of each column that is read as numbers are none.
    private(set) var others: [UInt32] = []

    private static let padding = Int(TEXT_SCAN_PADDING)
    private var room = Room<UInt8>(capacity: 2 * padding)
    private var count = 0
    /// The first byte that belongs to no header.
    private var origin = 0
    private var values = Room<Double>()
    private var stride = 0
}

// MARK: Text

extension TextBlock {
    /// All bytes of the block.
    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: room.start + Self.padding, count: count) }

    /// The bytes after the header, in which the fields lie.
    var body: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[origin...]) }

    /// Becomes an empty block again.
    func clear() {
        (count, origin, rowCount, lineCount, headerLineCount) = (0, 0, 0, 0, 0)
        (isFirst, isLast, isWhole, failure, fault, header) = (false, false, false, nil, nil, nil)
        extent = nil
        fields.removeAll()
    }

    /// Adds up to `size` bytes; `read` writes them and says how many there are.
    func append(upTo size: Int, _ read: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows -> Int {
        room.reserve(count + size + 2 * Self.padding, keeping: Self.padding + count)
        // No quote seems to stand before the first field.
        room[Self.padding - 1] = .lineFeed
        let added = try read(UnsafeMutableRawBufferPointer(start: room.start + Self.padding + count, count: size))
        count += added
        return added
    }

    /// Adds bytes.
    func append(_ bytes: [UInt8]) {
        _ = append(upTo: bytes.count) { buffer in
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
    }

    /// Takes the bytes from an offset on away.
    func removeSuffix(from offset: Int) -> [UInt8] {
        defer { count = offset }
        return Array(text[offset...])
    }

    /// How many bytes the header takes, and what is before it.
    var headerSize: Int { origin }

    /// Takes the first bytes away.
    func skip(_ bytes: Int) { origin = bytes }

    /// Whether the text can be read at all, as far as it goes: its encoding is right and no fault of syntax is in it.
    func firstFault(_ format: DelimitedFormat) -> TextFault? {
        defer { fields.removeAll() }
        return scanExactly(format.delimiter).fault
    }
}

// MARK: Records

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
            throw fault?.failure(file: name, firstLine: 1)
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
        var length = body.count
        if body[length - 1] != .lineFeed {
            guard isWhole else { return false }
            room[Self.padding + count] = .lineFeed
            length += 1
        }
        let text = UnsafeBufferPointer(start: body.baseAddress, count: length)
        let (isRegular, isASCII) = fields.fill(text, delimiter: delimiter, width: width)
        return isRegular && (isASCII || TextCheck.check(body.span, from: 0).stop == .end)
    }

    private func scanExactly(_ delimiter: UInt8) -> (fault: TextFault?, lines: Int) {
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

// MARK: Numbers

extension TextBlock {
    /// Reads the rows of some columns as numbers.
    ///
    /// - Parameter wanted: 1 for each column that is read, 0 for the others.
    func readNumbers(_ wanted: [UInt8]) {
        let width = wanted.count
        guard rowCount > 0, let bytes = body.baseAddress else { return }
        if others.count != width { others = [UInt32](repeating: 0, count: width) }
        // An odd number of cache lines from column to column, so that columns do not share the same few places of a cache.
        stride = ((rowCount + 7) / 8 | 1) * 8
        values.reserve(stride * width)
        text_scan_numbers(
            bytes, fields.starts.start, fields.ends.start, rowCount, width, wanted, values.start, stride, &others)
    }

    /// The numbers that were read.
    var numbers: Numbers { Numbers(start: values.start, stride: stride, capacity: values.capacity) }
}
