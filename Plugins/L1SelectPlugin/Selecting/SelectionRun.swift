import SparseGLM
import StageKit

/// The solved path and the place that was chosen on it.
struct SelectionRun: Sendable {
    /// The regression.
    let task: SelectionTask
    /// The smallest λ at which no penalised feature is selected.
    let lambdaMax: Double
    /// The solutions, by decreasing λ.
    let solutions: [Solution]
    /// The chosen place.
    let decision: LambdaDecision
    /// The cross-validation, where there was one.
    let crossValidation: CrossValidationResult?

    /// Keeps the grid and the place of the fit on all training rows.
    ///
    /// - Parameters:
    ///   - task: The regression on some of the rows.
    ///   - path: The path on all of them.
    init(_ task: SelectionTask, settled path: SelectionPath) throws {
        self.task = task
        lambdaMax = path.lambdaMax
        solutions = try task.solve(path.points.map(\.lambda), shouldStop: { Task.isCancelled })
        decision = LambdaDecision(index: path.chosenIndex, unlimitedIndex: path.chosenIndex, rule: path.rule)
        crossValidation = nil
    }

    /// Solves the path and chooses.
    ///
    /// - Parameters:
    ///   - task: The regression.
    ///   - input: The stage's input.
    ///   - context: Seed and workers.
    init(_ task: SelectionTask, input: StageInput, context: StageContext) async throws {
        self.task = task
        let path = try LambdaPath(task)
        lambdaMax = path.lambdaMax
        if case .crossValidation(let cv) = task.options.choice, path.values.count > 1 {
            let result = try await CrossValidationResult.run(
                task, lambdas: path.values, options: cv, input: input, context: context)
            (solutions, crossValidation) = (result.solutions, result)
        } else {
            let lambdas = path.values
            solutions = try await context.cancellable { shouldStop in
                try task.solve(lambdas, workers: context.workers, shouldStop: shouldStop)
            }
            crossValidation = nil
        }
        decision = try LambdaDecision(
            task, solutions: solutions, fixedIndex: path.fixedIndex, curve: crossValidation?.curve)
    }

    /// The chosen solution.
    var chosen: Solution { solutions[decision.index] }

    /// Turns what a person should know into failures and warnings.
    ///
    /// - Parameter context: Takes the warnings.
    /// - Throws: ``StageFailure`` FS560 for a missed tolerance, FS561 for an empty selection, as the options say.
    func settle(context: StageContext) throws(StageFailure) {
        let options = task.options
        // A given λ needs no other point of the path; a choice rests on all of them.
        let judged = if case .fixed = options.choice { [chosen] } else { solutions }
        let missed = MissedSolve.all(in: judged, fold: nil) + (crossValidation?.missed ?? [])
        let solveCount = judged.count + (crossValidation?.solveCount ?? 0)
        try MissedSolve.settle(missed, of: solveCount, options: options, context: context)
        if chosen.support.isEmpty { try settleEmpty(context) }
        if decision.unlimitedIndex == solutions.count - 1, solutions.count > 1, decision.rule != "fixed" {
            context.report(
                Diagnostic(
                    code: "FS562", severity: .warning,
                    message: "The chosen lambda \(shortest(solutions[decision.unlimitedIndex].lambda)) is the "
                        + "smallest of its path, so that a smaller one may do better: a smaller min-ratio of <path> reaches it.",
                    location: options.location))
        }
    }

    private func settleEmpty(_ context: StageContext) throws(StageFailure) {
        let rest = task.options.fitsIntercept ? "is the intercept alone" : "predicts 0"
        let sentence =
            "No feature is selected at lambda \(shortest(chosen.lambda)), of \(task.rows.names.count) candidates; "
            + "the model \(rest)."
        if task.options.failsOnEmpty {
            throw StageFailure(.stage, code: "FS561", sentence, at: task.options.location)
        }
        context.report(
            Diagnostic(code: "FS561", severity: .warning, message: sentence, location: task.options.location))
    }
}
