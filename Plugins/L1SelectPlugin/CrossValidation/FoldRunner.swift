import SparseGLM
import StageKit

/// Runs a stage's work on every fold.
struct FoldRunner: Sendable {
    /// The folds.
    let plan: FoldPlan
    /// The stage's own input.
    let input: StageInput

    /// What the stage would have been given on a fold's training part.
    ///
    /// - Parameters:
    ///   - place: The fold, from 0.
    ///   - choosing: Whether earlier stages choose anew.
    func refit(_ place: Int, choosing: Bool) async throws -> FoldInput {
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
    ///   - choosing: Whether earlier stages choose anew.
    ///   - body: The work.
    func run<Result>(
        _ place: Int, choosing: Bool = false, _ body: (FoldInput) async throws -> Result
    ) async throws -> Result {
        do {
            return try await body(try await refit(place, choosing: choosing))
        } catch let failure as StageFailure {
            let found = failure.diagnostic
            throw StageFailure(
                failure.kind, code: found.code, "In fold \(place + 1) of \(plan.folds.count): \(found.message)",
                at: found.location, suggestion: found.suggestion)
        }
    }
}

extension RegressionRows {
    /// Refuses a training part of a single class.
    ///
    /// - Parameter location: Where the folds are asked for.
    /// - Throws: ``StageFailure`` FS552.
    func requireBothClasses(at location: SourceLocation?) throws(StageFailure) {
        guard let onlyClass else { return }
        throw StageFailure(
            .data, code: "FS552",
            "All \(y.count) training rows are of class '\(onlyClass)', expected both classes: fewer folds or "
                + "split=\"stratified\" help.",
            at: location)
    }
}
