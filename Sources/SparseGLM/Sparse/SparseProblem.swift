/// A squared loss on a sparse matrix in the solvers' units, and how its rows are weighted in the kernels.
///
/// Each row i has two factors ρᵢ and τᵢ whose product is its share mᵢ of the mean. The kernels hold u = τ r and columns
/// ρ x̃, so that a gradient Σ mᵢ x̃ᵢ rᵢ is their dot product, and a step δ takes δ · `share` times the column off u:
/// ```
/// rows that weigh alike    ρ = 1       τ = 1/n     share = 1/n
/// weighted rows            ρ = √m      τ = √m      share = 1
/// ```
struct SparseProblem {
    let x: SparseMatrix
    let scaling: Scaling
    /// The scaled target.
    let y: [Double]
    /// ρ, or nil where it is 1.
    let columnFactors: [Double]?
    /// τ.
    let residualFactors: [Double]
    /// τ/ρ, the same for all rows.
    let share: Double
    /// The columns that may have a coefficient, ascending.
    let candidates: [Int]
    /// Those of them that may enter a working set: parallel columns would only stand in for each other.
    let entering: [Int]
    /// The penalty of λ = 1.
    let penalty: ScaledPenalty
    /// The loss of the intercept-only model, in scaled units.
    let nullLoss: Double
    /// The unpenalised columns without bounds, which are solved for exactly; nil in a model that another solver steps
    /// along.
    let free: FreeColumns?

    init(
        _ problem: PreparedProblem<SparseMatrix>, y: [Double], isWeighted: Bool, factors: [Double]?,
        penalty: ScaledPenalty
    ) {
        x = problem.x
        scaling = problem.scaling
        self.y = y
        self.penalty = penalty
        let roots = isWeighted ? problem.shares.map { $0.squareRoot() } : nil
        columnFactors = roots
        residualFactors = roots ?? problem.shares
        share = isWeighted ? 1 : problem.shares.first ?? 1
        candidates = (0..<problem.p).filter { problem.varies[$0] && (factors?[$0] ?? 1).isFinite }
        entering = DominatedColumns(penalty, scales: scaling.scales).removed(from: candidates, of: x)
        nullLoss = 0.5 * zip(problem.shares, y).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        free = FreeColumns(penalty.free(candidates), in: problem)
    }

    /// The quadratic model of another loss at a point: a squared loss with weights of its own and the working residual
    /// as its target.
    ///
    /// The weights ω sum to 1, and columns are centred by their means under them.
    init(
        modelOf problem: PreparedProblem<SparseMatrix>, weights: [Double], residual: [Double], columns: [Int],
        penalty: ScaledPenalty
    ) {
        let x = problem.x
        self.x = x
        y = residual
        self.penalty = penalty
        let roots = weights.map { $0.squareRoot() }
        (columnFactors, residualFactors, share) = (roots, roots, 1)
        (candidates, entering) = (columns, columns)
        nullLoss = 0
        free = nil
        var centers = problem.centers
        if problem.fitsIntercept {
            x.withEntries { x in
                for j in columns {
                    var (sum, weight) = (0.0, 0.0)
                    for k in x.of(j) {
                        let share = weights[Int(x.rows[k])]
                        sum += share * (x.values[k] - centers[j])
                        weight += share
                    }
                    // About the mean under the rows' shares, which is near, so that large means cost no digits.
                    centers[j] += sum - (1 - weight) * centers[j]
                }
            }
        }
        scaling = Scaling(
            fitsIntercept: problem.fitsIntercept, centers: centers, scales: problem.scales, varies: problem.varies,
            targetCenter: 0, targetUnit: 1)
    }

    /// A factor of the Gram matrix of the unpenalised columns without bounds.
    final class FreeColumns {
        let columns: [Int]
        private let projection: KeptProjection

        init(_ columns: [Int], in problem: PreparedProblem<SparseMatrix>) {
            self.columns = columns
            projection = KeptProjection(columns, in: problem, from: MatrixColumns(problem: problem))
        }

        /// The columns that depend on those before them.
        var dependent: [Int] { projection.dependent }

        /// The residual less its part in these columns, centred where an intercept is fitted.
        func apply(to state: FitState<SparseMatrix>) -> [Double] {
            projection.apply(to: state, from: MatrixColumns(problem: state.problem))
        }

        /// The changes of coefficients that bring the gradients, given by column, to zero.
        func step(_ gradient: (Int) -> Double) -> [(column: Int, change: Double)] { projection.step(gradient) }
    }

    /// Whether the penalty is the lasso alone: then the gap needs of the columns without a coefficient only the largest
    /// gradient.
    var isPlain: Bool {
        candidates.allSatisfy {
            penalty.l1[$0] > 0 && penalty.l2[$0] == 0 && !penalty.lower[$0].isFinite && !penalty.upper[$0].isFinite
        }
    }

    /// One over each column's l1 part at λ = 1, the unit of its violations; 0 for those without a coefficient, and 1
    /// for unpenalised ones.
    var reach: [Double] {
        var reach = [Double](repeating: 0, count: x.featureCount)
        for j in candidates { reach[j] = penalty.l1[j] > 0 ? 1 / penalty.l1[j] : 1 }
        return reach
    }
}
