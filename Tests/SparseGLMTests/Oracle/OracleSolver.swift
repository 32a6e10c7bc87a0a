/// The slow reference: an interior method that shares nothing with the solvers that it judges.
///
/// Every kink and bound of the penalty is replaced by a barrier of strength μ, which makes the objective smooth and
/// strictly convex; its minimiser is followed from a large μ to one so small that the duality gap, at most 2μ for each
/// barrier, is below the target. Correlated, duplicated and badly scaled columns change little in that: Newton's method
/// does not see the scale of a coefficient, and neither does a Cholesky factor. Each step costs O(n m² + m³) for m
/// coefficients, and a solve takes some sixty of them.
///
/// Source: Boyd and Vandenberghe, Convex Optimization, 2004, chapter 11 (barriers, central path).
struct OracleSolver {
    let system: OracleSystem
    private var point: OraclePoint
    private var eta: [[Double]]

    /// Minimises the problem's objective to a gap of `target` times its null unit, which must be above 0.
    static func solve(_ problem: OracleProblem, _ penalty: OraclePenalty, target: Double = 1e-11) -> OracleAnswer {
        let unit = nullUnit(of: problem)
        var solver = OracleSolver(OracleSystem(problem, penalty), unit: unit)
        let first = unit / Double(max(1, solver.system.penalty.barrierCount))
        solver.followPath(from: first, to: target / 2 * first)
        return OracleAnswer(solver.system, w: solver.point.w, nullUnit: unit)
    }

    /// The intercept-only model's mean loss, measured from the least that any predictor reaches.
    static func nullUnit(of problem: OracleProblem) -> Double {
        let start = problem.loss(problem.offset) - problem.saturatedLoss
        guard problem.fitsIntercept else { return start }
        var solver = OracleSolver(OracleSystem(problem, nil), unit: start)
        solver.center(0, precision: 1e-24 * start)
        return problem.loss(solver.eta) - problem.saturatedLoss
    }

    private init(_ system: OracleSystem, unit: Double) {
        self.system = system
        point = system.start(size: system.problem.family == .gaussian ? unit.squareRoot() : 1, unit: unit)
        eta = system.predictors(point.w)
    }

    /// Follows the minimiser while μ falls, faster where few steps are needed to come back to it.
    private mutating func followPath(from first: Double, to last: Double) {
        var mu = first
        var factor = 0.3
        center(mu, precision: 0.1 * mu, limit: 500)
        while mu > last && system.penalty.barrierCount > 0 {
            let next = max(last, factor * mu)
            predict(from: mu, to: next)
            mu = next
            eta = system.predictors(point.w)
            let steps = center(mu, precision: 0.01 * mu)
            factor = steps <= 3 ? max(0.02, 0.5 * factor) : steps > 8 ? min(0.5, 2 * factor) : factor
        }
        center(last, precision: 1e-7 * last)
        // The dual demands gradients of zero on unpenalised columns, not merely a low objective.
        center(last, precision: 1e-20 * last, limit: 6)
    }

    /// Moves along the tangent of the path, and by a Newton step at once, unless that does harm.
    private mutating func predict(from mu: Double, to next: Double) {
        var gradient = system.lossGradient(eta)
        let drift = system.penalty.addGradient(point, mu, to: &gradient)
        oracleAdd(next - mu, drift, to: &gradient)
        let direction = newtonDirection(gradient, mu)
        let moved = point.moved(point.longestStep(along: direction), along: direction)
        let predictors = system.predictors(moved.w)
        guard merit(moved, predictors, next) <= merit(point, eta, next) else { return }
        (point, eta) = (moved, predictors)
    }

    /// Newton's method at one μ, until half the squared Newton decrement, an estimate of what is left, is at most
    /// `precision`.
    ///
    /// Returns the number of steps.
    @discardableResult
    private mutating func center(_ mu: Double, precision: Double, limit: Int = 100) -> Int {
        for step in 0..<limit {
            var gradient = system.lossGradient(eta)
            _ = system.penalty.addGradient(point, mu, to: &gradient)
            let direction = newtonDirection(gradient, mu)
            let slope = oracleDot(gradient, direction)
            guard slope < -2 * precision, search(along: direction, slope: slope, mu) else { return step }
        }
        return limit
    }

    private func newtonDirection(_ gradient: [Double], _ mu: Double) -> [Double] {
        var hessian = system.lossCurvature(eta)
        system.penalty.addCurvature(point, mu, to: &hessian)
        return OracleFactor(hessian).solution(gradient).map { -$0 }
    }

    private func merit(_ point: OraclePoint, _ eta: [[Double]], _ mu: Double) -> Double {
        system.problem.loss(eta) + system.penalty.smoothed(point, mu)
    }

    /// Takes the first step of 1, ½, ¼, … (or the way to a bound) that goes down and not far past the minimum.
    private mutating func search(along direction: [Double], slope: Double, _ mu: Double) -> Bool {
        let before = merit(point, eta, mu)
        let change = system.change(direction)
        var step = point.longestStep(along: direction)
        for _ in 0..<50 {
            let moved = point.moved(step, along: direction)
            var predictors = eta
            for k in change.indices { oracleAdd(step, change[k], to: &predictors[k]) }
            let after = merit(moved, predictors, mu)
            if after <= before + 1e-14 * abs(before) {
                var gradient = system.lossGradient(predictors)
                _ = system.penalty.addGradient(moved, mu, to: &gradient)
                if oracleDot(gradient, direction) <= -0.5 * slope {
                    (point, eta) = (moved, predictors)
                    return true
                }
            }
            step /= 2
        }
        return false
    }
}
