import ArchiveStreams
import CTextScan
import StageKit

/// Cuts the text of one file, or of several one after the other, into blocks of whole records.
///
/// A cut is made after the last line break outside of quotes, as the count of quotes before it tells: an even count in any
/// text up to its first fault. Where it is the fault that makes the count odd, the block before which no cut was
/// found shows the fault to whoever scans it.
struct RecordFeed {
    /// The longest record: more is taken for a quote that nobody closed, or for a file of another kind.
    static let largestRecord = 1 << 28

    /// Where the bytes of a file come from.
    protocol Source {
        /// Reads up to `buffer.count` bytes, at least one unless the end is reached; 0 means the end.
        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
        /// How many bytes were read and how many there are; `nil` where nobody knows.
        var progress: (completed: Int, total: Int)? { get }
        /// Which share of the source was read, from 0 to 1, as far as anybody knows.
        var share: Double? { get }
    }

    private let format: DelimitedFormat
    private let largestRecord: Int
    private let open: (Int) throws -> any Source
    private let sizes: [Int]
    private var source: (any Source)?
    private var file = 0
    private var ticket = 0
    private var rest: [UInt8] = []
    /// How many bytes were read.
    private var position = 0
    private var isAtFileStart = true
    /// How many bytes a block has, as far as records are not longer.
    var size: Int
    /// How much of the current file was read; `nil` where nobody knows.
    private(set) var progress: (completed: Int, total: Int)?

    /// - Parameters:
    ///   - format: How the files are written.
    ///   - sizes: How large each file is as it is stored, or 1 for all where nobody knows.
    ///   - size: How many bytes a block has, as far as records are not longer.
    ///   - largestRecord: The most bytes of a record.
    ///   - open: Opens a file, by its number from 0.
    init(
        format: DelimitedFormat, sizes: [Int], size: Int, largestRecord: Int = RecordFeed.largestRecord,
        open: @escaping (Int) throws -> any Source
    ) {
        self.format = format
        self.sizes = sizes
        self.size = size
        self.largestRecord = largestRecord
        self.open = open
    }

    /// Fills a block with the next records; one that cannot be read keeps the reason, and is the last.
    ///
    /// - Returns: Whether there are any; `false` ever after.
    mutating func next(_ block: TextBlock) -> Bool {
        guard file < sizes.count else { return false }
        block.clear()
        block.ticket = ticket
        block.file = file
        ticket += 1
        do {
            let source = try self.source ?? open(file)
            self.source = source
            try fill(block, from: source)
            progress = source.progress
            block.extent = source.share.flatMap { extent(read: share(of: block.file, $0)) }
        } catch {
            block.failure = error
            file = sizes.count
        }
        return true
    }

    /// Which share of all files was read, given the share of one.
    private func share(of file: Int, _ share: Double) -> Double {
        let before = sizes[..<file].reduce(0) { $0 + Double($1) }
        return (before + share * Double(sizes[file])) / sizes.reduce(0) { $0 + Double($1) }
    }

    /// How many bytes were handed out and about how many there will be.
    private func extent(read share: Double) -> TextBlock.Extent? {
        share > 0 ? TextBlock.Extent(given: position - rest.count, total: Double(position) / share) : nil
    }

    private mutating func fill(_ block: TextBlock, from source: any Source) throws {
        block.isFirst = isAtFileStart
        block.append(rest)
        rest = []
        var target = size
        while true {
            // A byte order mark is seen whole or not at all.
            try read(source, into: block, upTo: isAtFileStart ? max(target, 3) : target)
            if isAtFileStart { start(block) }
            if block.isLast { return endFile(block) }
            if block.fault != nil { break }
            if let cut = lastCut(block.text) {
                rest = block.removeSuffix(from: cut)
                block.isWhole = true
                return
            }
            if block.firstFault(format) != nil { break }
            if block.text.count > largestRecord {
                block.fault = TextFault(
                    kind: .tooLong(limit: largestRecord), position: TextPosition(line: 1, column: 1))
                break
            }
            target *= 2
        }
        // Nothing after the fault is of use.
        file = sizes.count
    }

    private mutating func read(_ source: any Source, into block: TextBlock, upTo target: Int) throws {
        while block.text.count < target, !block.isLast {
            let count = try block.append(upTo: target - block.text.count, source.read)
            position += count
            block.isLast = count == 0
        }
    }

    private mutating func endFile(_ block: TextBlock) {
        block.isWhole = true
        source = nil
        isAtFileStart = true
        file += 1
    }

    /// Skips a byte order mark, and refuses those of other encodings.
    private mutating func start(_ block: TextBlock) {
        isAtFileStart = false
        if block.text.starts(with: [0xFF, 0xFE]) || block.text.starts(with: [0xFE, 0xFF]) {
            block.fault = TextFault(kind: .otherEncoding, position: nil)
        } else if block.text.starts(with: [0xEF, 0xBB, 0xBF]) {
            block.skip(3)
        }
    }

    /// The end of the last whole record.
    private func lastCut(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let bytes = text.baseAddress else { return nil }
        var isInside = text_scan_quotes(bytes, text.count) % 2 == 1
        // What follows the last byte is not known; were it a line feed, a CR before it would not end the line.
        var next: UInt8 = .lineFeed
        var at = text.count
        while at > 0 {
            let byte = text[at - 1]
            if byte == .quote { isInside.toggle() }
            let isEnd = byte == .lineFeed || (byte == .carriageReturn && next != .lineFeed)
            if isEnd, !isInside { return at }
            next = byte
            at -= 1
        }
        return nil
    }
}
