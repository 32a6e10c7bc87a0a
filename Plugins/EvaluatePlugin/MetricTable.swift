import SparseGLM
import StageKit

/// The metrics of some predictions, with their intervals.
struct MetricTable: Sendable {
    /// The stage's options.
    let options: EvaluateOptions
    /// The metrics.
    let requests: [MetricRequest]
    /// The predictions.
    let predictions: Predictions

    /// The metrics in order; what is undefined says why, and is warned of.
    ///
    /// - Parameter context: Seed, workers, diagnostics.
    func metrics(context: StageContext) async throws -> [Evaluation.Metric] {
        let intervals = try await intervals(context)
        return requests.enumerated().map { place, request in
            let value = predictions.value(request)
            if let reason = value.reason { warn("is undefined", reason, "FS587", request, context) }
            let ends = value.value == nil ? nil : intervals?[place].ends
            return Evaluation.Metric(
                name: request.metric.rawValue, value: value.value, reason: value.reason,
                direction: request.metric.direction.rawValue, low: ends?.lowerBound, high: ends?.upperBound,
                level: ends == nil ? nil : options.bootstrap?.level)
        }
    }

    private func intervals(_ context: StageContext) async throws -> [Bootstrap.Interval]? {
        guard let asked = options.bootstrap else { return nil }
        let intervals = try await Bootstrap(options: asked, predictions: predictions, requests: requests)
            .intervals(context: context)
        for (request, interval) in zip(requests, intervals) where interval.defined < asked.replicates {
            let outcome = interval.ends == nil ? "it has no interval" : "its interval leaves them out"
            warn(
                "is undefined on \(asked.replicates - interval.defined) of \(asked.replicates) bootstrap replicates",
                "For that reason \(outcome).", "FS583", request, context)
        }
        return intervals
    }

    private func warn(
        _ what: String, _ more: String, _ code: String, _ request: MetricRequest, _ context: StageContext
    ) {
        context.report(
            Diagnostic(
                code: code, severity: .warning, message: "The metric '\(request.metric.rawValue)' \(what). \(more)",
                location: request.location ?? options.location))
    }
}
