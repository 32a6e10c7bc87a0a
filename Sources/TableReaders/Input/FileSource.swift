import ArchiveStreams
import Glibc
import StageKit

/// A file's unpacked bytes, with the failures of a stage.
struct FileSource: RecordFeed.Source {
    private let source: ByteSource

    /// Opens a file.
    ///
    /// - Throws: ``StageFailure`` where it cannot be read.
    init(path: String) throws(StageFailure) {
        do throws(ArchiveError) { source = try ByteSource(path: path) } catch { throw error.inputFailure }
    }

    /// How many bytes were read and how many there are; `nil` for a packed file, whose unpacked size nobody knows.
    var progress: (completed: Int, total: Int)? {
        source.compression == .none ? (source.position, source.storedSize) : nil
    }

    var share: Double? { source.storedSize > 0 ? Double(source.storedPosition) / Double(source.storedSize) : nil }

    /// How large a file is as it is stored; 1 where nobody knows, which whoever opens it will say.
    static func storedSize(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? max(1, Int(status.st_size)) : 1
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        do throws(ArchiveError) { return try source.read(into: buffer) } catch { throw error.inputFailure }
    }

    /// The next bytes, at least one, or `nil` at the end.
    func next() throws(StageFailure) -> [UInt8]? {
        do throws(ArchiveError) { return try source.next() } catch { throw error.inputFailure }
    }
}

/// Bytes that somebody gives a block at a time.
final class BlockSource: RecordFeed.Source {
    private let nextBlock: () throws -> [UInt8]?
    private var block: [UInt8] = []
    private var position = 0

    let progress: (completed: Int, total: Int)? = nil
    let share: Double? = nil

    /// - Parameter nextBlock: Gives the next bytes, at least one, or `nil` at the end.
    init(nextBlock: @escaping () throws -> [UInt8]?) { self.nextBlock = nextBlock }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if position == block.count {
            guard let next = try nextBlock() else { return 0 }
            (block, position) = (next, 0)
        }
        let count = min(buffer.count, block.count - position)
        buffer.copyBytes(from: block[position..<position + count])
        position += count
        return count
    }
}

extension ArchiveError {
    /// The failure that stops the run, with the exit code that the situation has.
    var inputFailure: StageFailure {
        let (failure, code): (StageFailure.Kind, String) =
            switch kind {
            case .missing, .notRegularFile: (.noInput, "FS400")
            case .permissionDenied: (.permission, "FS401")
            case .readFailed, .writeFailed: (.io, "FS402")
            case .tooManyEntries, .tooLarge, .ratioTooLarge: (.resource, "FS402")
            default: (.data, "FS402")
            }
        return StageFailure(failure, code: code, "The data cannot be read: \(self)")
    }
}
