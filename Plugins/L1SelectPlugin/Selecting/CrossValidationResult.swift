import SparseGLM
import StageKit

/// The path on all training rows together with its cross-validation.
struct CrossValidationResult: Sendable {
    /// The options.
    let options: CrossValidationOptions
    /// How rows were dealt.
    let split: FoldSplit
    /// The path on all training rows.
    let solutions: [Solution]
    /// The folds, in order.
    let folds: [FoldFit]
    /// The mean losses over folds.
    let curve: CrossValidationCurve

    /// Solves the path on all rows and in every fold.
    ///
    /// - Parameters:
    ///   - task: The regression on all training rows.
    ///   - lambdas: The path, the same in all folds.
    ///   - options: How to cross-validate.
    ///   - input: The stage's input.
    ///   - context: Seed and workers.
    static func run(
        _ task: SelectionTask, lambdas: [Double], options: CrossValidationOptions, input: StageInput,
        context: StageContext
    ) async throws -> CrossValidationResult {
        let plan = try FoldPlan(input.table, options: options, seed: context.seed)
        plan.warnOfGroups(in: input.table, at: options.splitLocation, context: context)
        let runner = FoldRunner(plan: plan, input: input)
        let pieces = try await context.map(plan.folds.count) { place in
            try await FoldPiece(place, of: task, lambdas: lambdas, cv: options, runner: runner)
        }
        let solver = FoldSolver(task: task, lambdas: lambdas, options: options, runner: runner)
        let (solutions, folds) = try await solver.solve(pieces, context: context)
        return CrossValidationResult(
            options: options, split: plan.split, solutions: solutions, folds: folds,
            curve: CrossValidationCurve(
                lambdas: lambdas, foldScores: folds.map(\.losses), foldWeights: plan.folds.map(\.weight)))
    }

    /// How many solves the folds took.
    var solveCount: Int { curve.foldScores.count * curve.lambdas.count }

    /// The solves in folds that missed the tolerance, fold by fold.
    var missed: [MissedSolve] {
        folds.enumerated().flatMap { MissedSolve.all(in: $1.solutions, fold: $0) }
    }
}

/// Solves the path on all training rows together with the folds that share their numbers, and scores those.
struct FoldSolver: Sendable {
    /// The regression on all training rows.
    let task: SelectionTask
    /// The path.
    let lambdas: [Double]
    /// How to cross-validate.
    let options: CrossValidationOptions
    /// The folds.
    let runner: FoldRunner

    /// The path on all rows, and every fold's fit in order.
    ///
    /// - Parameters:
    ///   - pieces: The folds.
    ///   - context: Workers and cancellation.
    func solve(
        _ pieces: [FoldPiece], context: StageContext
    ) async throws -> (solutions: [Solution], folds: [FoldFit]) {
        let shared = pieces.compactMap { if case .shared(let problem) = $0 { problem } else { nil } }
        let paths = try await context.cancellable { shouldStop in
            guard !shared.isEmpty else {
                return [
                    FoldPath(
                        solutions: try task.solve(lambdas, workers: context.workers, shouldStop: shouldStop),
                        heldOutDeviance: [])
                ]
            }
            // The longest piece first, so that no worker is left with it at the end.
            return try task.solve(
                lambdas, folds: [task.rows.wholeProblem] + shared, workers: context.workers, shouldStop: shouldStop)
        }
        var next = paths.dropFirst().makeIterator()
        var folds: [FoldFit] = []
        for (place, piece) in pieces.enumerated() {
            switch piece {
            case .alone(let fit): folds.append(fit)
            case .shared(let problem):
                guard let path = next.next() else { continue }
                folds.append(
                    FoldFit(
                        training: problem.training, names: task.rows.names, solutions: path.solutions,
                        losses: try await runner.inFold(place) { try losses(path, problem) }))
            }
        }
        return (paths[0].solutions, folds)
    }

    /// The solver's own score is the deviance; other measures look at the rows.
    private func losses(_ path: FoldPath, _ fold: FoldProblem) throws -> [Double] {
        if options.measure == .deviance, path.heldOutDeviance.allSatisfy(\.isFinite) { return path.heldOutDeviance }
        return try FoldScore(measure: options.measure, family: task.family)
            .losses(path.solutions, on: task.rows.heldOut(of: fold), at: options.measureLocation)
    }
}
