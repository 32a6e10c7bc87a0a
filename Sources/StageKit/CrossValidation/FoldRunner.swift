/// Runs a stage's work on folds, everything earlier refitted on each training part.
///
/// ```swift
/// let plan = try FoldPlan(input.table, options: cv, seed: context.seed)
/// let runner = FoldRunner(plan: plan, input: input)
/// let losses = try await context.map(plan.folds.count) { place in
///     try await runner.run(place) { fold in … }       // fit on fold.training, score on fold.heldOut
/// }
/// ```
public struct FoldRunner: Sendable {
    /// The folds.
    public let plan: FoldPlan
    /// The stage's own input.
    public let input: StageInput

    /// Prepares to run.
    ///
    /// - Parameters:
    ///   - plan: The folds of the input's table.
    ///   - input: The stage's own input.
    public init(plan: FoldPlan, input: StageInput) {
        self.plan = plan
        self.input = input
    }

    /// What the stage would have been given on a fold's training part; without an earlier stage, its own rows.
    private func refit(_ place: Int, choosing: Bool) async throws -> FoldInput {
        let fold = plan.folds[place]
        guard let resampling = input.resampling else {
            return FoldInput(
                training: input.table.rows(fold.training), heldOut: input.table.rows(fold.heldOut),
                selection: input.selection, model: input.model)
        }
        return try await resampling.refit(training: fold.training, heldOut: fold.heldOut, choosing: choosing)
    }

    /// Does a fold's work; a failure says in which fold it happened.
    ///
    /// - Parameters:
    ///   - place: The fold, from 0.
    ///   - choosing: Whether earlier stages choose anew (nested cross-validation) rather than keep what they settled on
    ///     all training rows.
    ///   - body: The work, given what the stage would have been given on the fold's training part.
    /// - Returns: What the work gave.
    /// - Throws: What a refit or the work throws; a ``StageFailure`` keeps its kind, code and place, and its sentence is
    ///   preceded by the fold.
    public func run<Result>(
        _ place: Int, choosing: Bool = false, _ body: (FoldInput) async throws -> Result
    ) async throws -> Result {
        try await inFold(place) { try await body(try await refit(place, choosing: choosing)) }
    }

    /// Does some work on a fold; a failure says in which fold it happened.
    ///
    /// - Parameters:
    ///   - place: The fold, from 0.
    ///   - body: The work.
    /// - Returns: What the work gave.
    /// - Throws: What the work throws; the sentence of a ``StageFailure`` is preceded by the fold.
    public func inFold<Result>(_ place: Int, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as StageFailure {
            let found = failure.diagnostic
            throw StageFailure(
                failure.kind, code: found.code, "In fold \(place + 1) of \(plan.folds.count): \(found.message)",
                at: found.location, suggestion: found.suggestion)
        }
    }
}
