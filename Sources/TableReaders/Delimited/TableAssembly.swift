import StageKit

/// Puts batches of records together to columns.
struct TableAssembly {
    private let header: TableHeader
    private var builders: [(place: Int, column: ColumnBuilder)]
    private var lines: [Int] = []
    private var firstBlankLine: Int?
    private var scratch = NumberScratch()

    init(header: TableHeader, readings: [ColumnReading], tokens: MissingTokens) {
        precondition(
            readings.count == header.names.count,
            "DelimitedReader.read: \(readings.count) columns were planned, the file has \(header.names.count)")
        self.header = header
        builders = zip(header.names, readings).enumerated().compactMap { place, column in
            guard column.1 != .skip else { return nil }
            return (place, ColumnBuilder(name: column.0, reading: column.1, tokens: tokens))
        }
    }

    /// Adds scanned records.
    ///
    /// - Throws: ``StageFailure`` at a record that has not as many fields as there are names, or at a blank line that a
    ///   record follows.
    mutating func append(_ fields: FieldTable, _ bytes: Span<UInt8>, from first: Int) throws(StageFailure) {
        let start = lines.count
        for record in fields.records.dropFirst(first) {
            if fields.isBlank(record, in: bytes) {
                firstBlankLine = firstBlankLine ?? record.line
            } else {
                try checkWidth(record)
                lines.append(record.line)
            }
        }
        var batch = RecordBatch(fields: fields, first: first, count: lines.count - start, width: header.names.count)
        for i in builders.indices {
            do throws(ColumnFault) {
                try builders[i].column.append(builders[i].place, of: &batch, bytes, scratch: &scratch)
            } catch { throw error.failure(column: builders[i].column.name, file: header.file) }
        }
    }

    /// The finished columns.
    ///
    /// - Throws: ``StageFailure`` where there is no row, or at the first column that cannot be read as asked.
    consuming func finish() throws(StageFailure) -> SourceTable {
        guard !lines.isEmpty else {
            throw StageFailure(
                .data, code: "FS407", "The file has a header and no rows; expected at least one row.",
                at: SourceLocation(file: header.file, line: 1))
        }
        var columns: [SourceTable.Column] = []
        for (place, builder) in builders {
            let missing = builder.missing
            do throws(ColumnFault) {
                columns.append(
                    SourceTable.Column(
                        place: place, content: Column(name: builder.name, values: try builder.finish()),
                        missingCount: missing.count,
                        firstMissing: missing.first.map {
                            SourceLocation(file: header.file, line: $0.position.line, column: $0.position.column)
                        }))
            } catch { throw error.failure(column: header.names[place], file: header.file) }
        }
        return SourceTable(
            header: header, columns: columns, origins: RowOrigins(file: header.file, lines: lines))
    }

    private func checkWidth(_ record: FieldTable.Record) throws(StageFailure) {
        if let line = firstBlankLine {
            throw StageFailure(
                .data, code: "FS409",
                "The line is blank, and rows follow it; expected blank lines at the end of the file alone.",
                at: SourceLocation(file: header.file, line: line, column: 1))
        }
        guard record.fieldCount != header.names.count else { return }
        throw StageFailure(
            .data, code: "FS408",
            "The row has \(record.fieldCount) field\(record.fieldCount == 1 ? "" : "s"); expected "
                + "\(header.names.count), as many as the header has.",
            at: SourceLocation(file: header.file, line: record.line, column: 1))
    }
}
