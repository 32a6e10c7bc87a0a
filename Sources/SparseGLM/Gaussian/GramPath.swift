/// Solves one penalty after another on a `GramProblem`, each started from the last; no pass over the data is needed.
///
/// A gap is known from G, c and yy alone: ‖r‖²/W = yy − b·(c + q). That loses digits as the residual vanishes, so a path
/// on which it falls below 1e-8 of yy is given up, for a solver that looks at the rows.
struct GramPath: ~Copyable {
    let problem: GramProblem
    private var newton: ActiveSetNewton
    private var model: QuadraticModel
    private var lastL2: [Double]?
    private let reference: Double
    private var solved = 0

    /// The gradient is kept up by its changes; so often it is computed anew, so that errors do not add up.
    private static let solvesBetweenRefreshes = 10

    /// Below this share of yy a residual is no longer known well enough.
    private static let leastResidual = 1e-8

    init(_ problem: GramProblem) {
        self.problem = problem
        newton = ActiveSetNewton(most: problem.candidates.count)
        model = QuadraticModel(b: [Double](repeating: 0, count: problem.c.count), q: problem.c)
        reference = problem.c.reduce(0) { max($0, abs($1)) }
    }

    /// The current coefficients of the candidates.
    var b: [Double] { model.b }

    /// Minimises loss + penalty from the current point; nil where the residual is too small to be known.
    mutating func solve(_ penalty: ScaledPenalty, settings: SolverSettings) -> SolverOutcome? {
        let places = PlacePenalty(penalty, columns: problem.candidates)
        if places.l2 != lastL2 {
            problem.withGram { newton.refactor(model, gram: $0, penalty: places) }
            lastL2 = places.l2
        }
        var iterations = 1
        minimise(places)
        solved += 1
        while true {
            if iterations > 1 || solved % Self.solvesBetweenRefreshes == 0 { refreshGradient() }
            guard let point = point() else { return nil }
            let report = penalty.gap(point, columns: problem.candidates, b: model.b, q: model.q)
            let done = report.relativeGap <= settings.tolerance
            if done || iterations >= min(settings.maxIterations ?? 20, 20) {
                let violation = penalty.violation(
                    columns: problem.candidates, b: model.b, q: model.q, reference: reference)
                return SolverOutcome(report: report, violation: violation, iterations: iterations, converged: done)
            }
            iterations += 1
            minimise(places)
        }
    }

    private mutating func minimise(_ places: PlacePenalty) {
        problem.withGram { newton.minimise(&model, gram: $0, penalty: places, orDescend: 10_000) }
    }

    /// q = c − G b anew.
    private mutating func refreshGradient() {
        model.q = problem.c
        problem.withGram { gram in
            for e in model.b.indices where model.b[e] != 0 {
                gram.subtract(column: e, times: model.b[e], from: &model.q)
            }
        }
    }

    /// The residual's square and its product with the target.
    private func point() -> SquaredLossPoint? {
        let square = problem.yy - zip(model.b, zip(problem.c, model.q)).reduce(0) { $0 + $1.0 * ($1.1.0 + $1.1.1) }
        let dot = problem.yy - zip(model.b, problem.c).reduce(0) { $0 + $1.0 * $1.1 }
        guard problem.yy == 0 || square > Self.leastResidual * problem.yy else { return nil }
        return SquaredLossPoint(residualSquare: max(0, square), targetDot: dot, nullLoss: problem.nullLoss)
    }

    /// Twice the loss at the current point, for outcomes whose objective is known.
    func loss(_ report: GapReport, _ penalty: ScaledPenalty) -> Double {
        zip(problem.candidates, model.b).reduce(report.objective) { $1.1 == 0 ? $0 : $0 - penalty.value($1.0, $1.1) }
    }
}
