/// Which coordinates a penalty may need, from the gradients that those before it left.
///
/// Penalties after it have no say, so that a path's beginning does not depend on its end.
extension PathSolver {
    /// Watches the coordinates that a penalty may need, and forgets those far from any need.
    mutating func watch(for stop: Stop) {
        guard let newer else { return }
        let line = GradientLine(from: older, through: newer, to: stop.lambda)
        for c in state.candidates where hessian.place[c] < 0 {
            let (unit, now) = (stop.penalty.l1[c], abs(newer.values[c]))
            if isWatched[c], now < 0.5 * unit { isWatched[c] = false }
            if let line {
                if max(now, abs(line.value(c))) >= unit { isWatched[c] = true }
            } else if now * stop.lambda > (2 * stop.lambda - newer.lambda) * unit {
                isWatched[c] = true
            }
        }
    }

    /// The watched coordinates that are expected to be active; none where the step to the penalty is too long to tell.
    func expected(at stop: Stop) -> [Int] {
        guard let now, let line = GradientLine(from: before, through: now, to: stop.lambda), line.isShort else {
            return []
        }
        return state.candidates.filter { c in
            isWatched[c] && hessian.place[c] < 0 && stop.penalty.violation(c, q: line.value(c), b: 0) > 0
        }
    }
}
