import StageKit
import TableReaders

/// Decides which rows stay, given the missing values of the columns that are used.
struct MissingRows {
    /// A column with missing values.
    private struct Gap {
        let column: Column
        let source: SourceTable.Column
    }

    private let file: String
    private let policy: LoadOptions.MissingPolicy
    private let policyLocation: SourceLocation?
    private let rowCount: Int
    private let origins: RowOrigins
    private let gaps: [Gap]
    /// The name of the split's key, which has to be there whatever its role is.
    private let key: String?

    init(_ table: SourceTable, _ columns: [Column], _ options: LoadOptions) {
        file = table.header.file
        policy = options.missing
        policyLocation = options.missingLocation
        rowCount = table.rowCount
        origins = table.origins
        let key = options.split?.key
        self.key = key
        gaps = zip(columns, table.columns).compactMap { column, source in
            let isUsed = (column.role != .id && column.role != .ignore) || column.name == key
            return isUsed && source.missingCount > 0 ? Gap(column: column, source: source) : nil
        }
    }

    /// The rows that stay, in order.
    ///
    /// - Parameter report: Takes a diagnostic that counts the dropped rows.
    /// - Throws: ``StageFailure`` of kind `data`: a missing value under `error` (FS451), one that no stage can fill in
    ///   (FS452), or no row left (FS453).
    func keptRows(report: (Diagnostic) -> Void) throws(StageFailure) -> [Int] {
        if policy == .error { try refuse() }
        let reasons = policy == .keep ? gaps.filter { $0.column.role == .target } : gaps
        let rows = (0..<rowCount).filter { row in !reasons.contains { $0.column.isMissing(row) } }
        if rows.isEmpty { throw noRowLeft(reasons) }
        if rows.count < rowCount { report(dropped(rowCount - rows.count, reasons)) }
        if policy == .keep { try requireUnfillable(rows) }
        return rows
    }

    /// The first gap in the order of the file.
    private func refuse() throws(StageFailure) {
        func place(_ gap: Gap) -> (Int, Int, Int) {
            guard let first = gap.source.firstMissing else { return (0, 0, 0) }
            return (origins.parts.firstIndex { $0.file == first.file } ?? 0, first.line, first.column ?? 0)
        }
        guard let first = gaps.min(by: { place($0) < place($1) }), let position = first.source.firstMissing else {
            return
        }
        throw StageFailure(
            .data, code: "FS451",
            "Column '\(first.column.name)' has no value here\(others(first)); expected a value in each row, as missing=\"error\" "
                + "demands.",
            at: position,
            suggestion: "set missing=\"drop-row\" to leave such rows out, or \"keep\" and add <impute>")
    }

    private func others(_ first: Gap) -> String {
        let rest = gaps.reduce(-1) { $0 + $1.source.missingCount }
        return rest == 0 ? "" : ", and \(rest) more value\(rest == 1 ? " is" : "s are") missing in the file"
    }

    /// Weights, groups, offsets, folds and keys cannot be imputed.
    private func requireUnfillable(_ rows: [Int]) throws(StageFailure) {
        for gap in gaps where gap.column.role != .target && (gap.column.role != .feature || gap.column.name == key) {
            guard let row = rows.first(where: { gap.column.isMissing($0) }) else { continue }
            let use = gap.column.name == key ? "key of the split" : gap.column.role.rawValue
            throw StageFailure(
                .data, code: "FS452",
                "Column '\(gap.column.name)' has no value in this row, and it is the \(use); expected one in each row.",
                at: origins.location(ofRow: row),
                suggestion: "set missing=\"drop-row\" to leave such rows out")
        }
    }

    private func dropped(_ count: Int, _ reasons: [Gap]) -> Diagnostic {
        // Nobody asked for it under `keep`, and nobody expects it to be most of the file.
        let isExpected = policy == .dropRow && count * 2 <= rowCount
        return Diagnostic(
            code: "FS470", severity: isExpected ? .note : .warning,
            message: "\(count) of \(rowCount) rows were dropped for missing values: \(listed(reasons)).",
            location: policyLocation)
    }

    private func noRowLeft(_ reasons: [Gap]) -> StageFailure {
        StageFailure(
            .data, code: "FS453",
            "No row of '\(file)' is left, since each of the \(rowCount) has a missing value: \(listed(reasons)).",
            at: policyLocation,
            suggestion: "give such columns the role 'ignore', or set missing=\"keep\" and add <impute>")
    }

    /// The columns with most missing values first.
    private func listed(_ gaps: [Gap]) -> String {
        let order = gaps.enumerated().sorted {
            ($1.element.source.missingCount, $0.offset) < ($0.element.source.missingCount, $1.offset)
        }
        let shown = order.prefix(3).map { "\($0.element.source.missingCount) in '\($0.element.column.name)'" }
        let rest = order.count - shown.count
        return shown.joined(separator: ", ")
            + (rest == 0 ? "" : " and some in \(rest) more column\(rest == 1 ? "" : "s")")
    }
}
