import ArchiveStreams
import StageKit

/// Reads arrays of NumPy: a `.npy` file, packed or not, or an `.npz` archive, told apart by their first bytes.
///
/// - An array n × p of numbers, or n of them, gives the columns `f1` to `fp`.
/// - An archive has the member `X`, n × p, and may have `y` (n numbers or texts: the column `target`), `weights` (n
///   numbers: the column `weight`, with that role) and `feature_names` (p texts, for `f1` to `fp`). Others are refused.
///
/// Read are the format's versions 1 to 3 with the types f8, f4, i1 to i8, u1 to u8 and b1, of either byte order, row by
/// row or column by column. NaN is missing. An infinite number and a whole number beyond 2⁵³ are refused, and so are
/// other types: Python objects first of all, since nothing here is evaluated.
///
/// Memory is that of the kept columns and a block. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public struct NumPyReader: TableReader {
    /// The file.
    public let file: String
    /// The most bytes that the table may take; `nil` for no limit.
    public private(set) var memoryLimit: Int?

    /// Creates a reader.
    ///
    /// - Parameter file: The path of the file.
    public init(file: String) { self.file = file }

    /// Whether a file's name says that it holds arrays of NumPy: `.npy`, before the suffix of what packs it, or `.npz`.
    ///
    /// - Parameter path: The path of the file.
    public static func isArray(name path: String) -> Bool {
        var parts = path.lowercased().split(separator: ".")
        if let last = parts.last, ["gz", "zst", "bz2", "xz"].contains(last) { parts.removeLast() }
        return parts.count > 1 && (parts.last == "npy" || parts.last == "npz")
    }

    /// The reader with a limit; one thread is as fast as memory is.
    public func using(threads: Int, memory: Int?) -> NumPyReader {
        var reader = self
        reader.memoryLimit = memory
        return reader
    }

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - progress: Takes how many bytes of numbers were read and how many there are.
    ///   - plan: Says how each column is to be read, given the names; one answer for each name.
    /// - Returns: The columns that are not skipped; a row's line is its number, from 1.
    /// - Throws: ``StageFailure`` at the first fault; what `plan` throws; `CancellationError`.
    public func read(
        progress: @escaping (_ completed: Int, _ total: Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        let isArchive: Bool
        do throws(ArchiveError) { isArchive = try ZipMembers.isArchive(path: file) } catch { throw error.inputFailure }
        return isArchive
            ? try NumPyArchive(file: file, memoryLimit: memoryLimit).read(progress: progress, columns: plan)
            : try readArray(progress: progress, columns: plan)
    }

    private func readArray(
        progress: (Int, Int) -> Void, columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        let source: ByteSource
        do throws(ArchiveError) { source = try ByteSource(path: file) } catch { throw error.inputFailure }
        let stream = ArrayStream(file: file) { buffer in
            do throws(ArchiveError) { return try source.read(into: buffer) } catch { throw error.inputFailure }
        }
        let header = try NumPyHeader(stream)
        try header.requireNumbers(stream)
        if source.compression == .none { try header.requireSize(source.storedSize, stream) }
        let names = TableHeader(file: file, names: (1...header.columnCount).map { "f\($0)" })
        let readings = try plan(names)
        precondition(
            readings.count == names.names.count,
            "NumPyReader.read: \(readings.count) columns were planned, the array has \(names.names.count)")
        let kept = readings.indices.filter { readings[$0] != .skip }
        try StageFailure.refuseTable(rows: header.rowCount, columns: kept.count, limit: memoryLimit, file: file)
        var columns = ArrayColumns(
            header, stream, kept: kept,
            reserves: header.mayFit(storedSize: source.storedSize))
        try columns.read(progress: progress)
        return try SourceTable(names, readings, columns.columns, rowCount: header.rowCount)
    }
}

extension NumPyHeader {
    /// Refuses texts (FS431).
    func requireNumbers(_ stream: ArrayStream) throws(StageFailure) {
        guard type.isText else { return }
        throw stream.failure("FS431", "The array holds texts; expected numbers.")
    }

    /// Refuses a size that is not that of header and elements (FS433), before any memory is taken for them.
    func requireSize(_ size: Int, _ stream: ArrayStream) throws(StageFailure) {
        guard size != length + dataSize else { return }
        let what = size < length + dataSize ? "is cut off" : "goes on after its last element"
        throw stream.failure(
            "FS433",
            "The array \(what): it has \(size) bytes, and its header says \(length) and \(dataSize) bytes of elements.")
    }

    /// Whether the elements may come from a file of a size: gzip and zip pack 1,032 bytes into one at most.
    func mayFit(storedSize: Int) -> Bool { dataSize / 1032 <= storedSize }
}

extension SourceTable {
    /// A table of converted columns.
    ///
    /// - Throws: ``StageFailure`` where a column's levels cannot be told apart.
    init(
        _ header: TableHeader, _ readings: [ColumnReading], _ columns: [ArrayColumns.Kept], rowCount: Int
    ) throws(StageFailure) {
        self.init(
            header: header,
            columns: try columns.map { kept throws(StageFailure) in
                try SourceTable.Column(kept, header, readings[kept.place])
            },
            origins: RowOrigins(file: header.file, lines: Array(1...rowCount)))
    }
}

extension SourceTable.Column {
    /// A converted column under its name.
    init(
        _ kept: ArrayColumns.Kept, at place: Int? = nil, _ header: TableHeader, _ reading: ColumnReading
    ) throws(StageFailure) {
        let place = place ?? kept.place
        let name = header.names[place]
        let values: ColumnValues
        do throws(ColumnFault) {
            values = reading == .text ? try ColumnValues(levelsOf: kept.numbers) : .numeric(kept.numbers)
        } catch { throw error.failure(column: name, file: header.file) }
        self.init(
            place: place, content: StageKit.Column(name: name, values: values), missingCount: kept.missingCount,
            firstMissing: kept.firstMissing(file: header.file, at: place))
    }
}
