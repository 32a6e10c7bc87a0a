import Glibc

/// The messages of a program, a line each, and its last complaints: reads and writes with a time limit for each wait.
struct ProgramLine {
    private let child: ProgramChild
    private let longest: Int
    private var unread: [UInt8] = []
    /// How far in `unread` no line end was found.
    private var searched = 0
    private var complaints: [UInt8] = []

    init(_ child: ProgramChild, longest: Int) {
        self.child = child
        self.longest = longest
    }

    /// What came of waiting.
    enum Outcome {
        case line([UInt8])
        /// Nothing whole yet.
        case nothing
        /// The program will write no more.
        case end
        /// A line is longer than allowed.
        case tooLong
    }

    /// The last lines that the program wrote to its standard error, for messages.
    var lastWords: String {
        let text = String(decoding: complaints.suffix(2000), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        return String(lines.suffix(2).joined(separator: " | ").suffix(300))
    }

    /// Sends bytes as far as the program takes them.
    ///
    /// - Returns: How many it took; `nil` where it reads no more.
    mutating func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes { write(child.input, $0.baseAddress, min($0.count, 1 << 16)) }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Waits until the program has written, or can be written to.
    ///
    /// - Parameters:
    ///   - milliseconds: How long at most.
    ///   - wantsToSend: Whether room in its input is waited for too.
    mutating func wait(_ milliseconds: Int32, wantsToSend: Bool) {
        var polls = [
            pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: child.complaints, events: Int16(POLLIN), revents: 0),
        ]
        if wantsToSend { polls.append(pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0)) }
        if hasClosedComplaints { polls[1].fd = -1 }
        _ = poll(&polls, UInt(polls.count), milliseconds)
        readComplaints()
    }

    /// The next line that is there.
    mutating func next() -> Outcome {
        while true {
            if let end = lineEnd() {
                let line = Array(unread[..<end])
                unread.removeSubrange(...end)
                searched = 0
                return .line(line)
            }
            searched = unread.count
            guard unread.count <= longest else { return .tooLong }
            switch Self.read(child.output, into: &unread) {
            case 0: return .end
            case nil: return .nothing
            default: break
            }
        }
    }

    /// Where the first line ends, if it does; a search of the C library, since a line may be megabytes.
    private func lineEnd() -> Int? {
        unread.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + searched, 0x0A, bytes.count - searched)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private var hasClosedComplaints = false

    private mutating func readComplaints() {
        // No more than some blocks a time, so that a program that complains without end does not keep this busy.
        for _ in 0..<16 {
            guard let count = Self.read(child.complaints, into: &complaints) else { break }
            if count == 0 {
                hasClosedComplaints = true
                break
            }
        }
        if complaints.count > 8192 { complaints.removeFirst(complaints.count - 4096) }
    }

    /// How many bytes were read, 0 at the end; `nil` where there is nothing now.
    private static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Int? {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(descriptor, &block, block.count)
        if count > 0 { bytes += block[..<count] }
        return count >= 0 ? count : errno == EAGAIN || errno == EINTR ? nil : 0
    }
}
