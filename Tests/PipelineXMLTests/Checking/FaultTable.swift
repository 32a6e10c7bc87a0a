import StageKit
import Testing

/// Pipelines with faults, and everything that must be told of them.
enum FaultTable {
    /// What stands in the pipeline from line 2 on, what `--set` gives, and what is told.
    struct Row: Sendable, CustomTestStringConvertible {
        let content: String
        var set: [String] = []
        let expected: [String]
        var kind: StageFailure.Kind? = .pipeline

        var testDescription: String { expected.joined(separator: "; ") }
    }

    /// A load stage in line 2.
    static let l = loadText + "\n"

    /// All rows.
    static let rows = structure + parameters + overrides + wiring
}
