/// The algorithms that can be asked for by name.
public enum SolverName: String, Sendable, CaseIterable, Codable {
    /// The fast, exact one: active-set Newton with a Cholesky factor.
    case auto
    /// Cyclic coordinate descent.
    case coordinateDescent = "coordinate-descent"
    /// Proximal gradient descent with step 1/L, recording its trajectory.
    case ista
    /// Accelerated proximal gradient descent, recording its trajectory.
    case fista
    /// Subgradient descent with diminishing steps, recording its trajectory; its zeros are not exact.
    case subgradient
}

/// How, and how far, a problem is solved.
public struct SolverSettings: Sendable, Equatable {
    /// The algorithm; `auto` unless asked otherwise.
    public var solver: SolverName
    /// The bound on the relative duality gap, in 1e-12 … 1.
    public var tolerance: Double
    /// The most iterations per lambda, or nil for the solver's own bound: 1,000 Newton steps, 100,000 epochs or
    /// 10,000 gradient steps.
    public var maxIterations: Int?
    /// How many threads may work on one solve, from 1; no result depends on it.
    public var workers: Int

    /// Settings with the project's defaults.
    public init(
        solver: SolverName = .auto, tolerance: Double = 1e-7, maxIterations: Int? = nil, workers: Int = 1
    ) {
        self.solver = solver
        self.tolerance = tolerance
        self.maxIterations = maxIterations
        self.workers = workers
    }
}
