import StageKit

/// Cuts blocks of text into lines, which LF or CRLF ends.
struct TextLines {
    /// Takes a line: where it lies, without its end, its number from 1, and the text it lies in.
    typealias Receiver = (Range<Int>, Int, Span<UInt8>) throws(StageFailure) -> Void

    /// The longest line: more is taken for a file of another kind.
    static let longest = 1 << 28

    private let file: String
    private var bytes: [UInt8] = []
    /// Up to where there is no end of a line.
    private var searched = 0
    private var number = 1
    private var hasStarted = false

    init(file: String) { self.file = file }

    /// Adds a block, and gives the lines that it completes.
    mutating func append(_ block: [UInt8], _ receive: Receiver) throws(StageFailure) {
        bytes += block
        if !hasStarted {
            // A byte order mark is seen whole or not at all.
            guard bytes.count >= 3 else { return }
            try start()
        }
        try giveLines(receive)
        guard bytes.count <= Self.longest else {
            throw StageFailure(
                .resource, code: "FS418",
                "The line that begins here is longer than \(Self.longest) bytes, which is the limit.",
                at: SourceLocation(file: file, line: number, column: 1))
        }
    }

    /// Gives the last line, if nothing ends it.
    mutating func finish(_ receive: Receiver) throws(StageFailure) {
        if !hasStarted {
            try start()
            try giveLines(receive)
        }
        if !bytes.isEmpty { try receive(0..<bytes.count, number, bytes.span) }
        bytes = []
    }

    private mutating func giveLines(_ receive: Receiver) throws(StageFailure) {
        let (start, count) = try wholeLines(receive)
        bytes.removeSubrange(..<start)
        searched = bytes.count
        number += count
    }

    /// Gives the lines that are whole; where the next one begins, and how many there were.
    private func wholeLines(_ receive: Receiver) throws(StageFailure) -> (start: Int, count: Int) {
        let text = bytes.span
        var (start, count) = (0, 0)
        for i in searched..<text.count where text[i] == .lineFeed {
            let end = i > start && text[i - 1] == .carriageReturn ? i - 1 : i
            try receive(start..<end, number + count, text)
            count += 1
            start = i + 1
        }
        return (start, count)
    }

    /// Skips a byte order mark, and refuses those of other encodings.
    private mutating func start() throws(StageFailure) {
        hasStarted = true
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw StageFailure(
                .data, code: "FS405", "The file is UTF-16; expected UTF-8.", at: SourceLocation(file: file, line: 1))
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    }
}
