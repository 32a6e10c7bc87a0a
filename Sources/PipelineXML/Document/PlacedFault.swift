internal import StageKit

/// A failure with its rank in document order.
struct PlacedFault {
    let failure: StageFailure
    /// The offsets of the includes that lead to it, then its own; empty for what has no place.
    let order: [Int]

    init(_ failure: StageFailure, order: [Int]) {
        self.failure = failure
        self.order = order
    }

    init(
        _ code: FaultCode, _ message: String, at span: SourceSpan, kind: StageFailure.Kind = .pipeline,
        suggestion: String? = nil
    ) {
        failure = code.failure(message, at: span, kind: kind, suggestion: suggestion)
        order = span.order
    }
}
