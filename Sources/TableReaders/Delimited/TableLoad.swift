import StageKit

/// One reading of delimited files: blocks are cut off one after the other, scanned and read as numbers side by side, and
/// put together in their order.
///
/// A thread takes the next block (one at a time, unpacking included), works on it alone, and hands it in when it is
/// the block's turn. So a packed file is unpacked beside the parsing, memory is bounded by a block for each thread, and
/// neither the cuts nor the threads change what is read.
final class TableLoad: @unchecked Sendable {
    // `feed` is used by one thread at a time, alone; `assembly` and `failure` in the turns of the crew. `wasCancelled` is
    // the first thread's own. The rest does not change.
    private let crew = Crew()
    private let format: DelimitedFormat
    private let files: [String]
    private let wanted: [UInt8]
    private var feed: RecordFeed
    private var assembly: TableAssembly
    private var failure: (any Error)?
    private var wasCancelled = false

    init(format: DelimitedFormat, files: [String], feed: RecordFeed, assembly: TableAssembly) {
        self.format = format
        self.files = files
        self.feed = feed
        self.assembly = assembly
        wanted = assembly.readings.map { $0 == .automatic || $0 == .numeric ? 1 : 0 }
    }

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - first: The first block, with its header scanned.
    ///   - threads: How many threads to use, this one included.
    ///   - progress: Takes how much of a file was read, on this thread.
    /// - Throws: The first failure in the order of the files; `CancellationError`.
    func run(
        from first: TextBlock, threads: Int, progress: @escaping (_ completed: Int, _ total: Int) -> Void
    ) throws -> SourceTable {
        crew.run(
            helpers: threads - 1, own: { self.work(first, tell: progress) }, theirs: { self.help() })
        if wasCancelled { throw CancellationError() }
        if let failure { throw failure }
        return try assembly.finish()
    }

    /// The first thread's work, which can be cancelled.
    private func work(_ block: TextBlock, tell progress: (Int, Int) -> Void) {
        repeat {
            if Task.isCancelled {
                wasCancelled = true
                return crew.stop()
            }
            if let (completed, total) = crew.alone({ feed.progress }) { progress(completed, total) }
            prepare(block)
            guard crew.take(block.ticket, { hand(in: block) }) else { return }
        } while crew.alone { feed.next(block) }
    }

    /// The work of another thread.
    private func help() {
        let block = TextBlock()
        while crew.alone({ feed.next(block) }) {
            prepare(block)
            guard crew.take(block.ticket, { hand(in: block) }) else { return }
        }
    }

    /// What needs no other block.
    private func prepare(_ block: TextBlock) {
        guard block.failure == nil else { return }
        do throws(StageFailure) {
            if block.isFirst, block.header == nil { try block.scanHeader(format, file: files[block.file]) }
        } catch {
            block.failure = error
            return
        }
        block.scan(format, width: wanted.count)
        block.readNumbers(wanted)
    }

    private func hand(in block: TextBlock) {
        do {
            if let failure = block.failure { throw failure }
            try assembly.append(block)
        } catch {
            failure = error
            crew.stop()
        }
    }
}
