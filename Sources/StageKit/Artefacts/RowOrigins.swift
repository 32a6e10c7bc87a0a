/// Where rows came from: for messages, and to key random numbers and hashes to a row rather than to its place.
public struct RowOrigins: Sendable, Hashable {
    /// One file among several, and the rows that came from it.
    public struct Part: Sendable, Hashable {
        /// The file.
        public let file: String
        /// How many rows it gave.
        public let rowCount: Int

        /// Creates a part.
        ///
        /// - Parameters:
        ///   - file: The file.
        ///   - rowCount: How many rows it gave.
        public init(file: String, rowCount: Int) {
            self.file = file
            self.rowCount = rowCount
        }
    }

    /// The files, in the order of the loaded rows.
    public let parts: [Part]
    private let allLines: [Int]
    private let allNumbers: [Int]?
    private let rows: RowSelection?

    /// Creates the origins of n rows of several files.
    ///
    /// - Parameters:
    ///   - parts: The files, at least one, with n rows together.
    ///   - lines: The line of its file on which each row begins, n values from 1; in a file without lines its number among
    ///     that file's rows, from 1.
    ///   - numbers: The number of each row among the loaded ones, n values from 0; in their order where it is `nil`.
    /// - Precondition: as many lines as rows, and as many numbers.
    public init(parts: [Part], lines: [Int], numbers: [Int]? = nil) {
        let count = parts.reduce(0) { $0 + $1.rowCount }
        precondition(
            !parts.isEmpty && lines.count == count && numbers.map { $0.count == count } ?? true,
            "RowOrigins: \(parts.count) files of \(count) rows with \(lines.count) lines and "
                + "\(numbers?.count ?? count) numbers")
        self.init(parts: parts, allLines: lines, allNumbers: numbers, rows: nil)
    }

    /// Creates the origins of n rows of one file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - lines: The line on which each row begins, n values from 1.
    ///   - numbers: The number of each row among the loaded ones, n values from 0; in their order where it is `nil`.
    /// - Precondition: as many lines as numbers.
    public init(file: String, lines: [Int], numbers: [Int]? = nil) {
        self.init(parts: [Part(file: file, rowCount: lines.count)], lines: lines, numbers: numbers)
    }

    private init(parts: [Part], allLines: [Int], allNumbers: [Int]?, rows: RowSelection?) {
        self.parts = parts
        self.allLines = allLines
        self.allNumbers = allNumbers
        self.rows = rows
    }

    /// The first file.
    public var file: String { parts[0].file }

    /// The number of rows.
    public var count: Int { rows?.indices.count ?? allLines.count }

    /// The line on which each row begins, from 1; O(rows).
    public var lines: [Int] { (0..<count).map(line) }

    /// The number of each row among the loaded ones, from 0; O(rows).
    public var numbers: [Int] { (0..<count).map(number) }

    /// The line on which a row begins, from 1.
    ///
    /// - Parameter row: The row, from 0.
    public func line(ofRow row: Int) -> Int { allLines[place(ofRow: row)] }

    /// The number of a row among the loaded ones, from 0.
    ///
    /// - Parameter row: The row, from 0.
    public func number(ofRow row: Int) -> Int {
        let place = place(ofRow: row)
        return allNumbers?[place] ?? place
    }

    /// The file and line of a row.
    ///
    /// - Parameter row: The row, from 0.
    /// - Complexity: O(files).
    public func location(ofRow row: Int) -> SourceLocation {
        var place = place(ofRow: row)
        let line = allLines[place]
        for part in parts {
            if place < part.rowCount { return SourceLocation(file: part.file, line: line) }
            place -= part.rowCount
        }
        return SourceLocation(file: file, line: line)
    }

    private func place(ofRow row: Int) -> Int { rows?.indices[row] ?? row }

    /// The origins of some of the rows, which share what is stored.
    ///
    /// - Parameter chosen: Row indices, from 0.
    func selecting(_ chosen: inout RowChoice) -> RowOrigins {
        RowOrigins(parts: parts, allLines: allLines, allNumbers: allNumbers, rows: chosen.selection(from: rows))
    }

    /// Whether two tables' rows came from the same places.
    public static func == (a: RowOrigins, b: RowOrigins) -> Bool {
        a.parts == b.parts && a.lines == b.lines && a.numbers == b.numbers
    }

    /// Hashes the file and the number of rows.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(count)
    }
}
