/// Reads a table from a source of some format.
///
/// Whatever the format, the caller sees the names first and says how each column is to be read; columns that it skips
/// cost no memory.
public protocol TableReader: Sendable {
    /// Reads the source.
    ///
    /// - Parameters:
    ///   - progress: Takes how many bytes, or rows, were read and how many there are; not called where nobody knows.
    ///   - plan: Says how each column is to be read, given the names; one answer for each name.
    /// - Returns: The columns that are not skipped.
    /// - Throws: ``StageFailure`` at the first fault of the source, in its order, or else at the first column that cannot
    ///   be read as asked; what `plan` throws; `CancellationError`.
    func read(
        progress: @escaping (_ completed: Int, _ total: Int) -> Void,
        columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable

    /// The reader with what it may use; a reader that has no use for one of them is given back as it is.
    ///
    /// - Parameters:
    ///   - threads: How many threads it may use, from 1; no result depends on it.
    ///   - memory: The most bytes that the table may take; `nil` for no limit.
    func using(threads: Int, memory: Int?) -> Self
}

extension TableReader {
    /// The reader as it is.
    public func using(threads: Int, memory: Int?) -> Self { self }

    /// Reads the source without telling how far it is.
    ///
    /// - Parameter plan: Says how each column is to be read, given the names.
    /// - Throws: As `read(progress:columns:)`.
    public func read(columns plan: (TableHeader) throws -> [ColumnReading]) throws -> SourceTable {
        try read(progress: { _, _ in }, columns: plan)
    }
}
