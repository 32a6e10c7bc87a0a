import SparseGLM
import StageKit

/// A metric that is asked for.
struct MetricRequest: Sendable {
    /// The metric.
    let metric: Metric
    /// The probability from which a row counts as positive, as it is written; `nil` where it is not.
    let writtenThreshold: Double?
    /// Where its name or the element stands.
    let location: SourceLocation?
    /// Where the threshold or the element stands.
    let thresholdLocation: SourceLocation?

    /// The probability from which a row counts as positive, for metrics that need one.
    var threshold: Double { writtenThreshold ?? Self.standardThreshold }

    /// The names of metrics as words of an option.
    struct Name: OptionChoice {
        let rawValue: String
        static let allCases = Metric.allCases.map { Name(metric: $0) }

        init(metric: Metric) { rawValue = metric.rawValue }

        init?(rawValue: String) {
            guard let metric = Metric(rawValue: rawValue) else { return nil }
            self.init(metric: metric)
        }
    }

    /// The probability from which a row counts as positive where none is written.
    static let standardThreshold = 0.5

    static let nameOption: Option<Name?> = .optionalChoice("name", help: "The metric; it must be written.")
    static let atOption: Option<Double?> = .optionalNumber(
        "at", in: NumberRange(min: 0, max: 1),
        help: "Of two classes, the probability from which a row counts as the second; 0.5 where it is not written.")

    /// The element `metric`.
    static let element = ElementDescriptor(
        name: "metric", summary: "A metric to report; without any, those of the family.",
        options: [nameOption.descriptor, atOption.descriptor])

    /// A metric with its usual threshold.
    init(_ metric: Metric) {
        self.metric = metric
        writtenThreshold = nil
        location = nil
        thresholdLocation = nil
    }

    /// Reads the metrics in document order.
    ///
    /// - Throws: ``StageFailure`` FS582 for a metric without a name, one that is asked for twice, and `at` where the metric
    ///   knows no threshold.
    static func all(in options: StageOptions) throws(StageFailure) -> [MetricRequest] {
        var requests: [MetricRequest] = []
        for child in options.children("metric") {
            let request = try MetricRequest(child)
            if requests.contains(where: { $0.metric == request.metric }) {
                throw StageFailure(
                    .pipeline, code: "FS582",
                    "<metric> '\(request.metric.rawValue)' is written twice, expected it "
                        + "once.",
                    at: request.location)
            }
            requests.append(request)
        }
        return requests
    }

    private init(_ options: StageOptions) throws(StageFailure) {
        guard let name = options[Self.nameOption], let metric = Metric(rawValue: name.rawValue) else {
            throw StageFailure(
                .pipeline, code: "FS582", "<metric> has no name, expected \(Self.nameOption.descriptor.type).",
                at: options.location)
        }
        if options[Self.atOption] != nil, !metric.usesThreshold {
            let those = Metric.allCases.filter(\.usesThreshold).map(\.rawValue).joined(separator: ", ")
            throw StageFailure(
                .pipeline, code: "FS582", "<metric> '\(name.rawValue)' knows no threshold; 'at' is for \(those).",
                at: options.location(of: "at"))
        }
        self.metric = metric
        writtenThreshold = options[Self.atOption]
        location = options.location(of: "name")
        thresholdLocation = options.location(of: "at")
    }
}
