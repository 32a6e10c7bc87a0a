import SparseGLM
import StageKit

/// The path on one fold's training part and its scores on the held-out rows.
struct FoldPath: Sendable {
    /// The loss at every λ.
    let losses: [Double]
    /// The solves that missed the tolerance.
    let missed: [MissedSolve]

    /// Solves and scores a fold.
    ///
    /// - Parameters:
    ///   - place: The fold, from 0.
    ///   - lambdas: The path of all training rows.
    ///   - options: The stage's options.
    ///   - cv: The options of the cross-validation.
    ///   - runner: Gives the fold's parts.
    init(
        _ place: Int, lambdas: [Double], options: L1SelectOptions, cv: CrossValidationOptions, runner: FoldRunner
    ) async throws {
        (losses, missed) = try await runner.run(place) { fold in
            let task = try SelectionTask(fold.training, options: options)
            try task.rows.requireBothClasses(at: cv.foldsLocation)
            let heldOut = try RegressionRows(fold.heldOut, features: task.rows.names)
            let solutions = try task.solve(lambdas)
            let score = FoldScore(measure: cv.measure, family: task.family)
            return (
                try score.losses(solutions, on: heldOut, at: cv.measureLocation),
                MissedSolve.all(in: solutions, fold: place)
            )
        }
    }
}
