import StageKit

extension StageFailure {
    /// A table that would take more memory than it may.
    ///
    /// - Parameters:
    ///   - size: What it would take, in bytes.
    ///   - limit: What it may take, in bytes.
    ///   - rows: How many rows it would have.
    ///   - columns: How many columns are kept.
    ///   - file: The file.
    ///   - suggestion: What may help.
    static func tableTooLarge(
        _ size: Int, limit: Int, rows: Int, columns: Int, file: String,
        suggestion: String = "raise --max-memory, or give columns that are not needed the role 'ignore'"
    ) -> StageFailure {
        StageFailure(
            .resource, code: "FS422",
            "The table needs about \(megabytes(size)) for \(rows) rows of \(columns) column\(columns == 1 ? "" : "s"), and it "
                + "may take at most \(megabytes(limit)).", at: SourceLocation(file: file, line: 1),
            suggestion: suggestion)
    }

    /// Refuses a table that is larger than allowed: of numbers, each of eight bytes as its row's number is, and texts.
    ///
    /// - Parameter textSize: How many bytes the distinct texts have.
    static func refuseTable(
        rows: Int, columns: Int, textSize: Int = 0, limit: Int?, file: String
    ) throws(StageFailure) {
        let (numbers, overflows) = rows.multipliedReportingOverflow(by: 8 * (columns + 1))
        let (size, overflowsToo) = numbers.addingReportingOverflow(textSize)
        let isBeyond = overflows || overflowsToo
        guard isBeyond || size > limit ?? .max else { return }
        throw tableTooLarge(isBeyond ? .max : size, limit: limit ?? .max, rows: rows, columns: columns, file: file)
    }

    /// A size rounded up, with tenths where it is small.
    private static func megabytes(_ size: Int) -> String {
        let tenths = size / 100_000 + (size % 100_000 > 0 ? 1 : 0)
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) MB" : "\((tenths + 9) / 10) MB"
    }
}
