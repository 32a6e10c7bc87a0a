/// A learning stage that computes columns itself, since the closed vocabulary of ``ColumnOperation`` cannot say what it learns.
///
/// Its descriptor says so, with `isExpressible: false`; its fit gives ``ColumnOperation/computed(_:)`` beside other operations. A bundle
/// then scores new rows only where the stage is, which is said before training. Where the vocabulary reaches, it is the better choice.
///
/// ```swift
/// let spread = StageComputation(by: Self.self, inputs: names, outputs: names.map { "\($0)^2" }, state: [])
/// return Fit(operations: [.computed(spread)])
/// ```
public protocol ComputingStage: LearningStage {
    /// Computes the outputs for some rows.
    ///
    /// - Parameters:
    ///   - table: Rows with the inputs, in their order, and nothing else.
    ///   - computation: What a fit of this stage, of this version, learnt.
    /// - Returns: A column an output, a number a row; NaN for a missing one. The same rows give the same bits, and other rows
    ///   beside one change no more than its last digits.
    /// - Throws: ``StageFailure``, or an error of the author's own.
    static func compute(_ table: Table, by computation: StageComputation) async throws -> [[Double]]
}
