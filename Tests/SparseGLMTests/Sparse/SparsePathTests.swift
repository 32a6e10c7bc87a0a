import Testing

@testable import SparseGLM

struct SparsePathTests {
    /// Columns of which most values are zero, from the columns of a random problem.
    private func make(
        _ seed: UInt64, n: Int, p: Int, isWeighted: Bool = false, fitsIntercept: Bool = true, zeros: Double = 0.8,
        correlation: Double = 0.6
    ) -> (sparse: RegressionProblem<SparseMatrix>, dense: RegressionProblem<DenseMatrix>) {
        let base = RandomProblem(
            seed: seed, n: n, p: p, family: .gaussian, correlation: correlation, isWeighted: isWeighted,
            fitsIntercept: fitsIntercept)
        let random = KeyedRandom(seed: seed, stream: "zeros")
        let columns = base.columns.enumerated().map { j, column in
            column.enumerated().map { i, value in
                // Every fifth column has no zeros.
                j % 5 != 4 && random.unit(at: UInt64(j * n + i)) < zeros ? 0 : value
            }
        }
        return (
            RegressionProblem(
                x: SparseMatrix(columns: columns, sampleCount: n), y: base.y, family: .gaussian,
                sampleWeights: base.weights, fitsIntercept: fitsIntercept),
            RegressionProblem(
                x: DenseMatrix(columns: columns, sampleCount: n), y: base.y, family: .gaussian,
                sampleWeights: base.weights, fitsIntercept: fitsIntercept)
        )
    }

    /// Both paths are certified, so that their objectives may differ by both gaps, and no more.
    private func compare(
        _ problems: (sparse: RegressionProblem<SparseMatrix>, dense: RegressionProblem<DenseMatrix>),
        _ penalty: PenaltyShape, count: Int = 20, minRatio: Double = 0.01, tolerance: Double = 1e-10
    ) throws {
        let settings = SolverSettings(tolerance: tolerance)
        let top = try lambdaMax(of: problems.dense, penalty: penalty)
        #expect(abs(try lambdaMax(of: problems.sparse, penalty: penalty) - top) <= 1e-12 * top)
        let grid = lambdaGrid(lambdaMax: top, count: count, minRatio: minRatio)
        let sparse = try solvePath(problems.sparse, penalty: penalty, lambdas: grid, settings: settings)
        let dense = try solvePath(problems.dense, penalty: penalty, lambdas: grid, settings: settings)
        let unit = try nullModel(of: problems.dense).meanLoss
        for (a, b) in zip(sparse, dense) {
            #expect(a.certificate.dualityGap <= tolerance)
            #expect(a.certificate.converged)
            #expect(a.lambda == b.lambda)
            #expect(abs(a.certificate.objective - b.certificate.objective) <= 2.1 * tolerance * unit)
            // The squared distance of the fits is at most twice what the objectives are off.
            let (etaA, etaB) = (
                linearPredictor(problems.dense.x, solution: a), linearPredictor(problems.dense.x, solution: b)
            )
            let weights = problems.dense.sampleWeights ?? [Double](repeating: 1, count: etaA.count)
            let distance = etaA.indices.reduce(0) {
                $0 + weights[$1] * (etaA[$1] - etaB[$1]) * (etaA[$1] - etaB[$1]) / Double(etaA.count)
            }
            #expect(distance <= 8 * tolerance * unit)
            #expect(abs(a.deviance - b.deviance) <= 1e-4 * b.deviance)
        }
    }

    @Test(arguments: [(1, 60, 30), (2, 40, 120), (3, 200, 20)] as [(UInt64, Int, Int)], [true, false])
    func `the lasso of a sparse matrix is that of the dense one`(
        shape: (seed: UInt64, n: Int, p: Int), fitsIntercept: Bool
    ) throws {
        try compare(make(shape.seed, n: shape.n, p: shape.p, fitsIntercept: fitsIntercept), PenaltyShape())
    }

    @Test(arguments: [true, false])
    func `weights count rows`(fitsIntercept: Bool) throws {
        try compare(make(4, n: 70, p: 40, isWeighted: true, fitsIntercept: fitsIntercept), PenaltyShape())
    }

    @Test(arguments: [0.5, 0.1], [true, false])
    func `so is the elastic net`(l1Ratio: Double, isWeighted: Bool) throws {
        try compare(make(5, n: 50, p: 60, isWeighted: isWeighted), PenaltyShape(l1Ratio: l1Ratio))
    }

    @Test(arguments: [true, false])
    func `factors of zero and infinity, and others, hold`(fitsIntercept: Bool) throws {
        var factors = (0..<40).map { 0.5 + Double($0 % 3) }
        for j in [3, 4, 9] { factors[j] = 0 }
        factors[7] = .infinity
        let problems = make(6, n: 60, p: 40, fitsIntercept: fitsIntercept)
        try compare(problems, PenaltyShape(factors: factors))
        try compare(problems, PenaltyShape(l1Ratio: 0.4, factors: factors))
    }

    @Test func `bounds hold`() throws {
        let lower = (0..<40).map { $0 % 2 == 0 ? -0.05 : -Double.infinity }
        let upper = (0..<40).map { $0 % 3 == 0 ? 0.03 : Double.infinity }
        let kept = (0..<40).map { $0 < 2 ? 0.0 : 1.0 }
        for (l1Ratio, factors) in [(1.0, [Double]?.none), (0.5, kept)] {
            let penalty = PenaltyShape(l1Ratio: l1Ratio, factors: factors, lowerBounds: lower, upperBounds: upper)
            let problems = make(7, n: 60, p: 40)
            try compare(problems, penalty)
            let grid = [0.01, 0.001]
            for solution in try solvePath(problems.sparse, penalty: penalty, lambdas: grid) {
                for (j, w) in zip(solution.support, solution.values) {
                    #expect(lower[j] <= w && w <= upper[j])
                }
            }
        }
    }

    @Test(arguments: [[0.3], [0.001], [0.1, 0.001], [0.001, 0.1, 0.1, 0.02]])
    func `any lambdas do, however far apart and in any order`(ratios: [Double]) throws {
        let problems = make(8, n: 80, p: 100)
        let top = try lambdaMax(of: problems.dense, penalty: PenaltyShape())
        let grid = ratios.map { $0 * top }
        let settings = SolverSettings(tolerance: 1e-10)
        let sparse = try solvePath(problems.sparse, penalty: PenaltyShape(), lambdas: grid, settings: settings)
        let dense = try grid.map {
            try solvePath(problems.dense, penalty: PenaltyShape(), lambdas: [$0], settings: settings)[0]
        }
        #expect(sparse.map(\.lambda) == grid)
        for (a, b) in zip(sparse, dense) {
            #expect(a.certificate.converged)
            #expect(abs(a.certificate.objective - b.certificate.objective) <= 1e-9 * b.certificate.objective)
        }
    }

    @Test func `the number of workers does not change a bit`() throws {
        let problem = make(9, n: 90, p: 200).sparse
        let grid = lambdaGrid(lambdaMax: try lambdaMax(of: problem, penalty: PenaltyShape()), count: 30, minRatio: 0.01)
        let paths = try [1, 2, 8].map { workers in
            try solvePath(
                problem, penalty: PenaltyShape(), lambdas: grid, settings: SolverSettings(workers: workers))
        }
        #expect(paths[0] == paths[1] && paths[0] == paths[2])
    }

    @Test func `columns and targets of any scale, and means far from zero, are certified`() throws {
        let n = 60
        let (sparse, dense) = make(10, n: n, p: 25)
        let scales = (0..<25).map { [1e-150, 1, 1e6, 1e150, 1e-8][$0 % 5] }
        let columns = (0..<25).map { j in
            // The columns without zeros get a mean of a million deviations.
            dense.x.column(j).map { ($0 + (j % 5 == 4 ? 1e6 : 0)) * scales[j] }
        }
        let y = sparse.y.map { $0 * 1e-100 }
        let problem = RegressionProblem(
            x: SparseMatrix(columns: columns, sampleCount: n), y: y, family: .gaussian)
        // Factors that undo the scales, so that all columns compete.
        let penalty = PenaltyShape(factors: scales)
        let top = try lambdaMax(of: problem, penalty: penalty)
        let path = try solvePath(
            problem, penalty: penalty, lambdas: lambdaGrid(lambdaMax: top, count: 12, minRatio: 0.01),
            settings: SolverSettings(tolerance: 1e-9))
        for solution in path { #expect(solution.certificate.converged) }
        #expect(path.last.map { $0.support.count > 10 } ?? false)
    }

    @Test func `duplicated and constant columns are no obstacle`() throws {
        let (_, dense) = make(11, n: 50, p: 15)
        let base = (0..<15).map { dense.x.column($0) }
        let columns = base + base + [[Double](repeating: 3, count: 50), [Double](repeating: 0, count: 50)]
        let problem = RegressionProblem(
            x: SparseMatrix(columns: columns, sampleCount: 50), y: dense.y, family: .gaussian)
        let top = try lambdaMax(of: problem, penalty: PenaltyShape())
        for solution in try solvePath(
            problem, penalty: PenaltyShape(), lambdas: lambdaGrid(lambdaMax: top, count: 20, minRatio: 1e-3),
            settings: SolverSettings(tolerance: 1e-10))
        {
            #expect(solution.certificate.converged)
            #expect(!solution.support.contains { $0 >= 30 })
        }
    }

    @Test func `a constant target needs no columns`() throws {
        let problem = RegressionProblem(
            x: make(12, n: 30, p: 5).sparse.x, y: [Double](repeating: 2.5, count: 30), family: .gaussian)
        let solution = try solvePath(problem, penalty: PenaltyShape(), lambdas: [0.1, 0.01])[1]
        #expect(solution.support == [] && solution.intercept == 2.5 && solution.certificate.converged)
    }

    @Test func `a solve that runs out of iterations says how far it got`() throws {
        let problem = make(13, n: 60, p: 100, correlation: 0.99).sparse
        let top = try lambdaMax(of: problem, penalty: PenaltyShape())
        let solution = try solvePath(
            problem, penalty: PenaltyShape(), lambdas: [top / 500],
            settings: SolverSettings(tolerance: 1e-12, maxIterations: 3))[0]
        #expect(!solution.certificate.converged)
        #expect(solution.certificate.dualityGap > 1e-12 && solution.certificate.dualityGap.isFinite)
    }

    @Test(arguments: [true, false])
    func `a standardized view of a sparse matrix is that of the dense one`(fitsIntercept: Bool) throws {
        let (sparse, dense) = make(16, n: 60, p: 30)
        let means = (0..<30).map { fitsIntercept ? 0.1 * Double($0) : 0 }
        let scales = (0..<30).map { 1 + 0.1 * Double($0) }
        let upper = (0..<30).map { $0 % 4 == 0 ? 0.05 : Double.infinity }
        let penalty = PenaltyShape(l1Ratio: 0.7, upperBounds: upper)
        let a = RegressionProblem(
            x: StandardizedView(sparse.x, means: means, scales: scales), y: sparse.y, family: .gaussian,
            fitsIntercept: fitsIntercept)
        let b = RegressionProblem(
            x: StandardizedView(dense.x, means: means, scales: scales), y: sparse.y, family: .gaussian,
            fitsIntercept: fitsIntercept)
        let grid = lambdaGrid(lambdaMax: try lambdaMax(of: b, penalty: penalty), count: 12, minRatio: 0.01)
        let settings = SolverSettings(tolerance: 1e-11)
        let paths = (
            try solvePath(a, penalty: penalty, lambdas: grid, settings: settings),
            try solvePath(b, penalty: penalty, lambdas: grid, settings: settings)
        )
        for (s, d) in zip(paths.0, paths.1) {
            #expect(s.certificate.converged && d.certificate.converged)
            #expect(abs(s.certificate.objective - d.certificate.objective) <= 1e-10 * d.certificate.objective)
            #expect(abs(s.intercept - d.intercept) <= 1e-4)
        }
    }

    @Test func `a fold of a cross-validation is the path on its rows, and scores the others`() throws {
        let (sparse, dense) = make(17, n: 80, p: 60)
        let folds = (0..<4).map { f in
            FoldProblem(
                training: (0..<80).filter { $0 % 4 != f }, heldOut: (0..<80).filter { $0 % 4 == f })
        }
        let grid = lambdaGrid(lambdaMax: try lambdaMax(of: sparse, penalty: PenaltyShape()), count: 15, minRatio: 0.02)
        let settings = SolverSettings(tolerance: 1e-10, workers: 2)
        let a = try crossValidatePath(
            x: sparse.x, y: sparse.y, family: .gaussian, folds: folds, penalty: PenaltyShape(), lambdas: grid,
            settings: settings)
        let b = try crossValidatePath(
            x: dense.x, y: sparse.y, family: .gaussian, folds: folds, penalty: PenaltyShape(), lambdas: grid,
            settings: settings)
        for (s, d) in zip(a, b) {
            for k in grid.indices {
                #expect(s.solutions[k].certificate.converged)
                #expect(abs(s.heldOutDeviance[k] - d.heldOutDeviance[k]) <= 1e-3 * d.heldOutDeviance[k])
            }
        }
        let alone = try crossValidatePath(
            x: sparse.x, y: sparse.y, family: .gaussian, folds: [folds[2]], penalty: PenaltyShape(), lambdas: grid,
            settings: settings)
        #expect(alone[0] == a[2])
    }

    @Test(arguments: [1, 0.5])
    func `correlated columns are left to the exact solver`(l1Ratio: Double) throws {
        // Columns of few factors: sweeps alone take tens of thousands.
        let (_, dense) = make(18, n: 120, p: 6)
        let random = KeyedRandom(seed: 18, stream: "mixture")
        let columns = (0..<80).map { j in
            (0..<120).map { i in
                let mixture = (0..<6).reduce(0) { $0 + random.unit(at: UInt64(6 * j + $1)) * dense.x.column($1)[i] }
                return i % 3 == j % 3 ? 0 : mixture + 0.01 * random.unit(at: UInt64(1_000_000 + 120 * j + i))
            }
        }
        let problems = (
            sparse: RegressionProblem(
                x: SparseMatrix(columns: columns, sampleCount: 120), y: dense.y, family: .gaussian),
            dense: RegressionProblem(
                x: DenseMatrix(columns: columns, sampleCount: 120), y: dense.y, family: .gaussian)
        )
        try compare(problems, PenaltyShape(l1Ratio: l1Ratio), count: 20, minRatio: 1e-4, tolerance: 1e-9)
    }

    @Test func `asking it to stop stops it`() throws {
        let problem = make(14, n: 60, p: 50).sparse
        #expect(throws: SolverError.cancelled) {
            _ = try solvePath(problem, penalty: PenaltyShape(), lambdas: [0.01], shouldStop: { true })
        }
    }

    @Test(arguments: [Family.binomial, .poisson], [1, 0.5])
    func `the path of a curved loss on a sparse matrix is that on the dense one`(
        family: Family, l1Ratio: Double
    ) throws {
        for fitsIntercept in [true, false] {
            let (sparse, dense) = make(15, n: 80, p: 40, isWeighted: true, fitsIntercept: fitsIntercept)
            // Classes, or counts of a few hundred: the units of the target then matter.
            let y = sparse.y.map { family == .binomial ? ($0 > 0.4 ? 1.0 : 0) : (100 * max(0, $0 + 1)).rounded() }
            let offset = family == .poisson ? (0..<80).map { Double($0 % 7) / 5 } : nil
            let a = RegressionProblem(
                x: sparse.x, y: y, family: family, sampleWeights: sparse.sampleWeights, offset: offset,
                fitsIntercept: fitsIntercept)
            let b = RegressionProblem(
                x: dense.x, y: y, family: family, sampleWeights: dense.sampleWeights, offset: offset,
                fitsIntercept: fitsIntercept)
            var factors = [Double](repeating: 1, count: 40)
            (factors[2], factors[4], factors[5]) = (0, .infinity, 0)
            let upper = (0..<40).map { $0 % 6 == 1 ? 0.1 : Double.infinity }
            let penalty = PenaltyShape(l1Ratio: l1Ratio, factors: l1Ratio < 1 ? factors : nil, upperBounds: upper)
            let grid = lambdaGrid(lambdaMax: try lambdaMax(of: b, penalty: penalty), count: 10, minRatio: 0.05)
            let settings = SolverSettings(tolerance: 1e-10)
            let paths = (
                try solvePath(a, penalty: penalty, lambdas: grid, settings: settings),
                try solvePath(b, penalty: penalty, lambdas: grid, settings: settings)
            )
            for (s, d) in zip(paths.0, paths.1) {
                #expect(s.certificate.converged && d.certificate.converged)
                #expect(abs(s.certificate.objective - d.certificate.objective) <= 1e-9 * abs(d.certificate.objective))
                #expect(abs(s.deviance - d.deviance) <= 1e-4 * d.deviance)
                #expect(abs(s.intercept - d.intercept) <= 1e-3)
            }
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `with too many columns for the exact solver conjugate gradients come to the same`(
        isWeighted: Bool, fitsIntercept: Bool
    ) throws {
        let (sparse, _) = make(
            21, n: 120, p: 200, isWeighted: isWeighted, fitsIntercept: fitsIntercept, correlation: 0.999)
        let prepared = try PreparedProblem(sparse)
        let y = try #require(prepared.datafit as? QuadraticDatafit).y
        let unit = try ScaledPenalty(
            l1Share: 1, l2Share: 0, factors: nil, lowerBounds: nil, upperBounds: nil, in: prepared.scaling)
        let problem = SparseProblem(prepared, y: y, isWeighted: isWeighted, factors: nil, penalty: unit)
        let top = try lambdaMax(of: sparse, penalty: PenaltyShape())
        let grid = lambdaGrid(lambdaMax: top, count: 20, minRatio: 1e-3)
        let settings = SolverSettings(tolerance: 1e-9)
        var (exact, iterative) = (
            SparsePath(problem, lambdaCount: 20, settings: settings),
            SparsePath(problem, lambdaCount: 20, settings: settings, mostExact: 0)
        )
        let (a, b) = (try exact.solve(grid, shouldStop: { false }), try iterative.solve(grid, shouldStop: { false }))
        #expect(a.last?.b != b.last?.b)
        for (a, b) in zip(a, b) {
            #expect(b.outcome.converged)
            #expect(abs(a.outcome.report.objective - b.outcome.report.objective) <= 2.1e-9 * problem.nullLoss)
        }
    }
}
