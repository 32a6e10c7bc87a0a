import StageKit

/// Collects texts of one column and makes levels of them, by code point.
struct CategoryBuilder {
    private var codes: [Int32] = []
    private var levels = LevelTable()

    /// How many bytes the distinct texts have.
    var textSize: Int { levels.textSize }

    /// Adds a text.
    ///
    /// - Throws: `tooManyLevels`.
    mutating func append(_ text: Span<UInt8>) throws(ColumnFault) {
        guard let code = levels.code(of: text) else { throw .tooManyLevels }
        codes.append(code)
    }

    /// Adds missing values.
    mutating func appendMissing(_ count: Int = 1) { codes.append(contentsOf: repeatElement(-1, count: count)) }

    /// The column.
    ///
    /// - Throws: `lookalikeLevels`.
    consuming func finish() throws(ColumnFault) -> ColumnValues {
        let (sorted, places) = levels.sorted()
        if let level = ColumnFault.lookalike(sorted) { throw .lookalikeLevels(level) }
        for row in codes.indices where codes[row] >= 0 { codes[row] = places[Int(codes[row])] }
        return .categorical(codes: codes, levels: sorted)
    }
}

extension ColumnValues {
    /// Texts as levels; an empty one is missing.
    init(levelsOf texts: [String]) throws(ColumnFault) {
        var builder = CategoryBuilder()
        for text in texts {
            if text.isEmpty { builder.appendMissing() } else { try builder.append(text.utf8Span.span) }
        }
        self = try builder.finish()
    }

    /// Numbers as levels, each by its shortest text; NaN is missing.
    init(levelsOf numbers: [Double]) throws(ColumnFault) {
        var builder = CategoryBuilder()
        for number in numbers {
            if number.isNaN { builder.appendMissing() } else { try builder.append(shortest(number).utf8Span.span) }
        }
        self = try builder.finish()
    }
}
