import StageKit
import Synchronization
import Testing

struct StageContextTests {
    private struct Fault: Error, Equatable {
        let piece: Int
    }

    private func context(_ workers: Int) -> StageContext { StageContext(stageID: "test", workers: workers) }

    @Test(arguments: [1, 2, 3, 100])
    func `results stand in order of their numbers, whatever was ready first`(workers: Int) async throws {
        let results = try await context(workers).map(20) { piece in
            // Earlier pieces give way to later ones.
            for _ in 0..<(20 - piece) { await Task.yield() }
            return piece * piece
        }
        #expect(results == (0..<20).map { $0 * $0 })
    }

    @Test(arguments: [1, 4]) func `no pieces give no results`(workers: Int) async throws {
        #expect(try await context(workers).map(0) { $0 }.isEmpty)
    }

    @Test(arguments: [1, 2, 4, 16])
    func `of several failures the one of the first piece is thrown`(workers: Int) async {
        let fault = await #expect(throws: Fault.self) {
            try await context(workers).map(12) { piece in
                for _ in 0..<(12 - piece) { await Task.yield() }
                if piece % 4 == 3 { throw Fault(piece: piece) }
            }
        }
        #expect(fault == Fault(piece: 3))
    }

    @Test(arguments: [1, 3]) func `nothing is begun after a failure`(workers: Int) async {
        let begun = Mutex(0)
        _ = await #expect(throws: Fault.self) {
            try await context(workers).map(1000) { piece in
                begun.withLock { $0 += 1 }
                throw Fault(piece: piece)
            }
        }
        #expect(begun.withLock { $0 } <= workers)
    }

    @Test(arguments: [2, 5]) func `no more pieces run at once than there are workers`(workers: Int) async throws {
        let counts = Mutex((running: 0, most: 0))
        _ = try await context(workers).map(40) { _ in
            counts.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
            }
            await Task.yield()
            counts.withLock { $0.running -= 1 }
        }
        #expect(counts.withLock { $0.most } <= workers)
    }

    @Test(arguments: [1, 4]) func `a cancelled task begins no piece`(workers: Int) async {
        let begun = Mutex(0)
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = await #expect(throws: CancellationError.self) {
                try await context(workers).map(10) { _ in begun.withLock { $0 += 1 } }
            }
            #expect(context(workers).isCancelled)
        }.value
        #expect(begun.withLock { $0 } == 0)
    }

    @Test(arguments: [1, 4]) func `cancelling in the midst ends with CancellationError`(workers: Int) async {
        let task = Task {
            try await context(workers).map(1000) { piece in
                if piece == 3 { withUnsafeCurrentTask { $0?.cancel() } }
                try Task.checkCancellation()
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(arguments: [1, 4]) func `progress counts up to the number of pieces`(workers: Int) async throws {
        let events = Mutex<[StageContext.Event]>([])
        let context = StageContext(stageID: "test", workers: workers) { event in events.withLock { $0.append(event) } }
        _ = try await context.map(5) { $0 }
        #expect(events.withLock { $0 } == (1...5).map { .progress(completed: $0, total: 5) })
    }

    @Test func `a fold reports nothing`() {
        let events = Mutex(0)
        let context = StageContext(stageID: "test", isInFold: true) { _ in events.withLock { $0 += 1 } }
        context.report(Diagnostic(code: "FS545", severity: .warning, message: "Constant."))
        context.progress(1, of: 2)
        #expect(events.withLock { $0 } == 0)
    }

    @Test func `a diagnostic is received as it was reported`() {
        let diagnostic = Diagnostic(code: "FS545", severity: .note, message: "So it is.")
        let events = Mutex<[StageContext.Event]>([])
        StageContext(stageID: "test") { event in events.withLock { $0.append(event) } }.report(diagnostic)
        #expect(events.withLock { $0 } == [.diagnostic(diagnostic)])
    }

    @Test func `there is at least one worker`() {
        #expect(context(0).workers == 1)
    }
}
