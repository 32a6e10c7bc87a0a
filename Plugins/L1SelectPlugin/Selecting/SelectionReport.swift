import SparseGLM
import StageKit

/// Puts a solved path into the values that later stages and the bundle read.
struct SelectionReport: Sendable {
    /// The regression.
    let task: SelectionTask
    /// The path and the choice.
    let run: SelectionRun

    /// The selection, the model, the facts, and what was learnt in folds.
    ///
    /// Inside a fold nobody asks why a feature was dropped, how clear the choice was or what the solver did, so that it is
    /// not worked out there.
    ///
    /// - Parameter context: The workers.
    func fit(context: StageContext) throws -> Fit {
        let refits = (run.crossValidation?.folds ?? []).map { fold in
            Fit.Refit(training: fold.training, fit: inFold(fold.solutions, fold.names))
        }
        if context.isInFold {
            var fit = inFold(run.solutions, task.rows.names)
            fit.refits = refits
            return fit
        }
        let reasons = DropReasons(
            task: task, solutions: run.solutions, chosenIndex: run.decision.index,
            unlimitedIndex: run.decision.unlimitedIndex)
        return Fit(
            selection: selection(
                run.solutions, task.rows.names, dropped: reasons.all(context: context),
                scores: run.crossValidation, margin: try margin()),
            model: model(run.chosen, task.rows.names), facts: SelectionFacts(task: task, run: run).all, refits: refits)
    }

    private func inFold(_ solutions: [Solution], _ names: [String]) -> Fit {
        Fit(
            selection: selection(solutions, names, dropped: [], scores: nil, margin: 1),
            model: model(solutions[run.decision.index], names))
    }

    private func model(_ solution: Solution, _ names: [String]) -> Model {
        Model(
            family: task.family, classes: task.rows.classes, features: solution.support.map { names[$0] },
            intercepts: solution.intercepts, coefficients: solution.coefficients)
    }

    private func selection(
        _ solutions: [Solution], _ names: [String], dropped: [DroppedFeature], scores: CrossValidationResult?,
        margin: Double
    ) -> Selection {
        let measure = scores.map { FoldScore(measure: $0.options.measure, family: task.family) }
        let path = SelectionPath(
            points: solutions.enumerated().map { index, solution in
                point(
                    solution, names, mean: scores.flatMap { measure?.measured($0.curve.mean[index]) },
                    error: scores?.curve.standardError[index])
            },
            chosenIndex: run.decision.index, lambdaMax: run.lambdaMax, rule: run.decision.rule, supportMargin: margin)
        return Selection(
            family: task.family, candidates: names,
            features: solutions[run.decision.index].support.map { names[$0] }, dropped: dropped, path: path,
            fitsIntercept: task.options.fitsIntercept, maxFeatures: task.options.maxFeatures, classes: predictorClasses)
    }

    /// The classes of the linear predictors; `nil` where there is one predictor.
    private var predictorClasses: [String]? { task.family == .multinomial ? task.rows.classes : nil }

    private func point(
        _ solution: Solution, _ names: [String], mean: Double?, error: Double?
    ) -> SelectionPathPoint {
        SelectionPathPoint(
            lambda: solution.lambda, intercepts: solution.intercepts, coefficients: coefficients(solution, names),
            deviance: solution.deviance, crossValidationMean: mean, crossValidationError: error,
            dualityGap: solution.certificate.dualityGap, kktViolation: solution.certificate.kktViolation,
            iterations: solution.certificate.iterations)
    }

    /// The non-zero coefficients, feature by feature and for each of them class by class.
    private func coefficients(_ solution: Solution, _ names: [String]) -> [SelectionPathPoint.Coefficient] {
        let classes = predictorClasses
        return solution.support.enumerated().flatMap { place, column in
            solution.coefficients.indices.compactMap { k in
                let value = solution.coefficients[k][place]
                guard value != 0 else { return nil }
                return SelectionPathPoint.Coefficient(name: names[column], value: value, classLabel: classes?[k])
            }
        }
    }

    /// Nothing that could change counts as the clearest margin, 1.
    private func margin() throws -> Double {
        do throws(SolverError) {
            return min(1, try supportMargin(of: run.chosen, problem: task.problem, penalty: task.penalty))
        } catch { throw task.failure(error) }
    }
}
