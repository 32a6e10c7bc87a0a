/// Where rows came from: for messages, and to key random numbers and hashes to a row rather than to its place.
public struct RowOrigins: Sendable, Hashable {
    /// The file.
    public let file: String
    private let allLines: [Int]
    private let allNumbers: [Int]
    private let rows: RowSelection?

    /// Creates the origins of n rows.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - lines: The line on which each row begins, n values from 1.
    ///   - numbers: The number of each row among the loaded ones, n values from 0.
    /// - Precondition: as many lines as numbers.
    public init(file: String, lines: [Int], numbers: [Int]) {
        precondition(
            lines.count == numbers.count, "RowOrigins: \(lines.count) lines and \(numbers.count) numbers of rows")
        self.init(file: file, allLines: lines, allNumbers: numbers, rows: nil)
    }

    private init(file: String, allLines: [Int], allNumbers: [Int], rows: RowSelection?) {
        self.file = file
        self.allLines = allLines
        self.allNumbers = allNumbers
        self.rows = rows
    }

    /// The number of rows.
    public var count: Int { rows?.indices.count ?? allLines.count }

    /// The line on which each row begins, from 1; O(rows).
    public var lines: [Int] { (0..<count).map(line) }

    /// The number of each row among the loaded ones, from 0; O(rows).
    public var numbers: [Int] { (0..<count).map(number) }

    /// The line on which a row begins, from 1.
    ///
    /// - Parameter row: The row, from 0.
    public func line(ofRow row: Int) -> Int { allLines[rows?.indices[row] ?? row] }

    /// The number of a row among the loaded ones, from 0.
    ///
    /// - Parameter row: The row, from 0.
    public func number(ofRow row: Int) -> Int { allNumbers[rows?.indices[row] ?? row] }

    /// The origins of some of the rows, which share what is stored.
    ///
    /// - Parameter chosen: Row indices, from 0.
    func selecting(_ chosen: inout RowChoice) -> RowOrigins {
        RowOrigins(file: file, allLines: allLines, allNumbers: allNumbers, rows: chosen.selection(from: rows))
    }

    /// Whether two tables' rows came from the same places.
    public static func == (a: RowOrigins, b: RowOrigins) -> Bool {
        a.file == b.file && a.lines == b.lines && a.numbers == b.numbers
    }

    /// Hashes the file and the number of rows.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(count)
    }
}
