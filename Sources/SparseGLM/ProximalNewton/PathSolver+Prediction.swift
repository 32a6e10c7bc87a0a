/// Which coordinates a penalty may need, from the gradients that those before it left.
///
/// Penalties after it have no say, so that a path's beginning does not depend on its end.
extension PathSolver {
    /// Watches the coordinates that a penalty may need, and forgets those far from any need.
    mutating func watch(for stop: Stop) {
        guard let newer else { return }
        let units = stop.penalty.l1
        watched.remove { abs(newer.values[$0]) < 0.5 * units[$0] }
        if let line = GradientLine(from: older, through: newer, to: stop.lambda) {
            for c in line.reaching(units) where hessian.place[c] < 0 { watched.insert(c) }
            return
        }
        let reach = 2 * stop.lambda - newer.lambda
        for c in state.candidates where hessian.place[c] < 0 && units[c] > 0 {
            if abs(newer.values[c]) * stop.lambda > reach * units[c] { watched.insert(c) }
        }
    }

    /// The watched coordinates that are expected to be active; none where the step to the penalty is too long to tell.
    func expected(at stop: Stop) -> [Int] {
        guard let now, let line = GradientLine(from: before, through: now, to: stop.lambda), line.isShort else {
            return []
        }
        return watched.coordinates.filter {
            let gradient = line.value($0)
            return abs(gradient) > stop.penalty.l1[$0] && stop.penalty.violation($0, q: gradient, b: 0) > 0
        }
    }
}
