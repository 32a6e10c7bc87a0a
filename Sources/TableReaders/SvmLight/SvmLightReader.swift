public import StageKit

/// Reads svmlight files (also called libsvm), compressed or not, in a single pass, into sparse columns; several make one
/// table.
///
/// ```
/// label [qid:n] index:value index:value … # comment
/// ```
/// Each line is a row. Its label is a number. Indices are whole numbers from 1, ascending within a line; a value that is
/// not written is 0. Blanks separate items; blank lines, and lines with nothing but a comment, are skipped. Numbers are
/// in decimal syntax and correctly rounded, as in ``DelimitedReader``.
///
/// The columns are `f1`, `f2`, … up to the largest index, then `qid` where the rows have one, whose use is that of a group,
/// and `target`, the label. Nothing is ever missing.
///
/// Memory is O(values + rows + columns).
public struct SvmLightReader: TableReader {
    /// The name of the label's column.
    public static let target = "target"
    /// The name of the column that says which query a row belongs to.
    public static let query = "qid"
    /// How many columns there may be, whatever the file's size; a file with more values may have as many columns.
    public static let columnLimit = 1 << 20
    /// How many columns a caller may ask for, whatever the file holds.
    static let askedLimit = 1 << 24

    /// How many features there are at least: a file need not name the last ones, which are then all 0.
    public let featureCount: Int
    /// The most bytes that the table may take while it is made; `nil` for no limit.
    public private(set) var memoryLimit: Int?
    private let input: InputFiles

    /// Creates a reader of one file.
    ///
    /// - Parameters:
    ///   - file: The path of the file.
    ///   - featureCount: How many features there are at least; more than 2²⁴ are refused when the file is read.
    public init(file: String, featureCount: Int = 0) { self.init(.files([file]), featureCount: featureCount) }

    /// Creates a reader of all files that a pattern stands for, in the order of their names' bytes.
    ///
    /// - Parameters:
    ///   - pattern: The pattern; that no file matches it is a failure of the reading.
    ///   - featureCount: As for one file.
    public init(pattern: FilePattern, featureCount: Int = 0) {
        self.init(.pattern(pattern), featureCount: featureCount)
    }

    init(_ input: InputFiles, featureCount: Int = 0) {
        precondition(featureCount >= 0, "SvmLightReader: \(featureCount) features")
        self.input = input
        self.featureCount = featureCount
    }

    /// The reader with a limit; the lines are read on one thread.
    public func using(threads: Int, memory: Int?) -> SvmLightReader {
        var reader = self
        reader.memoryLimit = memory
        return reader
    }

    /// Whether a file's name says that it is of this format: `.svm`, `.svmlight` or `.libsvm`, before the suffix of what
    /// packs it.
    ///
    /// - Parameter path: The path of the file.
    public static func isSvmLight(name path: String) -> Bool {
        var parts = path.lowercased().split(separator: ".")
        if let last = parts.last, ["gz", "zst", "bz2", "xz", "zip"].contains(last) { parts.removeLast() }
        return parts.count > 1 && parts.last.map { ["svm", "svmlight", "libsvm"].contains($0) } ?? false
    }

    /// The number of a feature's column: 12 for `f12`; `nil` for any other name.
    ///
    /// - Parameter name: A column's name.
    public static func index(ofFeature name: String) -> Int? {
        guard name.utf8.first == UInt8(ascii: "f"), let index = Int(name.dropFirst()), index > 0,
            featureName(index) == name
        else { return nil }
        return index
    }

    static func featureName(_ index: Int) -> String { "f\(index)" }

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - progress: Takes how many bytes of a file were read and how many there are; not called for a packed file, whose
    ///     unpacked size nobody knows.
    ///   - plan: Says how each column is to be read, given the names; a column read as text has a level for each number.
    /// - Returns: The columns that are not skipped.
    /// - Throws: ``StageFailure`` at the first fault of the files, in their order; what `plan` throws;
    ///   `CancellationError`.
    /// - Complexity: O(bytes + columns).
    public func read(
        progress: @escaping (_ completed: Int, _ total: Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        let files = try input.files()
        let sizes = files.map { Double(FileSource.storedSize($0)) }
        let total = sizes.reduce(0, +)
        var rows = SvmLightRows(memoryLimit: memoryLimit)
        var earlier = 0.0
        for (file, size) in zip(files, sizes) {
            let source = try FileSource(path: file)
            try append(file, to: &rows) {
                try Task.checkCancellation()
                if let (completed, total) = source.progress, completed > 0 { progress(completed, total) }
                guard let block = try source.next() else { return nil }
                return (block, source.share.map { (earlier + $0 * size) / total })
            }
            earlier += size
        }
        return try rows.table(featureCount: featureCount, columns: plan)
    }

    /// Reads blocks of text in the place of the only file.
    ///
    /// - Parameters:
    ///   - plan: Says how each column is to be read.
    ///   - nextBlock: Gives the next bytes, at least one, or `nil` at the end.
    package func read(
        columns plan: (TableHeader) throws -> [ColumnReading], nextBlock: () throws -> [UInt8]?
    ) throws -> SourceTable {
        var rows = SvmLightRows(memoryLimit: memoryLimit)
        try append(input.name, to: &rows) { try nextBlock().map { ($0, nil) } }
        return try rows.table(featureCount: featureCount, columns: plan)
    }

    /// Adds the rows of one file.
    ///
    /// - Parameter nextBlock: Gives the next bytes, and which share of all files they end, if anybody knows.
    private func append(
        _ file: String, to rows: inout SvmLightRows, nextBlock: () throws -> (bytes: [UInt8], share: Double?)?
    ) throws {
        var lines = TextLines(file: file)
        rows.begin(file)
        while let (block, share) = try nextBlock() {
            try lines.append(block) { line, number, text throws(StageFailure) in
                try rows.append(line, number, in: text)
            }
            try rows.makeRoom(share: share)
        }
        try lines.finish { line, number, text throws(StageFailure) in try rows.append(line, number, in: text) }
    }
}
