/// A point of the optimisation and everything that follows from it: linear predictor, residuals, loss.
struct FitState<M: DesignMatrix>: Sendable {
    let problem: PreparedProblem<M>
    /// The columns that may have a coefficient.
    let candidates: [Int]
    /// The loss of the intercept-only model, in scaled units.
    private(set) var nullLoss = 0.0
    /// The scaled coefficients, p values.
    var b: [Double]
    /// The constant term of the centred columns.
    var intercept = 0.0
    private(set) var eta: [Double]
    private(set) var residual: [Double]
    private(set) var curvature: [Double]
    private(set) var loss = 0.0

    /// The intercept-only model.
    init(_ problem: PreparedProblem<M>, factors: [Double]?) {
        self.problem = problem
        candidates = (0..<problem.p).filter { problem.varies[$0] && (factors?[$0] ?? 1).isFinite }
        b = [Double](repeating: 0, count: problem.p)
        eta = [Double](repeating: 0, count: problem.n)
        residual = eta
        curvature = eta
        evaluate()
        nullLoss = loss
    }

    /// Recomputes everything from `b`, the intercept fitted anew.
    mutating func refresh() {
        for i in eta.indices { eta[i] = intercept }
        problem.add(candidates.filter { b[$0] != 0 }, times: b, to: &eta)
        evaluate()
    }

    /// Moves the linear predictor by `step` · `direction` from `start`, for a line search; `b` is the caller's.
    mutating func move(from start: [Double], along direction: [Double], step: Double) {
        for i in eta.indices { eta[i] = start[i] + step * direction[i] }
        evaluate()
    }

    private mutating func evaluate() {
        loss = problem.datafit.evaluate(
            eta: eta, shares: problem.shares, residual: &residual, curvature: &curvature)
        if problem.fitsIntercept { fitIntercept() }
    }

    /// Newton's method in the intercept alone, halving steps that overshoot, until the mean residual is rounding.
    private mutating func fitIntercept() {
        var mean = Kernels.dot(problem.shares, residual)
        var scale = 1.0
        for _ in 0..<200 {
            let floor = 2e-16 * zip(problem.shares, residual).reduce(0) { $0 + $1.0 * abs($1.1) }
            guard abs(mean) > floor, scale > 1e-6 else { return }
            let slope = Kernels.dot(problem.shares, curvature)
            let change = scale * min(max(mean / max(slope, 1e-300), -8), 8)
            let before = (eta, residual, curvature, loss, intercept)
            for i in eta.indices { eta[i] += change }
            intercept += change
            loss = problem.datafit.evaluate(
                eta: eta, shares: problem.shares, residual: &residual, curvature: &curvature)
            let new = Kernels.dot(problem.shares, residual)
            if abs(new) < abs(mean) {
                mean = new
                scale = 1
            } else {
                (eta, residual, curvature, loss, intercept) = before
                if abs(mean) < 1e-13 { return }
                scale /= 4
            }
        }
    }

    /// Loss and penalty together.
    func objective(_ penalty: ScaledPenalty) -> Double {
        candidates.reduce(loss) { b[$1] == 0 ? $0 : $0 + penalty.value($1, b[$1]) }
    }

    /// Σᵢ x̃ᵢⱼ shareᵢ θᵢ for the given columns, written to their places in `gradient`.
    func gradients(of columns: [Int], theta: [Double], into gradient: inout [Double]) {
        let u = zip(problem.shares, theta).map { $0 * $1 }
        u.withUnsafeBufferPointer { u in
            problem.gradients(of: columns, u, into: &gradient)
        }
    }
}
