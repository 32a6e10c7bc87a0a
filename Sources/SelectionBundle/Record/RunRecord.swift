/// When and where a run took place: the one part of a bundle that no digest covers.
package struct RunRecord: Sendable {
    /// A stage and how long it took.
    package struct Duration: Sendable {
        /// The stage's id.
        package let stage: String
        /// Seconds.
        package let seconds: Double

        /// - Parameters:
        ///   - stage: The stage's id.
        ///   - seconds: Seconds.
        package init(stage: String, seconds: Double) {
            self.stage = stage
            self.seconds = seconds
        }
    }

    /// When it began, as RFC 3339 in UTC.
    package let started: String
    /// When it ended, as RFC 3339 in UTC.
    package let finished: String
    /// The machine's name.
    package let host: String
    /// How many pieces of work could run at once.
    package let workers: Int
    /// How long each stage took, in document order.
    package let durations: [Duration]
    /// The stages whose result came from the cache, in document order.
    package let cacheHits: [String]

    /// - Parameters:
    ///   - started: When it began, as RFC 3339 in UTC.
    ///   - finished: When it ended, as RFC 3339 in UTC.
    ///   - host: The machine's name.
    ///   - workers: How many pieces of work could run at once.
    ///   - durations: How long each stage took.
    ///   - cacheHits: The stages whose result came from the cache.
    package init(
        started: String, finished: String, host: String, workers: Int, durations: [Duration], cacheHits: [String] = []
    ) {
        self.started = started
        self.finished = finished
        self.host = host
        self.workers = workers
        self.durations = durations
        self.cacheHits = cacheHits
    }
}
