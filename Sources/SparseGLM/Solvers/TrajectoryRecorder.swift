/// Keeps at most 1,000 evenly spaced iterations, and the last one.
///
/// Each is recorded until there are 1,000; then every second one goes and the spacing doubles.
struct TrajectoryRecorder {
    private(set) var points: [TrajectoryPoint] = []
    private var spacing = 1

    init(limit: Int) { points.reserveCapacity(min(limit, 1_001)) }

    /// Whether this iteration is one to record.
    func wants(_ iteration: Int) -> Bool { iteration % spacing == 0 }

    mutating func record(_ iteration: Int, _ report: GapReport, nonZeroCount: Int, force: Bool) {
        guard force || wants(iteration), points.last?.iteration != iteration else { return }
        points.append(
            TrajectoryPoint(
                iteration: iteration, objective: report.objective, dualityGap: report.relativeGap,
                nonZeroCount: nonZeroCount))
        guard points.count > 1_000 else { return }
        spacing *= 2
        points.removeAll { $0.iteration % spacing != 0 }
    }
}
