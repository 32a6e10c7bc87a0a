/// A metric's value, or why it has none.
///
/// An undefined metric is never NaN.
public struct MetricValue: Sendable, Equatable {
    /// The value, finite, or nil where the metric is undefined on these rows.
    public let value: Double?
    /// Why there is no value, one sentence; nil where there is one.
    public let reason: String?

    /// A defined value; one that is not finite counts as undefined.
    public init(_ value: Double) {
        self.value = value.isFinite ? value : nil
        reason = value.isFinite ? nil : "The value is out of the range of numbers."
    }

    /// An undefined one.
    public init(undefined reason: String) {
        value = nil
        self.reason = reason
    }
}

/// Which way a metric is better.
public enum MetricDirection: String, Sendable, Codable {
    /// Larger values are better.
    case higherIsBetter = "higher"
    /// Smaller values are better.
    case lowerIsBetter = "lower"
}
