/// A place in a text: line and column from 1, the column in characters (Unicode scalars).
public struct TextPosition: Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int

    /// Creates a position.
    ///
    /// - Parameters:
    ///   - line: The line, from 1.
    ///   - column: The column in characters, from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place after some more bytes.
    ///
    /// LF, CRLF and CR each end a line.
    ///
    /// - Complexity: O(range).
    func advanced(over range: Range<Int>, in bytes: Span<UInt8>) -> TextPosition {
        var (line, column) = (line, column)
        for i in range {
            switch bytes[i] {
            case .lineFeed where i > range.lowerBound && bytes[i - 1] == .carriageReturn: break
            case .lineFeed, .carriageReturn:
                line += 1
                column = 1
            case 0x80...0xBF: break
            default: column += 1
            }
        }
        return TextPosition(line: line, column: column)
    }
}
