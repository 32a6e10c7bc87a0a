import StageJSON

/// Every member that a bundle may have, in the order of their names but for the manifest, which is first.
package enum MemberKind: String, CaseIterable, Sendable {
    case manifest = "manifest.json"
    case readme = "README.md"
    case digests = "SHA256SUMS"
    case pipelineXML = "config/pipeline.xml"
    case resolvedXML = "config/resolved.xml"
    case coefficients = "features/coefficients.csv"
    case dropped = "features/dropped.csv"
    case features = "features/features.csv"
    case path = "features/path.csv"
    case selected = "features/selected.txt"
    case gates = "metrics/gates.json"
    case junit = "metrics/junit.xml"
    case metrics = "metrics/metrics.json"
    case openMetrics = "metrics/metrics.txt"
    case golden = "model/golden.csv"
    case model = "model/model.json"
    case pmml = "model/model.pmml"
    case signature = "model/signature.json"
    case run = "provenance/run.json"
    case statement = "provenance/statement.json"
    case reportPage = "report/report.html"
    case report = "report/report.md"

    /// The member's name.
    package var path: String { rawValue }

    /// What the member is for, as the manifest says it.
    package var role: String {
        switch self {
        case .manifest: "manifest"
        case .readme: "card"
        case .digests: "digests"
        case .pipelineXML, .resolvedXML: "config"
        case .coefficients, .dropped, .features, .path, .selected: "features"
        case .gates, .junit, .metrics, .openMetrics: "metrics"
        case .golden, .model, .pmml, .signature: "model"
        case .run, .statement: "provenance"
        case .reportPage, .report: "report"
        }
    }

    /// Whether `SHA256SUMS`, and so the content digest, covers the member.
    package var isInDigests: Bool {
        switch self {
        case .manifest, .digests, .run: false
        default: true
        }
    }

    /// Whether a bundle without it is no bundle.
    package var isRequired: Bool {
        switch self {
        case .coefficients, .path, .junit, .openMetrics, .golden, .model, .pmml, .signature, .run, .reportPage: false
        default: true
        }
    }
}
