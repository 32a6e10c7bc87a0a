internal import StageKit

/// A diagnostic with its rank in document order.
struct PlacedFault {
    /// What to tell.
    let diagnostic: Diagnostic
    /// What kind of failure it is; `nil` for a warning.
    let kind: StageFailure.Kind?
    /// The offsets of the includes that lead to it, then its own; empty for what has no place, which comes first.
    let order: [Int]

    init(_ failure: StageFailure, order: [Int]) {
        diagnostic = failure.diagnostic
        kind = failure.kind
        self.order = order
    }

    init(
        _ code: FaultCode, _ message: String, at span: SourceSpan?, kind: StageFailure.Kind = .pipeline,
        suggestion: String? = nil
    ) {
        self.init(code.failure(message, at: span, kind: kind, suggestion: suggestion), order: span?.order ?? [])
    }

    init(warning code: FaultCode, _ message: String, at span: SourceSpan) {
        diagnostic = Diagnostic(
            code: code.rawValue, severity: .warning, message: FaultCode.bounded(message),
            location: span.location)
        kind = nil
        order = span.order
    }
}
