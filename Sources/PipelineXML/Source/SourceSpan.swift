package import StageKit

/// A range of bytes in a file.
package struct SourceSpan: Sendable {
    /// The file.
    package let source: SourceFile
    /// The first byte, from 0.
    package let offset: Int
    /// How many bytes.
    package let length: Int

    init(_ source: SourceFile, _ range: Range<Int>) {
        self.source = source
        offset = range.lowerBound
        length = range.count
    }

    /// The line, the column and the length in characters.
    package var location: SourceLocation { source.location(at: offset, length: length) }

    /// Where it comes in document order: by the `<include>` elements that lead to it, then by its own offset.
    var order: [Int] { source.anchor + [offset] }
}
