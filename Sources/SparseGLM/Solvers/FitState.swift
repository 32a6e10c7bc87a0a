/// A point of the optimisation and everything that follows from it: linear predictors, residuals, loss.
///
/// Arrays of K × n values stand class after class, K = 1 but for the multinomial family.
struct FitState<M: DesignMatrix>: Sendable {
    let problem: PreparedProblem<M>
    /// The coordinates that may have a coefficient.
    let candidates: [Int]
    /// Threads that may work on one evaluation.
    let workers: Int
    /// The loss of the intercept-only model, in scaled units.
    private(set) var nullLoss = 0.0
    /// The scaled coefficients, one for each coordinate.
    var b: [Double]
    /// The constant terms of the centred columns, K values; several sum to 0.
    var intercepts: [Double]
    /// K × n linear predictors.
    var eta: [Double]
    /// ρ, K × n values.
    private(set) var residual: [Double]
    /// κ, n values, or for classes μ, K × n values.
    private(set) var curvature: [Double]
    /// The mean loss, in scaled units and less its least value.
    var loss = 0.0

    /// The intercept-only model.
    init(_ problem: PreparedProblem<M>, factors: [Double]?, workers: Int = 1) {
        self.problem = problem
        self.workers = workers
        let p = problem.p
        candidates = (0..<problem.coordinateCount).filter {
            problem.varies[$0 % p] && (factors?[$0 % p] ?? 1).isFinite
        }
        b = [Double](repeating: 0, count: problem.coordinateCount)
        let first = problem.fitsIntercept ? problem.datafit.firstIntercept(shares: problem.shares) : 0
        intercepts = [Double](repeating: first, count: problem.predictorCount)
        eta = [Double](repeating: 0, count: problem.predictorCount * problem.n)
        residual = eta
        curvature = eta
        refresh()
        nullLoss = loss
    }

    /// The unit of relative gaps: half the mean deviance of the intercept-only model, 1 where that is 0.
    var gapUnit: Double { nullLoss > 1e-30 ? nullLoss : 1 }

    /// Recomputes everything from `b`, the intercepts fitted anew.
    mutating func refresh() {
        let n = problem.n
        for k in intercepts.indices {
            for i in k * n..<(k + 1) * n { eta[i] = intercepts[k] }
        }
        problem.add(candidates.filter { b[$0] != 0 }, times: b, to: &eta)
        evaluate()
        if problem.fitsIntercept { fitIntercepts() }
    }

    /// Moves the linear predictors by `step` · `direction` from `start`, for a line search, the intercepts fitted anew; `b`
    /// is the caller's.
    mutating func move(from start: [Double], along direction: [Double], step: Double) {
        for i in eta.indices { eta[i] = start[i] + step * direction[i] }
        evaluate()
        if problem.fitsIntercept { fitIntercepts() }
    }

    /// How many rows are one piece of an evaluation: the same for any number of workers.
    static var pieceSize: Int { 4_096 }

    /// Computes residual, curvature and loss at η.
    mutating func evaluate() {
        let n = problem.n
        let pieces = (n + Self.pieceSize - 1) / Self.pieceSize
        var losses = [Double](repeating: 0, count: pieces)
        let (datafit, workers) = (problem.datafit, workers)
        withArrays { point in
            losses.withUnsafeMutableBufferPointer { losses in
                let out = PieceValues(losses)
                perform(pieces, workers: workers) { piece in
                    let start = piece * Self.pieceSize
                    out[piece] = datafit.evaluate(rows: start..<min(n, start + Self.pieceSize), of: point)
                }
            }
        }
        loss = losses.reduce(0, +)
    }

    /// Lends the arrays to evaluations of parts of the rows; the loss is the caller's to set.
    mutating func withArrays(_ body: (PointArrays) -> Void) {
        // Taken out for the while, so that the buffers are separate accesses.
        var (eta, residual, curvature) = (self.eta, self.residual, self.curvature)
        (self.eta, self.residual, self.curvature) = ([], [], [])
        problem.shares.withUnsafeBufferPointer { shares in
            eta.withUnsafeMutableBufferPointer { eta in
                residual.withUnsafeMutableBufferPointer { residual in
                    curvature.withUnsafeMutableBufferPointer { curvature in
                        guard let shares = shares.baseAddress, let eta = eta.baseAddress,
                            let residual = residual.baseAddress, let curvature = curvature.baseAddress
                        else { return }
                        body(
                            PointArrays(
                                sampleCount: problem.n, shares: shares, eta: eta, residual: residual,
                                curvature: curvature))
                    }
                }
            }
        }
        (self.eta, self.residual, self.curvature) = (eta, residual, curvature)
    }

    /// Newton's method in the intercepts alone, halving steps that overshoot, until the mean residuals are rounding.
    mutating func fitIntercepts() {
        let n = problem.n
        var scale = 1.0
        for _ in 0..<200 {
            let mean = meanResiduals
            let size = mean.reduce(0) { max($0, abs($1)) }
            var floor = 0.0
            for (i, r) in residual.enumerated() { floor += problem.shares[i % n] * abs(r) }
            guard size > 2e-16 * floor, scale > 1e-6 else { return }
            let change = InterceptCurvature(self).solve(mean).map { scale * min(max($0, -8), 8) }
            let before = self
            for k in change.indices {
                intercepts[k] += change[k]
                for i in k * n..<(k + 1) * n { eta[i] += change[k] }
            }
            evaluate()
            let new = meanResiduals.reduce(0) { max($0, abs($1)) }
            if new < size {
                scale = 1
            } else {
                self = before
                if size < 1e-13 { return }
                scale /= 4
            }
        }
    }

    /// Σᵢ mᵢ ρₖᵢ for each class k.
    var meanResiduals: [Double] { means(of: residual) }

    /// Σᵢ mᵢ aₖᵢ for each class k.
    func means(of values: [Double]) -> [Double] {
        let n = problem.n
        return values.withUnsafeBufferPointer { values in
            intercepts.indices.map { k in
                values.baseAddress.map { Kernels.dot(problem.shares, $0 + k * n, n) } ?? 0
            }
        }
    }

    /// Loss and penalty together.
    func objective(_ penalty: ScaledPenalty) -> Double {
        var sum = loss
        for (c, b) in b.enumerated() where b != 0 { sum += penalty.value(c, b) }
        return sum
    }

    /// Σᵢ x̃ᵢⱼ mᵢ θₖᵢ for the given coordinates, written to their places in `gradient`.
    func gradients(of coordinates: [Int], theta: [Double], into gradient: inout [Double]) {
        problem.gradients(of: coordinates, weighted(theta), into: &gradient)
    }

    /// mᵢ θₖᵢ.
    func weighted(_ theta: [Double]) -> [Double] {
        let n = problem.n
        var u = theta
        for k in intercepts.indices {
            for i in 0..<n { u[k * n + i] *= problem.shares[i] }
        }
        return u
    }

    /// The dual value of `scale` · θ, the penalty's part aside.
    func dual(theta: [Double], scale: Double) -> Double {
        let n = problem.n
        let pieces = (n + Self.pieceSize - 1) / Self.pieceSize
        var values = [Double](repeating: 0, count: pieces)
        let (datafit, workers) = (problem.datafit, workers)
        theta.withUnsafeBufferPointer { theta in
            problem.shares.withUnsafeBufferPointer { shares in
                values.withUnsafeMutableBufferPointer { values in
                    let out = PieceValues(values)
                    let (theta, shares) = (ReadOnly(theta), ReadOnly(shares))
                    perform(pieces, workers: workers) { piece in
                        let start = piece * Self.pieceSize
                        out[piece] = datafit.dual(
                            rows: start..<min(n, start + Self.pieceSize), theta: theta.values, scale: scale,
                            shares: shares.values)
                    }
                }
            }
        }
        return values.reduce(0, +)
    }
}

/// A buffer of which each piece of work writes a place of its own.
struct PieceValues: @unchecked Sendable {
    private let base: UnsafeMutableBufferPointer<Double>

    init(_ base: UnsafeMutableBufferPointer<Double>) { self.base = base }

    subscript(_ index: Int) -> Double {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }
}

/// A buffer that pieces of work only read.
struct ReadOnly: @unchecked Sendable {
    let values: UnsafeBufferPointer<Double>

    init(_ values: UnsafeBufferPointer<Double>) { self.values = values }
}
