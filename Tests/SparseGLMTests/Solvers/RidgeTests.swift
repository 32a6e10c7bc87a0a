import Testing

@testable import SparseGLM

struct RidgeTests {
    @Test func `one centred column has its closed form`() throws {
        // x centred is (−1, 0, 1) with variance 2/3 and covariance with y of 1: w = 1/(2/3 + λ).
        let problem = RegressionProblem(
            x: DenseMatrix(columns: [[4, 5, 6]], sampleCount: 3), y: [1, 1, 4], family: .gaussian)
        let solutions = try solveRidge(problem, lambdas: [0, 1, 10])
        for (solution, lambda) in zip(solutions, [0.0, 1, 10]) {
            #expect(abs(solution.values[0] - 1 / (2.0 / 3 + lambda)) < 1e-14)
            #expect(abs(solution.intercept - (2 - 5 * solution.values[0])) < 1e-13)
            #expect(solution.certificate.converged)
        }
    }

    @Test(arguments: Family.allCases)
    func `the gradient vanishes at every lambda`(family: Family) throws {
        let data = RandomProblem(seed: 41, n: 40, p: 5, family: family, isWeighted: true, hasOffset: true)
        let total = (data.weights ?? []).reduce(0, +)
        for solution in try solveRidge(data.problem, lambdas: [1, 0.1, 0.01]) {
            let etas = linearPredictors(data.matrix, solution: solution, offset: data.offset)
            for (k, mean) in meanResponses(etas, family: family).enumerated() {
                let y = family == .multinomial ? data.y.map { $0 == Double(k) ? 1 : 0 } : data.y
                for j in 0..<5 {
                    let q = y.indices.reduce(0.0) {
                        $0 + (data.weights?[$1] ?? 1) / total * data.columns[j][$1] * (y[$1] - mean[$1])
                    }
                    #expect(abs(q - solution.lambda * solution.coefficients[k][j]) < 1e-9)
                }
            }
        }
    }

    @Test func `a penalised regression exists with more columns than rows`() throws {
        let data = RandomProblem(seed: 42, n: 10, p: 25, family: .gaussian)
        let solution = try solveRidge(data.problem, lambdas: [0.1])[0]
        #expect(solution.support.count == 25)
        #expect(solution.certificate.converged)
    }

    @Test func `without a penalty dependent columns are refused by number`() {
        let x = DenseMatrix(columns: [[1, 2, 3, 5], [2, 4, 6, 10], [1, 0, 0, 1]], sampleCount: 4)
        let problem = RegressionProblem(x: x, y: [1, 2, 4, 3], family: .gaussian)
        #expect(throws: SolverError.rankDeficient(column: 1, featureCount: 3, sampleCount: 4)) {
            try solveRidge(problem, lambdas: [0])
        }
        let wide = RandomProblem(seed: 43, n: 4, p: 6, family: .gaussian)
        #expect(throws: SolverError.self) { try solveRidge(wide.problem, lambdas: [0]) }
    }

    @Test func `without a penalty separable classes are refused`() {
        let x = DenseMatrix(columns: [[-3, -2, -1, 1, 2, 3], [1, -1, 2, 0, 1, -2]], sampleCount: 6)
        let whole = RegressionProblem(x: x, y: [0, 0, 0, 1, 1, 1], family: .binomial)
        #expect(throws: SolverError.separated(sampleCount: 6)) { try solveRidge(whole, lambdas: [0]) }
        // Quasi-complete: at x = 0 both classes occur.
        let touching = RegressionProblem(
            x: DenseMatrix(columns: [[-2, -1, 0, 0, 1, 2]], sampleCount: 6), y: [0, 0, 0, 1, 1, 1], family: .binomial)
        #expect(throws: SolverError.separated(sampleCount: 6)) { try solveRidge(touching, lambdas: [0]) }
    }

    @Test func `overlapping classes have a maximum likelihood solution`() throws {
        let x = DenseMatrix(columns: [[-2, -1, 0, 0, 1, 2]], sampleCount: 6)
        let problem = RegressionProblem(x: x, y: [0, 1, 0, 1, 0, 1], family: .binomial)
        let solution = try solveRidge(problem, lambdas: [0], settings: SolverSettings(tolerance: 1e-12))[0]
        #expect(solution.certificate.converged)
        let mean = meanResponse(linearPredictor(x, solution: solution), family: .binomial)
        #expect(abs(zip(mean, problem.y).reduce(0) { $0 + $1.0 - $1.1 }) < 1e-12)
    }

    @Test func `the grid runs from a thousand gradients down to a millionth`() throws {
        let data = RandomProblem(seed: 44, n: 30, p: 4, family: .gaussian)
        let g = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let grid = try ridgeGrid(of: data.problem)
        #expect(grid.count == 100)
        #expect(abs(grid[0] / (1_000 * g) - 1) < 1e-12)
        #expect(abs(grid[99] / (1e-6 * g) - 1) < 1e-12)
    }

    @Test func `an excluded column has no coefficient`() throws {
        let data = RandomProblem(seed: 45, n: 30, p: 4, family: .gaussian)
        let solution = try solveRidge(data.problem, lambdas: [0.1], factors: [1, .infinity, 1, 1])[0]
        #expect(solution.support == [0, 2, 3])
    }
}
