/// The metrics of a model on some rows.
public struct Evaluation: Sendable, Hashable {
    /// One metric.
    public struct Metric: Sendable, Hashable {
        /// Its name, such as `rmse`; one name in the pipeline, the bundle and the documentation.
        public let name: String
        /// Its value; `nil` where it is undefined.
        public let value: Double?
        /// Why it is undefined; `nil` where it has a value.
        public let reason: String?
        /// Whether more is better: `higher` or `lower`.
        public let direction: String
        /// The lower end of its bootstrap interval.
        public let low: Double?
        /// The upper end of its bootstrap interval.
        public let high: Double?
        /// The level of the interval, such as 0.95.
        public let level: Double?

        /// Creates a metric.
        ///
        /// - Parameters:
        ///   - name: Its name.
        ///   - value: Its value; `nil` where it is undefined.
        ///   - reason: Why it is undefined.
        ///   - direction: `higher` or `lower`.
        ///   - low: The lower end of its bootstrap interval.
        ///   - high: The upper end of its bootstrap interval.
        ///   - level: The level of the interval.
        public init(
            name: String, value: Double?, reason: String? = nil, direction: String, low: Double? = nil,
            high: Double? = nil, level: Double? = nil
        ) {
            self.name = name
            self.value = value
            self.reason = reason
            self.direction = direction
            self.low = low
            self.high = high
            self.level = level
        }
    }

    /// How classes were confused: `counts[actual][predicted]`.
    public struct Confusion: Sendable, Hashable {
        /// The classes.
        public let labels: [String]
        /// Weighted counts, actual × predicted.
        public let counts: [[Double]]

        /// Creates a confusion matrix.
        ///
        /// - Parameters:
        ///   - labels: The classes.
        ///   - counts: Weighted counts, actual × predicted.
        public init(labels: [String], counts: [[Double]]) {
            self.labels = labels
            self.counts = counts
        }
    }

    /// On which rows: `test`, `train` or `cv`.
    public let on: String
    /// How many rows.
    public let rows: Int
    /// The metrics, in the order in which they were asked for.
    public let metrics: [Metric]
    /// The confusion matrix; `nil` for a numeric target.
    public let confusion: Confusion?

    /// Creates an evaluation.
    ///
    /// - Parameters:
    ///   - on: On which rows: `test`, `train` or `cv`.
    ///   - rows: How many rows.
    ///   - metrics: The metrics.
    ///   - confusion: The confusion matrix; `nil` for a numeric target.
    public init(on: String, rows: Int, metrics: [Metric], confusion: Confusion? = nil) {
        self.on = on
        self.rows = rows
        self.metrics = metrics
        self.confusion = confusion
    }
}
