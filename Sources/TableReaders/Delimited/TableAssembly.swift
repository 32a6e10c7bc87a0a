import StageKit

/// Puts blocks of records together to columns, in their order.
struct TableAssembly {
    /// How each column is read.
    let readings: [ColumnReading]

    private let header: TableHeader
    private let files: [String]
    private var builders: [(place: Int, column: ColumnBuilder)]
    private var lines: [Int] = []
    /// How many rows each file gave so far.
    private var rowCounts: [Int]
    /// The line on which the next block of the file begins.
    private var nextLine = 1
    private var firstBlankLine: Int?
    /// How many bytes a header takes.
    private var headerSize = 0
    /// For how many rows there is room.
    private var roomForRows = 0
    /// The most bytes that the table may take.
    private let memoryLimit: Int

    init(
        header: TableHeader, files: [String], readings: [ColumnReading], tokens: MissingTokens, memoryLimit: Int = .max
    ) {
        precondition(
            readings.count == header.names.count,
            "DelimitedReader.read: \(readings.count) columns were planned, the file has \(header.names.count)")
        self.readings = readings
        self.header = header
        self.files = files
        self.memoryLimit = memoryLimit
        rowCounts = [Int](repeating: 0, count: files.count)
        builders = zip(header.names, readings).enumerated().compactMap { place, column in
            guard column.1 != .skip else { return nil }
            return (place, ColumnBuilder(name: column.0, reading: column.1, tokens: tokens))
        }
    }

    /// Adds a block.
    ///
    /// - Throws: ``StageFailure`` where the file's header is not that of the first, at a record that has not as many fields
    ///   as there are names, at a blank line that a record follows, or at the first fault of the text.
    mutating func append(_ block: TextBlock) throws(StageFailure) {
        if block.isFirst { try begin(block) }
        let firstLine = nextLine + block.headerLineCount
        nextLine += block.lineCount
        if block.rowCount > 0 { try refuseBlankLine(block.file) }
        if lines.count + block.rowCount > roomForRows { try makeRoom(block) }
        appendLines(block, firstLine)
        try appendCells(block, firstLine)
        try refuseTexts()
        try checkRest(block, firstLine)
        if let fault = block.fault {
            throw fault.failure(file: files[block.file], firstLine: nextLine - block.lineCount)
        }
    }

    private mutating func begin(_ block: TextBlock) throws(StageFailure) {
        nextLine = 1
        firstBlankLine = nil
        if block.file == 0 { headerSize = block.headerSize }
        if block.file > 0, let found = block.header { try header.requireSame(found) }
    }

    /// Makes room for as many rows as there will be if all are as long as those so far.
    ///
    /// - Throws: ``StageFailure`` of kind `resource` where they would take more memory than allowed.
    private mutating func makeRoom(_ block: TextBlock) throws(StageFailure) {
        let needed = lines.count + block.rowCount
        roomForRows = max(needed, Int(Double(needed) * growth(block)))
        let (size, isBeyond) = roomForRows.multipliedReportingOverflow(by: rowSize)
        if isBeyond || size > memoryLimit {
            throw .tableTooLarge(
                size, limit: memoryLimit, rows: roomForRows, columns: builders.count, file: header.file)
        }
        if lines.isEmpty { lines.reserveCapacity(roomForRows) }
        for i in builders.indices { builders[i].column.reserve(roomForRows) }
    }

    /// How many bytes a row takes, the distinct texts aside.
    private var rowSize: Int { builders.reduce(MemoryLayout<Int>.stride) { $0 + $1.column.cellSize } }

    /// Refuses distinct texts that take, with the rows so far, more memory than allowed.
    private func refuseTexts() throws(StageFailure) {
        let size = builders.reduce(lines.count * rowSize) { $0 + $1.column.levelSize }
        guard size > memoryLimit else { return }
        throw .tableTooLarge(
            size, limit: memoryLimit, rows: lines.count, columns: builders.count, file: header.file)
    }

    /// About how many times as many rows as so far there will be, and some more: room that is not used takes no memory, and
    /// moving to a larger one takes time.
    private func growth(_ block: TextBlock) -> Double {
        guard let extent = block.extent else { return 2 }
        let given = Double(extent.given - headerSize * (block.file + 1))
        let total = extent.total - Double(headerSize * files.count)
        // An estimate that is out by far may not ask for all the memory there is.
        return given > 0 ? min(max(1.05 * total / given, 1.05), 1024) : 2
    }

    private mutating func appendLines(_ block: TextBlock, _ firstLine: Int) {
        for row in 0..<block.rowCount { lines.append(firstLine - 1 + block.fields.record(row).line) }
        rowCounts[block.file] += block.rowCount
    }

    private mutating func appendCells(_ block: TextBlock, _ firstLine: Int) throws(StageFailure) {
        guard block.rowCount > 0 else { return }
        var batch = RecordBatch(block, width: readings.count, firstLine: firstLine)
        for i in builders.indices {
            do throws(ColumnFault) {
                try builders[i].column.append(builders[i].place, of: &batch)
            } catch { throw error.failure(column: builders[i].column.name, files: files) }
        }
    }

    /// Looks at the records after the last row: only blank lines at the end of the file may be among them.
    private mutating func checkRest(_ block: TextBlock, _ firstLine: Int) throws(StageFailure) {
        let bytes = block.body.span
        for place in block.rowCount..<block.fields.recordCount {
            let record = block.fields.record(place)
            let line = firstLine - 1 + record.line
            if block.fields.isBlank(record, in: bytes) {
                firstBlankLine = firstBlankLine ?? line
                continue
            }
            try refuseBlankLine(block.file)
            let isFirst = rowCounts[block.file] == 0 && record.fieldCount == header.names.count + 1
            throw StageFailure(
                .data, code: "FS408",
                "The row has \(record.fieldCount) field\(record.fieldCount == 1 ? "" : "s"); expected "
                    + "\(header.names.count), as many as the header has.",
                at: SourceLocation(file: files[block.file], line: line, column: 1),
                suggestion: isFirst
                    ? "where the first is the row's name, as R writes it, begin the header with the delimiter or leave the "
                        + "names out (row.names = FALSE)" : nil)
        }
    }

    private func refuseBlankLine(_ file: Int) throws(StageFailure) {
        guard let line = firstBlankLine else { return }
        throw StageFailure(
            .data, code: "FS409",
            "The line is blank, and rows follow it; expected blank lines at the end of the file alone.",
            at: SourceLocation(file: files[file], line: line, column: 1))
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
                        missingCount: missing.count, firstMissing: missing.first.map { $0.location(files) }))
            } catch { throw error.failure(column: header.names[place], files: files) }
        }
        let parts = zip(files, rowCounts).map { RowOrigins.Part(file: $0, rowCount: $1) }
        return SourceTable(header: header, columns: columns, origins: RowOrigins(parts: parts, lines: lines))
    }
}
