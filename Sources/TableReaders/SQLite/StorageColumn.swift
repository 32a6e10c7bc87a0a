import CSQLite
import StageKit

/// Collects the values of one column of a query, row by row, and finds out what the column is.
///
/// The type goes by the values as they are stored: INTEGER and REAL are numbers, TEXT is text, NULL is missing.
struct StorageColumn {
    /// A value that no column can hold.
    enum Fault: Error {
        case blob
        case integer(Int64)
        case infinity(Double)
        case notUTF8
        case null
        case tooManyLevels
    }

    /// The column's place in the query, from 0.
    let place: Int
    private let reading: ColumnReading
    private let tokens: MissingTokens
    private var numbers: [Double] = []
    private var categories = CategoryBuilder()
    private var numberTally = CellTally()
    private var textTally = CellTally()
    private(set) var missing = CellTally()
    private var isRefused = false
    /// How many bytes the distinct texts have.
    var textSize: Int { categories.textSize }

    init(place: Int, reading: ColumnReading, tokens: MissingTokens) {
        self.place = place
        self.reading = reading
        self.tokens = tokens
    }

    /// Adds the value of the current row.
    ///
    /// - Parameters:
    ///   - statement: A statement that stands on a row.
    ///   - row: The row's number, from 1.
    mutating func append(_ statement: OpaquePointer, row: Int) throws(Fault) {
        let column = Int32(place)
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: appendMissing(row)
        case SQLITE_INTEGER:
            let value = sqlite3_column_int64(statement, column)
            guard value.magnitude <= NumPyType.largestInteger else { throw .integer(value) }
            try append(Double(value), row: row)
        case SQLITE_FLOAT:
            let value = sqlite3_column_double(statement, column)
            guard value.isFinite else { throw .infinity(value) }
            try append(value, row: row)
        case SQLITE_TEXT:
            // Asked for before the length, since the text may have to be converted from UTF-16.
            let start = sqlite3_column_text(statement, column)
            let text = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
            try append(Span(_unsafeElements: text), row: row)
        default: throw .blob
        }
    }

    private mutating func append(_ value: Double, row: Int) throws(Fault) {
        if reading == .text { return try appendLevel(shortest(value).utf8Span.span) }
        let place = place
        numberTally.add(CellTally.Cell(row: row, place: place, text: shortest(value)))
        if textTally.count > 0 { return refuse() }
        numbers.append(value)
    }

    private mutating func append(_ text: Span<UInt8>, row: Int) throws(Fault) {
        switch TextCheck.check(text, from: 0).stop {
        case .end: break
        case .null: throw .null
        case .cutOff, .invalid: throw .notUTF8
        }
        let (start, end) = (text.firstInked, text.lastInked)
        if tokens.matches(start..<max(start, end), in: text) { return appendMissing(row) }
        if reading != .text {
            let place = place
            textTally.add(CellTally.Cell(row: row, place: place, text: String(copying: UTF8Span(unchecked: text))))
            if reading == .numeric || numberTally.count > 0 { return refuse() }
        }
        try appendLevel(text)
    }

    private mutating func appendLevel(_ text: Span<UInt8>) throws(Fault) {
        do throws(ColumnFault) { try categories.append(text) } catch { throw .tooManyLevels }
    }

    private mutating func appendMissing(_ row: Int) {
        let place = place
        missing.add(CellTally.Cell(row: row, place: place, text: ""))
        // Until a value tells what the column is, both are kept in step.
        if isRefused { return }
        if textTally.count == 0, reading != .text { numbers.append(.nan) }
        if numberTally.count == 0 { categories.appendMissing() }
    }

    /// Lets the memory go: the column will not be read, and the rest is only counted.
    private mutating func refuse() {
        isRefused = true
        numbers = []
        categories = CategoryBuilder()
    }

    /// The column's values; numbers that are all missing where every value is.
    ///
    /// - Throws: Why the column cannot be read.
    consuming func finish() throws(ColumnFault) -> ColumnValues {
        if let fault { throw fault }
        return textTally.count > 0 || reading == .text ? try categories.finish() : .numeric(numbers)
    }

    private var fault: ColumnFault? {
        guard let text = textTally.first else { return nil }
        if reading == .numeric { return .notNumeric(text, count: textTally.count) }
        guard let number = numberTally.first else { return nil }
        return textTally.count <= numberTally.count
            ? .mixture(odd: text, oddCount: textTally.count, kind: "number", count: numberTally.count, text: text.text)
            : .mixture(odd: number, oddCount: numberTally.count, kind: "text", count: textTally.count, text: text.text)
    }
}

extension CellTally.Cell {
    /// A cell of a table without text: its row from 1, and the column's place from 0.
    fileprivate init(row: Int, place: Int, text: String) {
        self.init(file: 0, position: TextPosition(line: row, column: place + 1), text: text)
    }
}

extension Span<UInt8> {
    /// Where the first byte is that is no blank; the end where there is none.
    fileprivate var firstInked: Int {
        var at = 0
        while at < count, self[at].isBlank { at += 1 }
        return at
    }

    /// Behind the last byte that is no blank.
    fileprivate var lastInked: Int {
        var at = count
        while at > 0, self[at - 1].isBlank { at -= 1 }
        return at
    }
}
