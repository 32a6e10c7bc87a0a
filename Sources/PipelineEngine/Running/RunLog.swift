import SelectionBundle
import StageKit
import Synchronization

/// What happened during a run: how long each stage took, and what stages warned of.
final class RunLog: Sendable {
    private struct State {
        var begun: [Int: ContinuousClock.Instant] = [:]
        var durations: [RunRecord.Duration] = []
        var warnings: [(place: Int, diagnostic: Diagnostic)] = []
    }

    private let stages: [String]
    private let state = Mutex(State())

    init(stages: [String]) { self.stages = stages }

    /// Warnings in the order of the stages, and within one in the order of their texts: pieces of one stage may run at once.
    var warnings: [Diagnostic] {
        let all = state.withLock { $0.warnings }
        return all.sorted {
            ($0.place, $0.diagnostic.code, $0.diagnostic.message) < (
                $1.place, $1.diagnostic.code, $1.diagnostic.message
            )
        }
        .map(\.diagnostic)
    }

    func take(_ event: GraphRunner.Event) {
        let now = ContinuousClock.now
        state.withLock { state in
            switch event {
            case .started(let place): state.begun[place] = now
            case .finished(let place):
                let elapsed = state.begun[place].map { now - $0 } ?? .zero
                let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
                state.durations.append(RunRecord.Duration(stage: stages[place], seconds: seconds))
            case .stage(let place, .diagnostic(let diagnostic)):
                if diagnostic.severity == .warning { state.warnings.append((place, diagnostic)) }
            case .stage(_, .progress): break
            }
        }
    }

    func record(started: String, workers: Int) -> RunRecord {
        RunRecord(
            started: started, finished: WallClock.now(), host: WallClock.host(), workers: workers,
            durations: state.withLock { $0.durations })
    }
}
