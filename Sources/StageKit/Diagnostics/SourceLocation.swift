/// A place in a text file that a person wrote or named.
public struct SourceLocation: Sendable, Hashable, Comparable {
    /// The path of the file as it was named on the command line or in the pipeline.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1; `nil` where only the line is known.
    public let column: Int?
    /// How many characters the place covers, for underlining.
    public let length: Int

    /// Creates a location.
    ///
    /// - Parameters:
    ///   - file: The path as it was named.
    ///   - line: The line, from 1.
    ///   - column: The column in characters, from 1, or `nil`.
    ///   - length: How many characters the place covers, at least 1.
    public init(file: String, line: Int, column: Int? = nil, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    /// Document order: by file, line, then column.
    public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.file, a.line, a.column ?? 0) < (b.file, b.line, b.column ?? 0)
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`, or `file:line` where no column is known.
    public var description: String {
        column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
    }
}
