import SparseGLM
import StageKit

/// Predictions of held-out rows, each by the whole pipeline refitted without its fold.
struct OuterFolds: Sendable {
    /// The predictions of every fold.
    let folds: [Predictions]
    /// The sum of each fold's row weights.
    let weights: [Double]
    /// How rows were dealt.
    let split: FoldSplit

    /// Refits everything in every fold: each stage chooses anew on the training part.
    ///
    /// - Parameters:
    ///   - options: The stage's options.
    ///   - input: The stage's input.
    ///   - context: Seed and workers.
    /// - Throws: ``StageFailure`` FS586 where nothing can be refitted, FS550 as ``FoldPlan``, and what a stage throws.
    static func run(_ options: EvaluateOptions, input: StageInput, context: StageContext) async throws -> OuterFolds {
        guard input.resampling != nil else {
            throw StageFailure(
                .stage, code: "FS586",
                "on is 'cv', but no earlier stage can be refitted in folds; expected one "
                    + "that learns.",
                at: options.onLocation)
        }
        let dealing = CrossValidationOptions(foldCount: options.foldCount, location: options.foldsLocation)
        let plan = try FoldPlan(input.table, options: dealing, seed: context.seed)
        plan.warnOfGroups(in: input.table, at: options.onLocation, context: context)
        let runner = FoldRunner(plan: plan, input: input)
        let folds = try await context.map(plan.folds.count) { place in
            try await runner.run(place, choosing: true) { fold in
                guard let model = fold.model else {
                    throw StageFailure(
                        .fault, code: "FS586",
                        "The fold has no model, expected the refitted "
                            + "one.", at: options.location)
                }
                return try Predictions(model, on: fold.heldOut, at: options.location)
            }
        }
        return OuterFolds(folds: folds, weights: plan.folds.map(\.weight), split: plan.split)
    }

    /// What the report says of the folds: each metric's mean and standard error over them.
    ///
    /// - Parameter requests: The metrics.
    func facts(_ requests: [MetricRequest]) -> [Fit.Fact] {
        [Fit.Fact("folds", "\(folds.count), split \(split.rawValue); every stage was refitted in each")]
            + requests.map { Fit.Fact("\($0.metric.rawValue) over folds", text($0)) }
    }

    private func text(_ request: MetricRequest) -> String {
        let values = folds.compactMap { $0.value(request).value }
        guard values.count == folds.count else {
            return "undefined in \(folds.count - values.count) of \(folds.count) folds"
        }
        let curve = CrossValidationCurve(lambdas: [0], foldScores: values.map { [$0] }, foldWeights: weights)
        return "mean \(shortest(curve.mean[0])), standard error \(shortest(curve.standardError[0]))"
    }
}
