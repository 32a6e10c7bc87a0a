import SparseGLM

/// The values of λ that are solved, decreasing.
struct LambdaPath: Sendable {
    /// The smallest λ at which no penalised feature is selected.
    let lambdaMax: Double
    /// The values, decreasing; at least one.
    let values: [Double]
    /// The place of the given λ; `nil` where λ is to be chosen.
    let fixedIndex: Int?

    /// The grid of the options, with a given λ in its place.
    ///
    /// A textbook solver at a given λ solves nothing else, so that its trajectory starts from zero. Where no feature is
    /// related to the target at all, one λ stands for every other.
    ///
    /// - Parameter task: The regression.
    init(_ task: SelectionTask) throws {
        let options = task.options
        lambdaMax = try task.lambdaMax()
        let minRatio =
            options.minRatio
            ?? defaultMinRatio(sampleCount: task.problem.sampleCount, featureCount: task.problem.featureCount)
        let grid =
            lambdaMax > 0 ? lambdaGrid(lambdaMax: lambdaMax, count: options.lambdaCount, minRatio: minRatio) : [1]
        guard case .fixed(let fixed) = options.choice else {
            (values, fixedIndex) = (grid, nil)
            return
        }
        let lambda = fixed.lambda(rowCount: task.problem.sampleCount)
        if [.ista, .fista, .subgradient].contains(options.settings.solver) {
            (values, fixedIndex) = ([lambda], 0)
            return
        }
        let larger = grid.filter { $0 > lambda }
        values = larger + [lambda] + grid.filter { $0 < lambda }
        fixedIndex = larger.count
    }
}
