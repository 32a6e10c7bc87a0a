import Testing

@testable import SparseGLM

struct SparseProximalNewtonTests {
    /// Rows and columns of one curved loss, as sparse and as dense.
    private struct Pair {
        let sparse: RegressionProblem<SparseMatrix>
        let dense: RegressionProblem<DenseMatrix>

        init(_ base: RandomProblem, columns: [[Double]]) {
            let n = base.y.count
            sparse = RegressionProblem(
                x: SparseMatrix(columns: columns, sampleCount: n), y: base.y, family: base.family,
                sampleWeights: base.weights, offset: base.offset, fitsIntercept: base.fitsIntercept)
            dense = RegressionProblem(
                x: DenseMatrix(columns: columns, sampleCount: n), y: base.y, family: base.family,
                sampleWeights: base.weights, offset: base.offset, fitsIntercept: base.fitsIntercept)
        }

        /// Both paths are certified, so that their objectives may differ by both gaps, and no more.
        func compare(_ penalty: PenaltyShape, count: Int, minRatio: Double, tolerance: Double) throws {
            let settings = SolverSettings(tolerance: tolerance)
            let top = try lambdaMax(of: dense, penalty: penalty)
            let grid = lambdaGrid(lambdaMax: top, count: count, minRatio: minRatio)
            let unit = try nullModel(of: dense).deviance / 2
            let paths = (
                try solvePath(sparse, penalty: penalty, lambdas: grid, settings: settings),
                try solvePath(dense, penalty: penalty, lambdas: grid, settings: settings)
            )
            for (a, b) in zip(paths.0, paths.1) {
                #expect(a.certificate.converged && a.certificate.dualityGap <= tolerance)
                #expect(abs(a.certificate.objective - b.certificate.objective) <= 2.1 * tolerance * unit)
            }
        }
    }

    /// Columns of which a share of the values is zero, from the columns of a random problem.
    private func thinned(_ base: RandomProblem, seed: UInt64, zeros: (Int) -> Double) -> [[Double]] {
        let random = KeyedRandom(seed: seed, stream: "zeros")
        return base.columns.enumerated().map { j, column in
            column.enumerated().map { i, value in
                random.unit(at: UInt64(j * column.count + i)) < zeros(j) ? 0 : value
            }
        }
    }

    /// Mixtures of few factors, of which sweeps alone take thousands.
    private func mixtures(_ base: RandomProblem, count: Int, seed: UInt64) -> [[Double]] {
        let random = KeyedRandom(seed: seed, stream: "mixture")
        let factors = base.columns.prefix(5)
        return (0..<count).map { j in
            base.y.indices.map { i in
                guard i % 3 != j % 3 else { return 0 }
                let mixture = factors.enumerated().reduce(0) {
                    $0 + random.unit(at: UInt64(5 * j + $1.offset)) * $1.element[i]
                }
                return mixture + 0.05 * random.unit(at: UInt64(1_000_000 + base.y.count * j + i))
            }
        }
    }

    @Test(arguments: [Family.binomial, .poisson], [1, 0.5])
    func `columns that depend on each other nearly are solved as exactly as others`(
        family: Family, l1Ratio: Double
    ) throws {
        for fitsIntercept in [true, false] {
            let base = RandomProblem(seed: 31, n: 150, p: 6, family: family, fitsIntercept: fitsIntercept)
            try Pair(base, columns: mixtures(base, count: 60, seed: 31))
                .compare(PenaltyShape(l1Ratio: l1Ratio), count: 15, minRatio: 1e-2, tolerance: 1e-9)
        }
    }

    @Test(arguments: [Family.binomial, .poisson], [true, false])
    func `a few heavy columns among light ones are no obstacle`(family: Family, isWeighted: Bool) throws {
        let base = RandomProblem(
            seed: 32, n: 160, p: 50, family: family, isWeighted: isWeighted, hasOffset: isWeighted)
        let columns = thinned(base, seed: 32) { $0 == 3 ? 0 : ($0 % 10 == 1 ? 0.6 : 0.93) }
        try Pair(base, columns: columns).compare(PenaltyShape(), count: 20, minRatio: 1e-3, tolerance: 1e-9)
    }

    @Test(arguments: [Family.binomial, .poisson])
    func `bounds and free columns hold where columns are correlated`(family: Family) throws {
        let base = RandomProblem(seed: 33, n: 120, p: 6, family: family)
        let pair = Pair(base, columns: mixtures(base, count: 40, seed: 33))
        let factors = (0..<40).map { $0 % 13 == 0 ? 0 : 1.0 }
        let upper = (0..<40).map { $0 % 3 == 0 ? 0.02 : Double.infinity }
        let lower = (0..<40).map { $0 % 4 == 0 ? -0.01 : -Double.infinity }
        let penalty = PenaltyShape(factors: factors, lowerBounds: lower, upperBounds: upper)
        try pair.compare(penalty, count: 12, minRatio: 1e-2, tolerance: 1e-9)
        let top = try lambdaMax(of: pair.sparse, penalty: penalty)
        let path = try solvePath(pair.sparse, penalty: penalty, lambdas: [0.1 * top, 0.01 * top])
        for solution in path {
            for (j, w) in zip(solution.support, solution.values) { #expect(lower[j] <= w && w <= upper[j]) }
        }
    }

    @Test(arguments: [Family.binomial, .poisson])
    func `a column and its copy, negative or not, are certified`(family: Family) throws {
        let base = RandomProblem(seed: 34, n: 80, p: 12, family: family)
        let columns = thinned(base, seed: 34) { _ in 0.7 }
        let pair = Pair(base, columns: columns + columns + columns.map { $0.map { -$0 } })
        try pair.compare(PenaltyShape(), count: 15, minRatio: 1e-2, tolerance: 1e-10)
    }

    @Test(arguments: [Family.binomial, .poisson])
    func `the number of workers does not change a bit`(family: Family) throws {
        let base = RandomProblem(seed: 35, n: 100, p: 80, family: family)
        let problem = Pair(base, columns: thinned(base, seed: 35) { _ in 0.8 }).sparse
        let grid = lambdaGrid(lambdaMax: try lambdaMax(of: problem, penalty: PenaltyShape()), count: 20, minRatio: 0.01)
        let paths = try [1, 2, 8].map { workers in
            try solvePath(
                problem, penalty: PenaltyShape(), lambdas: grid, settings: SolverSettings(workers: workers))
        }
        #expect(paths[0] == paths[1] && paths[0] == paths[2])
    }

    @Test func `lambdas in any order are solved, from the line through any two`() throws {
        let base = RandomProblem(seed: 36, n: 90, p: 60, family: .binomial)
        let problem = Pair(base, columns: thinned(base, seed: 36) { _ in 0.8 }).sparse
        let top = try lambdaMax(of: problem, penalty: PenaltyShape())
        let grid = [0.5, 0.05, 0.05, 0.3, 0.01, 0.9].map { $0 * top }
        let settings = SolverSettings(tolerance: 1e-10)
        let unit = try nullModel(of: problem).deviance / 2
        for (lambda, solution) in zip(
            grid, try solvePath(problem, penalty: PenaltyShape(), lambdas: grid, settings: settings))
        {
            let alone = try solvePath(problem, penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[0]
            #expect(solution.lambda == lambda && solution.certificate.converged && alone.certificate.converged)
            #expect(
                abs(solution.certificate.objective - alone.certificate.objective) <= 2.1e-10 * unit)
        }
    }
}
