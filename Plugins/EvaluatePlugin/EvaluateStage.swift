import SparseGLM
public import StageKit

/// Measures a model: on test rows, on its training rows, or on rows held out from refits of the whole pipeline.
///
/// See README.md for the metrics and for what their intervals mean.
public struct EvaluateStage: Stage {
    /// The element `evaluate`.
    public static let descriptor = StageDescriptor(
        EvaluateOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [.table, .model],
        gives: [.evaluation])

    /// A pipeline with the stage that shows every option.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    let options: EvaluateOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options that agree with ``descriptor``.
    /// - Throws: ``StageFailure`` of kind `pipeline`, FS582 or FS584, where options contradict each other.
    public init(options: StageOptions) throws {
        self.options = try EvaluateOptions(options)
    }

    /// Measures `input.model`.
    ///
    /// - Parameters:
    ///   - input: The training rows, the test rows, the model, and how to refit what came before.
    ///   - context: Seed, workers, progress, cancellation.
    /// - Returns: The evaluation.
    /// - Throws: ``StageFailure`` FS550, FS580, FS581, FS585 and FS586 as README.md lists, or `CancellationError`.
    public func run(_ input: StageInput, context: StageContext) async throws -> StageOutput {
        guard let model = input.model else {
            throw StageFailure(
                .fault, code: "FS586", "<evaluate> was given no model, expected one.", at: options.location)
        }
        let requests = try requests(for: model.family)
        let rows = options.on ?? (input.test == nil ? .cv : .test)
        var folds: OuterFolds?
        let predictions: Predictions
        switch rows {
        case .train: predictions = try Predictions(model, on: input.table, at: options.location)
        case .test: predictions = try Predictions(model, on: try testRows(input), at: options.location)
        case .cv:
            let run = try await OuterFolds.run(options, input: input, context: context)
            guard let pooled = Predictions(pooling: run.folds) else {
                throw StageFailure(.fault, code: "FS586", "There are no folds, expected some.", at: options.location)
            }
            (predictions, folds) = (pooled, run)
        }
        let metrics = try await MetricTable(options: options, requests: requests, predictions: predictions)
            .metrics(context: context)
        return StageOutput(
            evaluation: Evaluation(
                on: rows.rawValue, rows: predictions.y.count, metrics: metrics, confusion: predictions.confusion),
            facts: folds?.facts(requests) ?? (rows == .train ? [Self.flattering] : []))
    }

    private static let flattering = Fit.Fact(
        "rows", "those on which the model was fitted: metrics on them flatter it")

    private func requests(for family: Family) throws(StageFailure) -> [MetricRequest] {
        if options.requests.isEmpty { return Metric.defaults(for: family).map { MetricRequest($0) } }
        for request in options.requests where !request.metric.families.contains(family) {
            let known = Metric.allCases.filter { $0.families.contains(family) }.map(\.rawValue).joined(separator: ", ")
            throw StageFailure(
                .pipeline, code: "FS581",
                "The metric '\(request.metric.rawValue)' is not for the \(family.rawValue) family; expected one of "
                    + "\(known).",
                at: request.location)
        }
        if family == .multinomial, let request = options.requests.first(where: { $0.writtenThreshold != nil }) {
            throw StageFailure(
                .pipeline, code: "FS581",
                "The metric '\(request.metric.rawValue)' has 'at', which is for two classes; under the multinomial "
                    + "family a row is of its likeliest class.",
                at: request.thresholdLocation)
        }
        return options.requests
    }

    private func testRows(_ input: StageInput) throws(StageFailure) -> Table {
        if let test = input.test, test.rowCount > 0 { return test }
        throw StageFailure(
            .pipeline, code: "FS580",
            "on is 'test', but there are no test rows; expected a <split> in <load>, or on=\"cv\".",
            at: options.onLocation)
    }
}
