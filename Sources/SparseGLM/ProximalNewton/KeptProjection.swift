/// Takes the unpenalised columns out of a residual, so that it is exactly feasible for the dual problem.
///
/// An intercept and an unpenalised column demand Σ mᵢ θᵢ = 0 and Σ mᵢ x̃ᵢⱼ θᵢ = 0, for each class; a solver reaches that
/// up to rounding, and the projection the rest:
/// ```
/// θ = ρ − W Z c,     Zᵀ M W Z c = Zᵀ M ρ,     Z = (1, the columns)
/// ```
/// Weighting by the curvature W keeps θ where the conjugate of the loss is finite, since a row that is nearly certain
/// is hardly moved.
struct KeptProjection {
    /// The columns, without those that depend on others before them.
    private let columns: [Int]
    /// The columns that depend on those before them.
    let dependent: [Int]
    private let factor: SharedFactor

    /// The factor of the columns' own Gram matrix, Zᵀ M Z.
    private final class SharedFactor {
        let factor: CholeskyFactor

        init(_ factor: consuming CholeskyFactor) { self.factor = factor }
    }

    /// Whether there is nothing to take out but the mean.
    var isEmpty: Bool { columns.isEmpty }

    /// Prepares to project off the given columns of the problem.
    init<M>(_ kept: [Int], in problem: PreparedProblem<M>, from source: any ColumnSource) {
        guard !kept.isEmpty else {
            (columns, dependent, factor) = ([], [], SharedFactor(CholeskyFactor()))
            return
        }
        // The columns' own Gram matrix: that of a squared loss.
        let own = PreparedProblem(unitCurvatureOf: problem)
        var gram = WorkingHessian(own)
        gram.reset(at: FitState(own, factors: nil), keeping: kept, from: source)
        var factor = CholeskyFactor(capacity: kept.count)
        var (used, left): ([Int], [Int]) = ([], [])
        for (e, j) in kept.enumerated() {
            let before = factor.count
            let row = used.map { gram.view.value(e, $0) } + [gram.view.value(e, e)]
            _ = factor.append(row, threshold: 1e-12)
            if factor.count > before { used.append(e) } else { left.append(j) }
        }
        columns = used.map { kept[$0] }
        dependent = left
        self.factor = SharedFactor(factor)
    }

    /// The change of each independent kept column's coefficient that brings the given gradients of all columns to zero
    /// there, for a squared loss.
    func step(_ gradient: (Int) -> Double) -> [(column: Int, change: Double)] {
        var change = columns.map(gradient)
        factor.factor.solve(&change)
        return zip(columns, change).map { (column: $0, change: $1) }
    }

    /// Returns the point's residual less its part along the intercept and the kept columns, K × n values.
    func apply<M>(to state: FitState<M>, from source: any ColumnSource) -> [Double] {
        var theta = state.residual
        let problem = state.problem
        guard problem.fitsIntercept || !columns.isEmpty else { return theta }
        var hessian = WorkingHessian(problem)
        let kept = state.intercepts.indices.flatMap { k in columns.map { k * problem.p + $0 } }
        hessian.reset(at: state, keeping: kept, from: source)
        var factor = CholeskyFactor(capacity: max(1, kept.count))
        var used: [Int] = []
        for e in kept.indices {
            let before = factor.count
            let row = used.map { hessian.view.value(e, $0) } + [hessian.view.value(e, e)]
            _ = factor.append(row, threshold: 1e-12)
            if factor.count > before { used.append(e) }
        }
        // The second time takes out what rounding left.
        for _ in 0..<2 {
            var gradient = [Double](repeating: 0, count: problem.coordinateCount)
            if !kept.isEmpty { state.gradients(of: kept, theta: theta, into: &gradient) }
            let means = state.means(of: theta)
            let q = hessian.eliminated(kept.map { gradient[$0] }, meanResiduals: means)
            var part = used.map { q[$0] }
            factor.solve(&part)
            var change = [Double](repeating: 0, count: problem.coordinateCount)
            var changes = [Double](repeating: 0, count: kept.count)
            for (e, c) in zip(used, part) {
                change[kept[e]] = c
                changes[e] = c
            }
            let shift = hessian.interceptStep(meanResiduals: means, changes: changes)
            state.subtractCurved(kept, change, shift, from: &theta)
        }
        return theta
    }
}

extension FitState {
    /// θ −= W (X̃ c + shift): the change of the residual, to first order, when the point moves by c and `shift`.
    fileprivate func subtractCurved(_ coordinates: [Int], _ c: [Double], _ shift: [Double], from theta: inout [Double])
    {
        let n = problem.n
        var d = [Double](repeating: 0, count: eta.count)
        for k in shift.indices {
            for i in k * n..<(k + 1) * n { d[i] = shift[k] }
        }
        if !coordinates.isEmpty { problem.add(coordinates, times: c, to: &d) }
        guard shift.count > 1 else {
            for i in 0..<n { theta[i] -= curvature[i] * d[i] }
            return
        }
        for i in 0..<n {
            let mean = shift.indices.reduce(0) { $0 + curvature[$1 * n + i] * d[$1 * n + i] }
            for k in shift.indices { theta[k * n + i] -= curvature[k * n + i] * (d[k * n + i] - mean) }
        }
    }
}
