import SparseGLM
import StageKit

/// Finds the strength of the ridge penalty by cross-validation.
///
/// In every fold the features are those that the selection takes on the fold's own training part, at the λ of all
/// training rows, so that the score does not leak the selection.
struct RidgeSearch: Sendable {
    /// The stage's options.
    let options: L2RefitOptions
    /// The selection on all training rows.
    let selection: Selection
    /// Candidate strengths, decreasing.
    let grid: [Double]
    /// The folds.
    let runner: FoldRunner
    /// The places on the selection's path to try; empty for the selection's own choice alone.
    let pathIndices: [Int]

    /// What was found.
    struct Outcome: Sendable {
        /// The choice.
        let choice: RefitChoice
        /// Its mean score and standard error, as the measure that was asked for.
        let score: (mean: Double, error: Double)
        /// The place of the strength in the grid.
        let gridIndex: Int
    }

    /// Prepares the folds and the grid.
    ///
    /// - Parameters:
    ///   - options: The stage's options.
    ///   - input: The stage's input.
    ///   - selection: The selection on all training rows.
    ///   - context: Seed and diagnostics.
    init(_ options: L2RefitOptions, input: StageInput, selection: Selection, context: StageContext) throws {
        let cv = options.crossValidation
        try cv.checkMeasure(for: selection.family)
        self.options = options
        self.selection = selection
        grid = try Self.grid(input.table, selection, options)
        pathIndices = options.lambda == .joint ? try Self.pathIndices(selection, options) : []
        let plan = try FoldPlan(input.table, options: cv, seed: context.seed)
        plan.warnOfGroups(in: input.table, at: cv.splitLocation, context: context)
        runner = FoldRunner(plan: plan, input: input)
    }

    /// The grid of all candidates: the same whichever of them are selected.
    static func grid(_ table: Table, _ selection: Selection, _ options: L2RefitOptions) throws -> [Double] {
        let candidates = Set(selection.candidates)
        let names = table.features.filter { $0.isNumeric && candidates.contains($0.name) }.map(\.name)
        let task = try RefitTask(
            table, features: names, selection: selection, options: options, storage: .automatic)
        do throws(SolverError) {
            return try ridgeGrid(of: task.problem)
        } catch { throw error.asStageError(names: names, classes: task.rows.classes, at: options.location) }
    }

    /// Scores every candidate in every fold and chooses.
    ///
    /// - Parameter context: The workers.
    func run(context: StageContext) async throws -> Outcome {
        let losses = try await context.map(runner.plan.folds.count) { place in try await self.losses(place) }
        let places = pathIndices.isEmpty ? [nil] : pathIndices.map(Optional.some)
        // Candidates by falling λ of the selection, then of the ridge: the first of equals is the sparsest.
        let curve = CrossValidationCurve(
            lambdas: places.flatMap { _ in grid }, foldScores: losses, foldWeights: runner.plan.folds.map(\.weight))
        let best = curve.chosenIndex(options.crossValidation.rule) ?? 0
        let score = FoldScore(measure: options.crossValidation.measure, family: selection.family)
        return Outcome(
            choice: RefitChoice(lambda: grid[best % grid.count], pathIndex: places[best / grid.count]),
            score: (score.measured(curve.mean[best]), curve.standardError[best]), gridIndex: best % grid.count)
    }

    /// The losses of one fold, path place by path place, each over the grid.
    private func losses(_ place: Int) async throws -> [Double] {
        try await runner.run(place) { fold in
            guard let selection = fold.selection else {
                throw StageFailure(.fault, code: "FS576", "The fold has no selection, expected the refitted one.")
            }
            guard !pathIndices.isEmpty else { return try losses(selection.features, place, fold) }
            var last: (features: [String], losses: [Double])?
            var all: [Double] = []
            for index in pathIndices {
                try Task.checkCancellation()
                let features = RefitChoice(lambda: 0, pathIndex: index).features(of: selection)
                // Neighbours on a path often have the same features.
                if last?.features != features { last = (features, try losses(features, place, fold)) }
                all += last?.losses ?? []
            }
            return all
        }
    }

    /// The losses of a ridge on given features of a fold, over the grid.
    private func losses(_ features: [String], _ place: Int, _ fold: FoldInput) throws -> [Double] {
        let cv = options.crossValidation
        try fold.training.requireEveryClass(at: cv.foldsLocation)
        let score = FoldScore(measure: cv.measure, family: selection.family)
        let own = try RefitTask(runner.input.table, features: features, selection: selection, options: options)
        guard let problem = own.rows.problem(of: runner.plan.folds[place], fold, in: runner.input.table) else {
            let task = try RefitTask(fold.training, features: features, selection: selection, options: options)
            let heldOut = try RegressionRows(fold.heldOut, features: features)
            return try score.losses(try task.solve(grid), on: heldOut, at: cv.measureLocation)
        }
        let path = try own.solve(grid, fold: problem)
        if cv.measure == .deviance, path.heldOutDeviance.allSatisfy(\.isFinite) { return path.heldOutDeviance }
        return try score.losses(path.solutions, on: own.rows.heldOut(of: problem), at: cv.measureLocation)
    }
}

extension RidgeSearch {
    /// The places on the path that `joint` may choose.
    ///
    /// Places with more features than the selection may have are not tried.
    private static func pathIndices(_ selection: Selection, _ options: L2RefitOptions) throws -> [Int] {
        guard let path = selection.path, path.points.count > 1, path.rule != "fixed" else {
            let found = selection.path == nil ? "the selection has no path" : "the selection's lambda is given"
            throw StageFailure(
                .stage, code: "FS573",
                "<l2-refit> has lambda 'joint', which chooses the selection's lambda too, but \(found).",
                at: options.lambdaLocation)
        }
        let limit = selection.maxFeatures ?? Int.max
        return path.points.indices.filter { path.points[$0].features.count <= limit }
    }
}
