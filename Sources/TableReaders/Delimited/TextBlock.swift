import CTextScan
import StageKit

/// Some whole records of a file as text, and what a worker finds in them.
///
/// A block is filled by ``RecordFeed``, scanned and read by one worker (``scan(_:)``, ``readNumbers(_:)``), and taken by
/// ``TableAssembly``; its memory is used again for the next.
final class TextBlock {
    /// How much of a text there is.
    struct Extent {
        /// How many bytes up to here.
        let given: Int
        /// About how many in all.
        let total: Double
    }

    /// The numbers of some rows, column by column.
    struct Numbers {
        fileprivate let start: UnsafeMutablePointer<Double>
        fileprivate let stride: Int
        fileprivate let capacity: Int

        /// The first numbers of a column that was read, NaN where a cell is none.
        func column(_ column: Int, count: Int) -> UnsafeBufferPointer<Double> {
            precondition(
                count <= stride && (column + 1) * stride <= capacity, "TextBlock.Numbers: column \(column)")
            return UnsafeBufferPointer(start: start + column * stride, count: count)
        }
    }

    /// Its place among all blocks.
    var ticket = 0
    /// The file, by its number among those that are read.
    var file = 0
    /// Whether the file begins here.
    var isFirst = false
    /// Whether the file ends here.
    var isLast = false
    /// Whether the last record is whole, whatever it ends in.
    var isWhole = false
    /// How much of all files there is up to its end, as far as anybody knows.
    var extent: Extent?
    /// What keeps the block from being given, when it is its turn.
    var failure: (any Error)?
    /// What is known to be wrong with the text before it is scanned.
    var fault: TextFault?

    /// The file's names, where it begins here.
    var header: TableHeader?
    /// The fields of the records after the header.
    let fields = FieldTable()
    /// How many records from the first on have as many fields as there are columns.
    var rowCount = 0
    /// How many lines there are, the header's included.
    var lineCount = 0
    /// How many of these are the header's.
    var headerLineCount = 0
    /// How many cells of each column that is read as numbers are none.
    private(set) var others: [UInt32] = []

    private static let padding = Int(TEXT_SCAN_PADDING)
    private var room = Room<UInt8>(capacity: 2 * padding)
    private var count = 0
    /// The first byte that belongs to no header.
    var origin = 0
    private var values = Room<Double>()
    private var stride = 0
}

// MARK: Text

extension TextBlock {
    /// All bytes of the block.
    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: room.start + Self.padding, count: count) }

    /// The bytes after the header, in which the fields lie.
    var body: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[origin...]) }

    /// Becomes an empty block again.
    func clear() {
        (count, origin, rowCount, lineCount, headerLineCount) = (0, 0, 0, 0, 0)
        (isFirst, isLast, isWhole, failure, fault, header) = (false, false, false, nil, nil, nil)
        extent = nil
        fields.removeAll()
    }

    /// Adds up to `size` bytes; `read` writes them and says how many there are.
    func append(upTo size: Int, _ read: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows -> Int {
        room.reserve(count + size + 2 * Self.padding, keeping: Self.padding + count)
        // No quote seems to stand before the first field.
        room[Self.padding - 1] = .lineFeed
        let added = try read(UnsafeMutableRawBufferPointer(start: room.start + Self.padding + count, count: size))
        count += added
        return added
    }

    /// Adds bytes.
    func append(_ bytes: [UInt8]) {
        _ = append(upTo: bytes.count) { buffer in
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
    }

    /// Takes the bytes from an offset on away.
    func removeSuffix(from offset: Int) -> [UInt8] {
        defer { count = offset }
        return Array(text[offset...])
    }

    /// How many bytes the header takes, and what is before it.
    var headerSize: Int { origin }

    /// Takes the first bytes away.
    func skip(_ bytes: Int) { origin = bytes }

    /// The bytes after the header, ended by a line feed if they were not; it is no part of ``body``.
    func endedBody() -> UnsafeBufferPointer<UInt8> {
        guard body.last != .lineFeed else { return body }
        room[Self.padding + count] = .lineFeed
        return UnsafeBufferPointer(start: body.baseAddress, count: body.count + 1)
    }

    /// Whether the text can be read at all, as far as it goes: its encoding is right and no fault of syntax is in it.
    func firstFault(_ format: DelimitedFormat) -> TextFault? {
        defer { fields.removeAll() }
        return scanExactly(format.delimiter).fault
    }
}

// MARK: Numbers

extension TextBlock {
    /// Reads the rows of some columns as numbers.
    ///
    /// - Parameter wanted: 1 for each column that is read, 0 for the others.
    func readNumbers(_ wanted: [UInt8]) {
        let width = wanted.count
        guard rowCount > 0, let bytes = body.baseAddress else { return }
        if others.count != width { others = [UInt32](repeating: 0, count: width) }
        // An odd number of cache lines from column to column, so that columns do not share the same few places of a cache.
        stride = ((rowCount + 7) / 8 | 1) * 8
        values.reserve(stride * width)
        text_scan_numbers(
            bytes, fields.starts.start, fields.ends.start, rowCount, width, wanted, values.start, stride, &others)
    }

    /// The numbers that were read.
    var numbers: Numbers { Numbers(start: values.start, stride: stride, capacity: values.capacity) }
}
