import StageKit

/// The bytes of one array, from the first of its header to the last of its elements.
final class ArrayStream {
    /// The file, for messages.
    let file: String
    /// How many bytes were read.
    private(set) var position = 0
    private let member: String?
    private let read: (UnsafeMutableRawBufferPointer) throws -> Int

    /// - Parameters:
    ///   - file: The file.
    ///   - member: The member of an archive; `nil` where the file is the array.
    ///   - read: Gives the next bytes, at least one, or 0 at the end.
    init(file: String, member: String? = nil, read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.file = file
        self.member = member
        self.read = read
    }

    /// Fills a buffer.
    ///
    /// - Throws: ``StageFailure`` where the bytes end before (FS433); what `read` throws.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
        var filled = 0
        while filled < buffer.count {
            let count = try read(UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            position += count
            filled += count
            guard count > 0 else {
                throw failure(
                    "FS433",
                    "The array ends at byte \(position), \(buffer.count - filled) bytes before the end of what is read "
                        + "there; is the file cut off?")
            }
        }
    }

    /// The next bytes.
    func bytes(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try fill($0) }
        return bytes
    }

    /// Refuses bytes behind the last element (FS433).
    func finish() throws {
        var byte: UInt8 = 0
        guard try withUnsafeMutableBytes(of: &byte, { try read($0) }) == 0 else {
            throw failure(
                "FS433",
                "Bytes follow the array's last element, from byte \(position) on; expected the end of the data.")
        }
    }

    /// A failure that names the member.
    func failure(
        _ code: String, _ message: String, row: Int? = nil, column: Int? = nil, _ kind: StageFailure.Kind = .data
    ) -> StageFailure {
        StageFailure(
            kind, code: code, (member.map { "\(shown($0)): " } ?? "") + message,
            at: SourceLocation(file: file, line: (row ?? 0) + 1, column: column.map { $0 + 1 }))
    }
}
