import Testing

@testable import SparseGLM

struct GaussianPathTests {
    /// Shapes on both sides of the choice between a Gram matrix and working sets.
    static let shapes = [[200, 8], [60, 25], [30, 80]]

    @Test(arguments: shapes)
    func `the path is that of coordinate descent`(_ shape: [Int]) throws {
        let data = RandomProblem(seed: 21, n: shape[0], p: shape[1], family: .gaussian, correlation: 0.8)
        let grid = lambdaGrid(
            lambdaMax: try lambdaMax(of: data.problem, penalty: PenaltyShape()), count: 30, minRatio: 0.01)
        let found = try solvePath(
            data.problem, penalty: PenaltyShape(), lambdas: grid, settings: SolverSettings(tolerance: 1e-12))
        let other = try solvePath(
            data.problem, penalty: PenaltyShape(), lambdas: grid,
            settings: SolverSettings(solver: .coordinateDescent, tolerance: 1e-9))
        #expect(found[0].support.isEmpty)
        for (a, b) in zip(found, other) {
            #expect(a.certificate.converged)
            #expect(a.certificate.objective <= b.certificate.objective * (1 + 1e-12))
            #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-8)
            #expect(abs(a.deviance - b.deviance) < 1e-3 * (1 + b.deviance))
        }
    }

    @Test(arguments: shapes)
    func `one lambda alone has the solution it has on a path`(_ shape: [Int]) throws {
        let data = RandomProblem(seed: 22, n: shape[0], p: shape[1], family: .gaussian)
        let top = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let grid = lambdaGrid(lambdaMax: top, count: 40, minRatio: 0.02)
        let settings = SolverSettings(tolerance: 1e-12)
        let path = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: grid, settings: settings)
        for index in [13, 39] {
            let alone = try solvePath(
                data.problem, penalty: PenaltyShape(), lambdas: [grid[index]], settings: settings)[0]
            #expect(alone.support == path[index].support)
            #expect(zip(alone.values, path[index].values).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test(arguments: shapes)
    func `the number of workers changes no bit of a path`(_ shape: [Int]) throws {
        let data = RandomProblem(seed: 23, n: shape[0], p: shape[1], family: .gaussian, isWeighted: true)
        let grid = [0.4, 0.2, 0.1, 0.05]
        let one = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: grid)
        for workers in [2, 8] {
            let more = try solvePath(
                data.problem, penalty: PenaltyShape(), lambdas: grid, settings: SolverSettings(workers: workers))
            #expect(more == one)
        }
    }

    @Test(arguments: shapes)
    func `lambdas may come in any order, and twice`(_ shape: [Int]) throws {
        let data = RandomProblem(seed: 24, n: shape[0], p: shape[1], family: .gaussian)
        let settings = SolverSettings(tolerance: 1e-12)
        let falling = try solvePath(
            data.problem, penalty: PenaltyShape(), lambdas: [0.3, 0.1, 0.03], settings: settings)
        let mixed = try solvePath(
            data.problem, penalty: PenaltyShape(), lambdas: [0.03, 0.3, 0.1, 0.1], settings: settings)
        for (a, b) in [(0, 1), (1, 2), (1, 3), (2, 0)] {
            #expect(falling[a].support == mixed[b].support)
            #expect(abs(falling[a].certificate.objective - mixed[b].certificate.objective) < 1e-11)
        }
    }

    @Test func `a target without noise is fitted to the last lambda by the rows themselves`() throws {
        let data = RandomProblem(seed: 25, n: 120, p: 6, family: .gaussian)
        let y = data.y.indices.map { 2 * data.columns[0][$0] - data.columns[3][$0] + 7 }
        let problem = RegressionProblem(x: data.matrix, y: y, family: .gaussian)
        let found = try solvePath(
            problem, penalty: PenaltyShape(), lambdas: [1, 1e-3, 1e-7], settings: SolverSettings(tolerance: 1e-12))
        #expect(found.allSatisfy { $0.certificate.converged })
        let last = try #require(found.last)
        let w = last.coefficients(featureCount: 6)
        #expect(abs(w[0] - 2) < 1e-5 && abs(w[3] + 1) < 1e-5)
        // The residual's square is of the order of λ², which the Gram matrix alone could not tell from rounding.
        let eta = linearPredictor(data.matrix, solution: last)
        let residuals = zip(y, eta).map { $0 - $1 }
        let deviance = residuals.reduce(0) { $0 + $1 * $1 } / 120
        #expect(abs(last.deviance - deviance) < 1e-6 * deviance)
    }

    @Test(arguments: shapes)
    func `unpenalised columns are fitted first, elastic net and bounds hold with them`(_ shape: [Int]) throws {
        let data = RandomProblem(seed: 26, n: shape[0], p: shape[1], family: .gaussian, hasOffset: true)
        let p = shape[1]
        let kept: [Double] = (0..<p).map { $0 < 2 ? 0 : 1 }
        let mixed: [Double] = (0..<p).map { [0.5, 0, .infinity, 2][$0 % 4] }
        let lower: [Double] = (0..<p).map { $0 % 2 == 0 ? 0 : -.infinity }
        let upper: [Double] = (0..<p).map { $0 % 3 == 0 ? 0.05 : .infinity }
        let shapes = [
            PenaltyShape(factors: kept),
            PenaltyShape(l1Ratio: 0.4, factors: p < 60 ? mixed : kept),
            PenaltyShape(l1Ratio: 0.9, lowerBounds: lower, upperBounds: upper),
        ]
        for penalty in shapes {
            let top = try lambdaMax(of: data.problem, penalty: penalty)
            let found = try solvePath(
                data.problem, penalty: penalty, lambdas: [top, 0.5 * top, 0.1 * top, 0.01 * top],
                settings: SolverSettings(tolerance: 1e-11))
            for solution in found {
                #expect(solution.certificate.converged)
                #expect(Optimality(problem: data, penalty: penalty).violation(solution) < 1e-6)
            }
        }
    }

    @Test(arguments: [[40, 30], [100, 70], [50, 300]], [0.5, 0.05, 0.01])
    func `working sets reach a lambda far from the start by themselves`(_ shape: [Int], _ share: Double) throws {
        for seed in UInt64(30)..<36 {
            let data = RandomProblem(seed: seed, n: shape[0], p: shape[1], family: .gaussian, correlation: 0.9)
            let top = try lambdaMax(of: data.problem, penalty: PenaltyShape())
            let path = GaussianPath(
                problem: data.problem,
                request: PathRequest(
                    lambdas: [share * top], l1Ratio: 1, factors: nil, bounds: nil,
                    settings: SolverSettings(tolerance: 1e-10)))
            let points = try path.solve { false }
            #expect(points?.count == 1)
        }
    }
}
