public import StageKit
import Synchronization

/// Collects what a stage reports, for tests.
///
/// ```swift
/// let collector = DiagnosticCollector()
/// _ = try await stage.fit(input, settled: nil, context: collector.context(stageID: "select"))
/// #expect(collector.diagnostics.map(\.code) == ["FS545"])
/// ```
public final class DiagnosticCollector: Sendable {
    private let collected = Mutex<[Diagnostic]>([])

    /// Creates an empty collector.
    public init() {}

    /// What was reported so far, in order.
    public var diagnostics: [Diagnostic] { collected.withLock { $0 } }

    /// A context whose diagnostics are collected here.
    ///
    /// - Parameters:
    ///   - stageID: The stage's id.
    ///   - seed: The pipeline's seed.
    ///   - workers: How many pieces of work may run at once.
    ///   - isInFold: Whether the stage is being refitted inside a fold.
    public func context(
        stageID: String = "stage", seed: UInt64 = 0, workers: Int = 1, isInFold: Bool = false
    ) -> StageContext {
        StageContext(stageID: stageID, seed: seed, workers: workers, isInFold: isInFold) { event in
            if case .diagnostic(let diagnostic) = event { self.collected.withLock { $0.append(diagnostic) } }
        }
    }
}
