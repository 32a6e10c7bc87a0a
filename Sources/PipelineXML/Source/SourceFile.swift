internal import StageKit

/// One XML file as read: its bytes, and the way from a byte offset to a line and a column.
///
/// Lines end with LF, CR LF or a lone CR, as XML has it. Columns count Unicode code points from 1; a tab is one column and
/// a byte order mark is none.
package final class SourceFile: Sendable {
    /// The path as it was named.
    package let path: String
    /// The folder that relative paths in this file start from; empty for the current one.
    package let folder: String
    /// The bytes as they stand in the file.
    package let bytes: [UInt8]
    /// Where this file comes in document order: the offsets of the `<include>` elements that lead to it.
    let anchor: [Int]

    private let lineStarts: [Int]
    /// How many code points start before each block of `blockSize` bytes: a column in a line of megabytes costs no more than
    /// one in a short line.
    private let scalarsBefore: [Int]
    private static let blockSize = 256

    /// Indexes a file's lines.
    ///
    /// - Parameters:
    ///   - path: The path as it was named.
    ///   - bytes: The bytes as they stand in the file.
    ///   - anchor: The offsets of the `<include>` elements that lead to it, outermost first.
    /// - Complexity: O(bytes).
    init(path: String, bytes: [UInt8], anchor: [Int] = []) {
        self.path = path
        self.folder = PathText.folder(of: path)
        self.bytes = bytes
        self.anchor = anchor
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var lines = [start]
        var scalars: [Int] = []
        bytes.withUnsafeBufferPointer { buffer in
            var count = 0
            var index = 0
            while index < buffer.count {
                if index % SourceFile.blockSize == 0 { scalars.append(count) }
                let byte = buffer[index]
                if byte & 0xC0 != 0x80 { count += 1 }
                index += 1
                let endsLine = byte == 0x0A || (byte == 0x0D && !(index < buffer.count && buffer[index] == 0x0A))
                if endsLine { lines.append(index) }
            }
            scalars.append(count)
        }
        lineStarts = lines
        scalarsBefore = scalars
    }

    /// Where the text begins: after the byte order mark, if there is one.
    var textStart: Int { lineStarts[0] }

    /// A line as it is written, without its end; `nil` where the file has no such line.
    ///
    /// - Parameter number: The line, from 1.
    package func line(_ number: Int) -> String? {
        guard lineStarts.indices.contains(number - 1) else { return nil }
        let start = lineStarts[number - 1]
        return String(decoding: bytes[start..<endOfLine(number - 1)], as: UTF8.self)
    }

    /// The place of a range of bytes; its length ends at the end of the line in which it begins.
    ///
    /// - Parameters:
    ///   - offset: The first byte, from 0; past the end counts as the end.
    ///   - length: How many bytes.
    /// - Complexity: O(log lines).
    func location(at offset: Int, length: Int) -> SourceLocation {
        let offset = min(max(offset, textStart), bytes.count)
        let line = lineIndex(of: offset)
        let end = min(offset + max(0, length), max(offset, endOfLine(line)))
        return SourceLocation(
            file: path, line: line + 1, column: scalars(before: offset) - scalars(before: lineStarts[line]) + 1,
            length: scalars(before: end) - scalars(before: offset))
    }

    private func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func endOfLine(_ index: Int) -> Int {
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return end
    }

    private func scalars(before offset: Int) -> Int {
        let block = offset / SourceFile.blockSize
        guard block < scalarsBefore.count else { return scalarsBefore[scalarsBefore.count - 1] }
        var count = scalarsBefore[block]
        for index in (block * SourceFile.blockSize)..<offset where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
