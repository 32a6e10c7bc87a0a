import CTextScan
import StageKit

/// Collects the cells of one column, batch by batch, and finds out what the column is.
struct ColumnBuilder {
    private enum Mode {
        /// All cells so far are numbers or missing.
        case numbers
        /// All cells so far are texts or missing.
        case texts
        /// The column will be refused; the rest is only counted.
        case refused
    }

    /// The column's name.
    let name: String
    private let reading: ColumnReading
    private let tokens: MissingTokens
    private var mode: Mode
    private var values: [Double] = []
    private var codes: [Int32] = []
    private var levels = LevelTable()
    private(set) var missing = CellTally()
    private var numbers = CellTally()
    private var overflows = CellTally()
    private var texts = CellTally()

    init(name: String, reading: ColumnReading, tokens: MissingTokens) {
        self.name = name
        self.reading = reading
        self.tokens = tokens
        mode = reading == .text ? .texts : .numbers
    }

    /// About how many bytes the distinct texts take.
    var levelSize: Int { levels.size }
    /// How many bytes a cell takes, the distinct texts aside.
    var cellSize: Int { mode == .texts ? MemoryLayout<Int32>.stride : MemoryLayout<Double>.stride }

    /// Makes room for about so many cells.
    mutating func reserve(_ count: Int) {
        if mode == .numbers { values.reserveOnLargePages(count) } else { codes.reserveOnLargePages(count) }
    }

    /// Adds a cell of each row of a block.
    ///
    /// - Parameters:
    ///   - column: The place of the column in every row.
    ///   - batch: The rows.
    mutating func append(_ column: Int, of batch: inout RecordBatch) throws(ColumnFault) {
        guard reading != .skip, batch.count > 0 else { return }
        let bytes = batch.text.span
        if reading == .text {
            for row in 0..<batch.count { try appendText(&batch, column, row, bytes) }
            return
        }
        let numbers = batch.numbers(column)
        if batch.others[column] == 0, mode == .numbers, !tokens.includesNumber {
            self.numbers.add(batch.cell(column, 0, in: bytes))
            self.numbers.add(count: batch.count - 1)
            values.append(contentsOf: numbers)
        } else {
            for row in 0..<batch.count { try appendCell(&batch, column, row, bytes, numbers[row]) }
        }
    }

    private mutating func appendCell(
        _ batch: inout RecordBatch, _ column: Int, _ row: Int, _ bytes: Span<UInt8>, _ number: Double
    ) throws(ColumnFault) {
        let isOverflow = number.isNaN && isDecimal(bytes.extracting(batch.trimmed(column, row, in: bytes)))
        guard !number.isNaN || isOverflow else { return try appendText(&batch, column, row, bytes) }
        if tokens.includesNumber, tokens.matches(batch.trimmed(column, row, in: bytes), in: bytes) {
            appendMissing(batch.cell(column, row, in: bytes))
        } else if isOverflow {
            overflows.add(batch.cell(column, row, in: bytes))
            refuse()
        } else {
            numbers.add(batch.cell(column, row, in: bytes))
            if mode == .numbers { values.append(number) } else { refuse() }
        }
    }

    /// Whether a text without blanks around it is in decimal syntax.
    private func isDecimal(_ text: Span<UInt8>) -> Bool {
        guard !text.isEmpty else { return false }
        return text.withUnsafeBufferPointer { buffer in
            var value = 0.0
            let kind = buffer.baseAddress.map { Int(text_scan_decimal($0, buffer.count, &value)) }
            return kind == TEXT_SCAN_NUMBER || kind == TEXT_SCAN_OVERFLOW
        }
    }

    private mutating func appendText(
        _ batch: inout RecordBatch, _ column: Int, _ row: Int, _ bytes: Span<UInt8>
    ) throws(ColumnFault) {
        if tokens.matches(batch.trimmed(column, row, in: bytes), in: bytes) {
            return appendMissing(batch.cell(column, row, in: bytes))
        }
        texts.add(batch.cell(column, row, in: bytes))
        if mode == .numbers, reading == .automatic, numbers.count == 0 {
            mode = .texts
            codes = [Int32](repeating: -1, count: values.count)
            values = []
        }
        guard mode == .texts else { return refuse() }
        let code = batch.fields.withText(batch.field(column, row), in: bytes) { levels.code(of: $0) }
        guard let code else { throw .tooManyLevels }
        codes.append(code)
    }

    private mutating func appendMissing(_ cell: @autoclosure () -> CellTally.Cell) {
        missing.add(cell())
        switch mode {
        case .numbers: values.append(.nan)
        case .texts: codes.append(-1)
        case .refused: break
        }
    }

    /// Lets the memory go: the column will not be read.
    private mutating func refuse() {
        mode = .refused
        values = []
        codes = []
        levels = LevelTable()
    }
}

// MARK: The end of the column

extension ColumnBuilder {
    /// The column's values; where every cell is missing, numbers that are all missing.
    ///
    /// - Throws: Why the column cannot be read.
    consuming func finish() throws(ColumnFault) -> ColumnValues {
        if let fault { throw fault }
        guard mode == .texts else { return .numeric(values) }
        let (sorted, places) = levels.sorted()
        if let level = ColumnFault.lookalike(sorted) { throw .lookalikeLevels(level) }
        for row in codes.indices where codes[row] >= 0 { codes[row] = places[Int(codes[row])] }
        return .categorical(codes: codes, levels: sorted)
    }

    private var fault: ColumnFault? {
        guard reading == .automatic || reading == .numeric else { return nil }
        if reading == .numeric, let first = texts.first { return .notNumeric(first, count: texts.count) }
        guard let text = texts.first else { return overflows.first.map { .overflow($0, count: overflows.count) } }
        guard let number = numbers.first ?? overflows.first else { return nil }
        let count = numbers.count + overflows.count
        return texts.count <= count
            ? .mixture(odd: text, oddCount: texts.count, kind: "number", count: count, text: text.text)
            : .mixture(odd: number, oddCount: count, kind: "text", count: texts.count, text: text.text)
    }
}
