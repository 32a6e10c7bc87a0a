import StageKit

/// The rows of an svmlight file while they are read, one after another.
struct SvmLightRows {
    let file: String
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

    init(file: String) { self.file = file }

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

    /// Refuses a file that makes no table, or so many columns that a short file would take much memory.
    func check() throws(StageFailure) {
        guard !labels.isEmpty else {
            throw StageFailure(
                .data, code: "FS406", "The file has no row; expected a label and index:value items on each line.",
                at: SourceLocation(file: file, line: 1, column: 1))
        }
        guard largest.index <= max(SvmLightReader.columnLimit, values.count) else {
            throw tooManyColumns(largest.index, at: largest.place)
        }
        guard labels.count <= Int32.max else {
            throw StageFailure(
                .resource, code: "FS494", "The file has \(labels.count) rows; expected at most \(Int32.max).",
                at: SourceLocation(file: file, line: 1))
        }
    }
}
