package import StageKit

/// The stages as far as they were run on some rows: what each learnt, and its table on those rows and on rows held out.
package struct FittedGraph: Sendable {
    /// What each stage learnt, by place.
    package var fits: [Fit?]
    /// What each stage measured, by place.
    package var evaluations: [Evaluation?]
    /// Each stage's table on the training rows, by place; `nil` where it gives none.
    package var training: [Table?]
    /// Each stage's table on the held-out rows, by place.
    package var heldOut: [Table?]
    /// Columns that each stage left out before any row was learnt from, by place.
    package var dropped: [[DroppedFeature]]
    /// Facts for the report, by place.
    package var facts: [[Fit.Fact]]
    /// What the data of each loading stage hold, by place.
    package var profiles: [TableProfile?]
    /// The texts that stand for no value in the data of each loading stage, by place; `nil` where it does not say.
    package var missingTokens: [[String]?]
    /// What stages learnt in folds of these rows.
    let memory = RefitMemory()

    init(count: Int) {
        fits = Array(repeating: nil, count: count)
        evaluations = Array(repeating: nil, count: count)
        training = Array(repeating: nil, count: count)
        heldOut = Array(repeating: nil, count: count)
        dropped = Array(repeating: [], count: count)
        facts = Array(repeating: [], count: count)
        profiles = Array(repeating: nil, count: count)
        missingTokens = Array(repeating: nil, count: count)
    }

    /// Takes what a stage learnt and applies it to both parts of the table it was fitted on.
    mutating func record(_ fit: Fit, at place: Int, input: Int?) async throws {
        fits[place] = fit
        guard let input else { return }
        training[place] = try await training[input]?.transformed(by: fit.operations)
        heldOut[place] = try await heldOut[input]?.transformed(by: fit.operations)
    }
}
