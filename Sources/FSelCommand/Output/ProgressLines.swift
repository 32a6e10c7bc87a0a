import PipelineEngine
import StageKit
import Synchronization

/// Progress for people: a live line on a terminal, a line a stage elsewhere.
final class ProgressLines: Sendable {
    private struct State {
        var begun: ContinuousClock.Instant = .now
        var shown: ContinuousClock.Instant?
    }

    private let desk: FrontDesk
    private let stages: [String]
    private let state = Mutex(State())

    init(desk: FrontDesk, stages: [String]) {
        self.desk = desk
        self.stages = stages
    }

    /// Takes what happens, from any thread.
    @Sendable func take(_ event: GraphRunner.Event) {
        switch event {
        case .started(let place):
            state.withLock { $0 = State() }
            desk.live("\(heading(place)) …")
        case .stage(_, .diagnostic(let diagnostic)): desk.report(diagnostic)
        case .stage(let place, .progress(let completed, let total)):
            if isTime { desk.live("\(heading(place)) \(completed) of \(total)") }
        case .finished(let place):
            let begun = state.withLock { $0.begun }
            desk.note("\(heading(place)) \(seconds(ContinuousClock.now - begun))")
        }
    }

    private func heading(_ place: Int) -> String {
        abridged(escapeControls("[\(place + 1)/\(stages.count)] \(stages[place])"))
    }

    /// Ten times a second is as often as a person can read.
    private var isTime: Bool {
        let now = ContinuousClock.now
        return state.withLock { state in
            if let shown = state.shown, now - shown < .milliseconds(100) { return false }
            state.shown = now
            return true
        }
    }

    private func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) s"
    }
}
