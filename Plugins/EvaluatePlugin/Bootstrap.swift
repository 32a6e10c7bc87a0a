import SparseGLM
import StageKit

/// Percentile intervals by drawing rows with replacement.
///
/// Which rows a replicate draws depends on the pipeline's seed, the stage and the replicate alone. A replicate on which a
/// metric is undefined (AUC on one class) says nothing of it and is left out; below 9 in 10 defined ones there is no
/// interval. Ends are quantiles with linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
struct Bootstrap: Sendable {
    /// The options.
    let options: BootstrapOptions
    /// The rows.
    let predictions: Predictions
    /// The metrics.
    let requests: [MetricRequest]

    /// An interval, and how many replicates it stands on.
    struct Interval: Sendable, Hashable {
        /// The lower and upper end; `nil` where too few replicates are defined.
        let ends: ClosedRange<Double>?
        /// How many replicates are defined.
        let defined: Int
    }

    private static let chunk = 16
    private static let least = 0.9

    /// The intervals, one per metric.
    ///
    /// - Parameter context: Seed, stage and workers.
    /// - Complexity: O(replicates · metrics · n log n).
    func intervals(context: StageContext) async throws -> [Interval] {
        let count = (options.replicates + Self.chunk - 1) / Self.chunk
        // Pieces of a fixed size, so that the work is shaped by the options and not by the workers.
        let pieces = try await context.map(count) { piece in
            (piece * Self.chunk..<min(options.replicates, (piece + 1) * Self.chunk)).map { replicate in
                self.replicate(replicate, context)
            }
        }
        let replicates = pieces.flatMap(\.self)
        return requests.indices.map { metric in interval(replicates.compactMap { $0[metric] }) }
    }

    private func replicate(_ replicate: Int, _ context: StageContext) -> [Double?] {
        let random = KeyedRandom(seed: context.seed, stream: "\(context.stageID)/bootstrap/\(replicate)")
        let rows = predictions.y.count
        var counts = [Double](repeating: 0, count: rows)
        for draw in 0..<rows { counts[random.integer(below: rows, at: UInt64(draw))] += 1 }
        return requests.map { predictions.value($0, counts: counts).value }
    }

    private func interval(_ values: [Double]) -> Interval {
        guard Double(values.count) >= Self.least * Double(options.replicates) else {
            return Interval(ends: nil, defined: values.count)
        }
        let sorted = values.sorted()
        let tail = (1 - options.level) / 2
        let (low, high) = (Self.quantile(sorted, tail), Self.quantile(sorted, 1 - tail))
        return Interval(ends: low...max(low, high), defined: values.count)
    }

    /// The quantile of sorted values, at least one.
    static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        let place = probability * Double(sorted.count - 1)
        let below = min(max(Int(place), 0), sorted.count - 1)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
