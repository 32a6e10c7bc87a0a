/// Which columns a lambda may need, from what the lambdas before it left.
///
/// A gradient is a piecewise linear function of lambda, bent where the set of active columns changes: a straight line
/// through two points is a second-order prediction.
extension WorkingSetPath {
    /// Watches the columns that the last of the batch's lambdas may need, and forgets those far from any need.
    mutating func watch(for batch: [Stop], forgetting: Bool) {
        guard let first = batch.first, let last = batch.last else { return }
        let values = newer.values
        if forgetting { watched.remove { abs(values[$0]) < 0.5 * first.penalty.l1[$0] } }
        if let line = GradientLine(from: older, through: newer, to: last.lambda) {
            for j in line.reaching(last.penalty.l1) where !entered.contains(j) { watched.insert(j) }
            return
        }
        let share = max(2 * last.lambda - newer.lambda, 0.5 * last.lambda) / last.lambda
        for j in candidates where !entered.contains(j) && abs(values[j]) > share * last.penalty.l1[j] {
            watched.insert(j)
        }
    }

    /// The watched columns that are expected to have a coefficient; none where the step to the lambda is too long for a
    /// straight line.
    ///
    /// Where there are any, those of the next two steps of the same length come with them: large blocks cost less.
    func expected(at stop: Stop) -> [Int] {
        guard let line = GradientLine(from: before, through: now, to: stop.lambda), line.isShort,
            watched.coordinates.contains(where: { isExpected($0, stop, line, 1) })
        else { return [] }
        let step = stop.lambda / now.lambda
        guard let ahead = GradientLine(from: before, through: now, to: stop.lambda * step * step) else { return [] }
        return watched.coordinates.filter {
            isExpected($0, stop, line, 1) || isExpected($0, stop, ahead, step * step)
        }.sorted()
    }

    /// Whether a watched column is expected to have a coefficient at `ratio` times the lambda, to which the line goes.
    private func isExpected(_ j: Int, _ stop: Stop, _ line: GradientLine, _ ratio: Double) -> Bool {
        stop.penalty.violation(j, q: line.value(j) / ratio, b: 0) > 0
    }

    /// Of the watched columns, whose gradients at the current point are known, those that the penalty does not hold: the
    /// furthest ones where they are many, because these may hold the others once they are in.
    func missing(_ penalty: ScaledPenalty, room: Int) -> [Int] {
        var found: [(column: Int, excess: Double)] = []
        for j in watched.coordinates {
            let excess = penalty.violation(j, q: current[j], b: 0) / penalty.l1[j]
            if excess > 1e-9 { found.append((j, excess)) }
        }
        guard found.count > room else { return found.map(\.column).sorted() }
        found.sort { ($0.excess, $1.column) > ($1.excess, $0.column) }
        return found.prefix(room).map(\.column).sorted()
    }
}
