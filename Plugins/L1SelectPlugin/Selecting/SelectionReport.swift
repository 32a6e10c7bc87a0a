import SparseGLM
import StageKit

/// Puts a solved path into the values that later stages and the bundle read.
struct SelectionReport: Sendable {
    /// The regression.
    let task: SelectionTask
    /// The path and the choice.
    let run: SelectionRun

    /// The selection, the model and the facts.
    ///
    /// Inside a fold nobody asks why a feature was dropped, so that it is not worked out there.
    ///
    /// - Parameter context: The workers.
    func fit(context: StageContext) async throws -> Fit {
        let reasons = DropReasons(
            task: task, solutions: run.solutions, chosenIndex: run.decision.index,
            unlimitedIndex: run.decision.unlimitedIndex)
        let selection = Selection(
            family: task.family, candidates: task.rows.names, features: names(run.chosen.support),
            dropped: context.isInFold ? [] : try await reasons.all(context: context),
            path: try path(), fitsIntercept: task.options.fitsIntercept,
            maxFeatures: task.options.maxFeatures)
        return Fit(selection: selection, model: model(), facts: SelectionFacts(task: task, run: run).all)
    }

    private func names(_ places: [Int]) -> [String] { places.map { task.rows.names[$0] } }

    private func model() -> Model {
        Model(
            family: task.family, classes: task.rows.classes, features: names(run.chosen.support),
            intercepts: [run.chosen.intercept], coefficients: [run.chosen.values])
    }

    private func path() throws -> SelectionPath {
        SelectionPath(
            points: run.solutions.indices.map(point), chosenIndex: run.decision.index, lambdaMax: run.lambdaMax,
            rule: run.decision.rule, supportMargin: try margin())
    }

    private func point(_ index: Int) -> SelectionPathPoint {
        let solution = run.solutions[index]
        let score = run.crossValidation.map { FoldScore(measure: $0.options.measure, family: task.family) }
        return SelectionPathPoint(
            lambda: solution.lambda, intercepts: [solution.intercept],
            coefficients: zip(solution.support, solution.values).map {
                SelectionPathPoint.Coefficient(name: task.rows.names[$0], value: $1)
            },
            deviance: solution.deviance,
            crossValidationMean: run.crossValidation.flatMap { score?.measured($0.curve.mean[index]) },
            crossValidationError: run.crossValidation?.curve.standardError[index],
            dualityGap: solution.certificate.dualityGap, kktViolation: solution.certificate.kktViolation,
            iterations: solution.certificate.iterations)
    }

    /// Nothing that could change counts as the clearest margin, 1.
    private func margin() throws -> Double {
        do throws(SolverError) {
            return min(1, try supportMargin(of: run.chosen, problem: task.problem, penalty: task.penalty))
        } catch { throw error.asStageError(names: task.rows.names, at: task.options.location) }
    }
}
