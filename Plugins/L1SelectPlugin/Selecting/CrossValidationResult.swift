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
    /// The mean losses over folds.
    let curve: CrossValidationCurve
    /// The solves in folds that missed the tolerance, fold by fold.
    let missed: [MissedSolve]

    private enum Piece: Sendable {
        case path([Solution])
        case fold(FoldPath)
    }

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
        let pieces = try await context.map(plan.folds.count + 1) { piece in
            // The longest piece first, so that no worker is left with it at the end.
            guard piece > 0 else { return Piece.path(try task.solve(lambdas)) }
            return .fold(
                try await FoldPath(piece - 1, lambdas: lambdas, options: task.options, cv: options, runner: runner))
        }
        let folds = pieces.compactMap { if case .fold(let fold) = $0 { fold } else { nil } }
        return CrossValidationResult(
            options: options, split: plan.split,
            solutions: pieces.compactMap { if case .path(let path) = $0 { path } else { nil } }.flatMap(\.self),
            curve: CrossValidationCurve(
                lambdas: lambdas, foldScores: folds.map(\.losses), foldWeights: plan.folds.map(\.weight)),
            missed: folds.flatMap(\.missed))
    }

    /// How many solves the folds took.
    var solveCount: Int { curve.foldScores.count * curve.lambdas.count }
}
