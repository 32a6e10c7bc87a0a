import SparseGLM
import StageKit

/// The path on one fold's training part and its scores on the held-out rows.
struct FoldFit: Sendable {
    /// The rows of the training part.
    let training: [Int]
    /// The features by column: another stage may have made others in this fold.
    let names: [String]
    /// The solutions, by decreasing λ.
    let solutions: [Solution]
    /// The loss at every λ.
    let losses: [Double]
}

/// A fold on its way to a fit.
enum FoldPiece: Sendable {
    /// It shares the stored numbers of all training rows, and is solved together with others of its kind.
    case shared(FoldProblem)
    /// It has numbers of its own, and was solved by itself.
    case alone(FoldFit)

    /// Takes a fold's parts; solves it where it has numbers of its own, so that they can be let go.
    ///
    /// - Parameters:
    ///   - place: The fold, from 0.
    ///   - task: The regression on all training rows.
    ///   - lambdas: The path of all training rows.
    ///   - cv: The options of the cross-validation.
    ///   - runner: Gives the fold's parts.
    init(
        _ place: Int, of task: SelectionTask, lambdas: [Double], cv: CrossValidationOptions, runner: FoldRunner
    ) async throws {
        let rows = runner.plan.folds[place]
        self = try await runner.run(place) { fold in
            try fold.training.requireEveryClass(at: cv.foldsLocation)
            if fold.training.features.map(\.name) == task.rows.names,
                let problem = task.rows.problem(of: rows, fold, in: runner.input.table)
            {
                return .shared(problem)
            }
            let part = try SelectionTask(fold.training, options: task.options)
            let heldOut = try RegressionRows(fold.heldOut, features: part.rows.names)
            let solutions = try part.solve(lambdas, shouldStop: { Task.isCancelled })
            let score = FoldScore(measure: cv.measure, family: part.family)
            return .alone(
                FoldFit(
                    training: rows.training, names: part.rows.names, solutions: solutions,
                    losses: try score.losses(solutions, on: heldOut, at: cv.measureLocation)))
        }
    }
}
