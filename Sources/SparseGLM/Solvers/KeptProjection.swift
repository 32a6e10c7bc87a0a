/// Takes the unpenalised columns out of a residual, so that it is exactly feasible for the dual problem.
///
/// An unpenalised column demands Σ mᵢ x̃ᵢⱼ θᵢ = 0; a solver reaches that up to rounding, and the projection the rest.
struct KeptProjection: ~Copyable {
    private var gram: WorkingGram
    private var factor = CholeskyFactor()
    private var columns: [Int] = []
    /// The columns that depend on those before them.
    private(set) var dependent: [Int] = []

    /// Whether there is nothing to take out but the mean.
    var isEmpty: Bool { columns.isEmpty }

    /// Projects on the orthogonal complement of `columns` under the rows' shares.
    init<M>(_ kept: [Int], in problem: PreparedProblem<M>) {
        gram = WorkingGram(sampleCount: problem.n, featureCount: problem.p)
        gram.reset(weights: problem.shares)
        for j in kept {
            let e = gram.insert(j, from: problem)
            var row = columns.map { gram.value(e, gram.place[$0]) }
            row.append(gram.value(e, e))
            let before = factor.count
            _ = factor.append(row, threshold: 1e-12)
            if factor.count > before { columns.append(j) } else { dependent.append(j) }
        }
    }

    /// Returns the residual, centred where an intercept is fitted, less its part in the kept columns.
    func apply<M>(to state: FitState<M>) -> [Double] {
        var theta = state.residual
        let problem = state.problem
        if !columns.isEmpty {
            var gradient = [Double](repeating: 0, count: problem.p)
            state.gradients(of: columns, theta: theta, into: &gradient)
            var part = columns.map { gradient[$0] }
            factor.solve(&part)
            for (j, a) in zip(columns, part) { problem.add(j, times: -a, to: &theta) }
        }
        if problem.fitsIntercept {
            let mean = Kernels.dot(problem.shares, theta) / Kernels.sum(problem.shares)
            for i in theta.indices { theta[i] -= mean }
        }
        return theta
    }

    /// The change of each independent kept column's coefficient that brings the given gradients of all columns to zero
    /// there.
    func step(_ gradient: (Int) -> Double) -> [(column: Int, change: Double)] {
        var change = columns.map(gradient)
        factor.solve(&change)
        return zip(columns, change).map { (column: $0, change: $1) }
    }
}
