import StageKit

/// The rows of svmlight files while they are read, one after another.
struct SvmLightRows {
    /// The file that is read, and those before it, with how many rows each gave.
    private(set) var parts: [(file: String, rowCount: Int)] = []
    /// The label of each row.
    private(set) var labels: [Double] = []
    /// The query of each row; empty where rows have none.
    private(set) var queries: [Double] = []
    /// The line of each row.
    private(set) var lines: [Int] = []
    /// Where each row's values end among all.
    private(set) var ends: [Int] = []
    /// The column of each value, from 0.
    private(set) var columns: [Int32] = []
    /// All values, row by row.
    private(set) var values: [Double] = []
    /// The largest index, and where it stands first.
    private(set) var largest: (index: Int, place: SourceLocation?) = (0, nil)

    /// The most bytes that the table may take while it is made.
    private let memoryLimit: Int?
    /// For how many values there is room.
    private var room = 0

    init(memoryLimit: Int? = nil) { self.memoryLimit = memoryLimit }

    /// The file that is read.
    var file: String { parts[parts.count - 1].file }

    /// Goes on with the lines of another file.
    mutating func begin(_ file: String) { parts.append((file, 0)) }

    /// Adds a line; one without items is skipped.
    ///
    /// - Parameters:
    ///   - line: Where it lies in the text, without its end.
    ///   - number: Its number, from 1.
    ///   - text: The text.
    /// - Throws: ``StageFailure`` at the first item that is not what has to stand there.
    mutating func append(_ line: Range<Int>, _ number: Int, in text: Span<UInt8>) throws(StageFailure) {
        var items = SvmLightItems(line: line, number: number, file: file, in: text)
        guard let label = items.next(in: text) else { return }
        labels.append(try items.label(label, in: text))
        lines.append(number)
        parts[parts.count - 1].rowCount += 1
        var item = items.next(in: text)
        let query = try item.flatMap { item throws(StageFailure) in try items.query(item, in: text) }
        guard (query == nil) == queries.isEmpty || labels.count == 1 else {
            let found =
                query == nil ? "no qid, and the rows before it have one" : "a qid, and the rows before it have none"
            throw items.failure(
                "FS495", "The row has \(found); expected one in each row or none.",
                query == nil ? label : item ?? label,
                in: text)
        }
        if let query {
            queries.append(query)
            item = items.next(in: text)
        }
        var (last, lastItem) = (0, label)
        while let found = item {
            let (index, value) = try items.entry(found, after: last, in: text)
            guard index <= Int32.max else { throw tooManyColumns(index, at: items.location(of: found, in: text)) }
            columns.append(Int32(index - 1))
            values.append(value)
            (last, lastItem) = (index, found)
            item = items.next(in: text)
        }
        // The last index of a line is its largest: the place is looked for once a line.
        if last > largest.index { largest = (last, items.location(of: lastItem, in: text)) }
        ends.append(values.count)
    }

    func tooManyColumns(_ index: Int, at place: SourceLocation?) -> StageFailure {
        StageFailure(
            .resource, code: "FS494",
            "The index \(index) asks for as many columns; expected at most \(SvmLightReader.columnLimit), or as many as the "
                + "file has values.",
            at: place)
    }
}

// MARK: Size

extension SvmLightRows {
    /// About how many bytes a column takes, its numbers aside, with what stages keep of it.
    static let columnSize = 1 << 10

    /// About how many bytes the table takes while it is made, if there are `scale` times as many values and rows.
    ///
    /// A value is there twice for a while: with its column by rows, and with its row by columns.
    private func size(scale: Double = 1, featureCount: Int) -> Int {
        let ofRow = queries.isEmpty ? 24 : 32
        let size = scale * Double(24 * values.count + ofRow * labels.count) + Double(featureCount * Self.columnSize)
        return Int(exactly: size.rounded()) ?? .max
    }

    /// Makes room for the values that the rest of the files has, if it is as the part so far.
    ///
    /// - Parameter share: Which share of all files was read, if anybody knows.
    /// - Throws: ``StageFailure`` of kind `resource` where the table would take more memory than it may.
    mutating func makeRoom(share: Double?) throws(StageFailure) {
        // An estimate that is out by far may not ask for all the memory there is.
        let scale = share.map { $0 > 0 ? min(max(1 / $0, 1), 1024) : 1 } ?? 1
        try refuseTable(scale: scale, featureCount: largest.index)
        guard scale > 1, values.count > room else { return }
        room = Int(1.05 * scale * Double(values.count))
        columns.reserveOnLargePages(room)
        values.reserveOnLargePages(room)
    }

    private func refuseTable(scale: Double = 1, featureCount: Int) throws(StageFailure) {
        // What cannot be a column is refused as such, when all is read.
        let featureCount = min(featureCount, max(SvmLightReader.columnLimit, values.count))
        let size = size(scale: scale, featureCount: featureCount)
        guard let memoryLimit, size > memoryLimit else { return }
        throw .tableTooLarge(
            size, limit: memoryLimit, rows: Int(scale * Double(labels.count)), columns: featureCount + 1,
            file: parts[0].file, suggestion: "raise --max-memory")
    }

    /// Refuses rows that make no table, or so many columns that a short file would take much memory.
    ///
    /// - Parameter featureCount: How many features there are at least.
    func check(featureCount: Int) throws(StageFailure) {
        guard !labels.isEmpty else {
            throw StageFailure(
                .data, code: "FS406", "The file has no row; expected a label and index:value items on each line.",
                at: SourceLocation(file: parts[0].file, line: 1, column: 1))
        }
        guard largest.index <= max(SvmLightReader.columnLimit, values.count) else {
            throw tooManyColumns(largest.index, at: largest.place)
        }
        guard featureCount <= SvmLightReader.askedLimit else { throw tooManyColumns(featureCount, at: nil) }
        guard labels.count <= Int32.max else {
            throw StageFailure(
                .resource, code: "FS494", "The file has \(labels.count) rows; expected at most \(Int32.max).",
                at: SourceLocation(file: parts[0].file, line: 1))
        }
        try refuseTable(featureCount: max(largest.index, featureCount))
    }
}
