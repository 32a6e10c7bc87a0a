import StageKit

extension Subject {
    /// Checks that the same input gives the same bits, run again, with other workers, and inside a fold.
    func determinismViolations(_ reference: Outcome) async throws -> [ConformanceViolation] {
        var found: [ConformanceViolation] = []
        if try await run().text != reference.text {
            found.append(ConformanceViolation(.determinism, "Two runs on the same input differ."))
        }
        for workers in [2, 4] where try await run(workers: workers).text != reference.text {
            found.append(ConformanceViolation(.determinism, "The result with \(workers) workers is not that with 1."))
        }
        return found
    }

    /// Checks that a fit whose task is cancelled ends with `CancellationError`, or with its usual result.
    func cancellationViolations(_ reference: Outcome) async -> [ConformanceViolation] {
        var found: [ConformanceViolation] = []
        for workers in [1, 4] {
            let cancelled = Task { () async throws -> Outcome in
                // From within, so that it is cancelled before the stage begins and not at some moment.
                withUnsafeCurrentTask { $0?.cancel() }
                return try await run(workers: workers)
            }
            do {
                if try await cancelled.value.text != reference.text {
                    found.append(ConformanceViolation(.cancellation, "A cancelled run gave another result."))
                }
            } catch  where !(error is CancellationError) {
                found.append(
                    ConformanceViolation(.cancellation, "A cancelled run threw '\(error)', expected CancellationError.")
                )
            } catch {
                continue
            }
        }
        return found
    }
}
