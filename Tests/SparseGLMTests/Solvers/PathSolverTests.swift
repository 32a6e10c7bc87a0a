import Testing

@testable import SparseGLM

struct PathSolverTests {
    struct Setting: CustomTestStringConvertible, Sendable {
        var family: Family
        var n: Int
        var p: Int
        var l1Ratio: Double
        var fitsIntercept: Bool
        var isWeighted: Bool

        var testDescription: String {
            "\(family) \(n)×\(p), l1Ratio \(l1Ratio), intercept \(fitsIntercept), weights \(isWeighted)"
        }

        var data: RandomProblem {
            RandomProblem(
                seed: UInt64(n * 100 + p), n: n, p: p, family: family, isWeighted: isWeighted, hasOffset: isWeighted,
                fitsIntercept: fitsIntercept)
        }

        static let all: [Setting] = Family.allCases.flatMap { family in
            [(40, 6), (15, 25)].flatMap { n, p in
                [1.0, 0.5].flatMap { ratio in
                    [(true, false), (false, true), (true, true)].map { intercept, weighted in
                        Setting(
                            family: family, n: n, p: p, l1Ratio: ratio, fitsIntercept: intercept, isWeighted: weighted)
                    }
                }
            }
        }
    }

    @Test(arguments: Setting.all)
    func `every solution on the path is optimal and certified`(setting: Setting) throws {
        let data = setting.data
        let penalty = PenaltyShape(l1Ratio: setting.l1Ratio)
        let optimality = Optimality(problem: data, penalty: penalty)
        let largest = try lambdaMax(of: data.problem, penalty: penalty)
        let lambdas = lambdaGrid(lambdaMax: largest, count: 8, minRatio: 0.01)
        let settings = SolverSettings(tolerance: 1e-12)
        let solutions = try solvePath(data.problem, penalty: penalty, lambdas: lambdas, settings: settings)
        #expect(solutions[0].support == [])
        #expect(!solutions[1].support.isEmpty)
        for solution in solutions {
            #expect(solution.certificate.converged)
            #expect(solution.certificate.dualityGap >= 0 && solution.certificate.dualityGap <= 1e-12)
            #expect(abs(optimality.objective(solution) - solution.certificate.objective) < 1e-12)
            // A gap of 1e-12 bounds the gradient's error by its root.
            #expect(optimality.violation(solution) < 2e-5 / setting.l1Ratio)
            #expect(solution.support.indices.allSatisfy { e in solution.coefficients.contains { $0[e] != 0 } })
            #expect(solution.support == solution.support.sorted())
        }
    }

    @Test(arguments: Setting.all)
    func `the exact solver and coordinate descent reach the same point`(setting: Setting) throws {
        let data = setting.data
        let penalty = PenaltyShape(l1Ratio: setting.l1Ratio)
        let largest = try lambdaMax(of: data.problem, penalty: penalty)
        let lambdas = [0.5 * largest, 0.1 * largest]
        let exact = try solvePath(
            data.problem, penalty: penalty, lambdas: lambdas, settings: SolverSettings(tolerance: 1e-12))
        let cyclic = try solvePath(
            data.problem, penalty: penalty, lambdas: lambdas,
            settings: SolverSettings(solver: .coordinateDescent, tolerance: 1e-10))
        for (a, b) in zip(exact, cyclic) {
            #expect(b.certificate.converged)
            #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-9)
            #expect(b.certificate.dualObjective <= a.certificate.objective + 1e-14)
        }
    }

    @Test(arguments: Family.allCases)
    func `just below lambdaMax exactly one column enters`(family: Family) throws {
        let data = RandomProblem(seed: 5, n: 30, p: 10, family: family)
        let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let solutions = try solvePath(
            data.problem, penalty: PenaltyShape(), lambdas: [largest, largest * 0.999],
            settings: SolverSettings(tolerance: 1e-12))
        #expect(solutions.map(\.support.count) == [0, 1])
    }

    @Test func `an orthogonal design is soft-thresholded`() throws {
        // Four orthogonal ±1 columns: the coefficient is S(cⱼ, λ) with cⱼ the column's mean product with y.
        let columns: [[Double]] = [
            [1, 1, 1, 1, -1, -1, -1, -1], [1, 1, -1, -1, 1, 1, -1, -1], [1, -1, 1, -1, 1, -1, 1, -1],
        ]
        let y = [9.0, 7, 4, 2, 1, -3, -2, -6]
        let problem = RegressionProblem(x: DenseMatrix(columns: columns, sampleCount: 8), y: y, family: .gaussian)
        for (lambda, ratio) in [(0.3, 1.0), (0.5, 0.4)] {
            let solution = try #require(
                try solvePath(problem, penalty: PenaltyShape(l1Ratio: ratio), lambdas: [lambda]).first)
            let w = solution.coefficients(featureCount: 3)
            for j in 0..<3 {
                let c = zip(columns[j], y).reduce(0) { $0 + $1.0 * $1.1 } / 8
                let expected = softThreshold(c, lambda * ratio) / (1 + lambda * (1 - ratio))
                #expect(abs(w[j] - expected) < 1e-14)
            }
            #expect(abs(solution.intercept - 1.5) < 1e-14)
        }
    }

    @Test func `columns of factor zero stay, of infinite factor never come`() throws {
        for family in Family.allCases {
            let data = RandomProblem(seed: 8, n: 40, p: 8, family: family)
            var factors = [Double](repeating: 1, count: 8)
            (factors[5], factors[0], factors[2]) = (0, .infinity, 2.5)
            let penalty = PenaltyShape(l1Ratio: 0.9, factors: factors)
            let largest = try lambdaMax(of: data.problem, penalty: penalty)
            let solutions = try solvePath(
                data.problem, penalty: penalty, lambdas: [largest, 0.2 * largest],
                settings: SolverSettings(tolerance: 1e-12))
            #expect(solutions[0].support == [5])
            #expect(!solutions[1].support.contains(0))
            #expect(solutions[1].support.count > 1)
            for solution in solutions {
                #expect(solution.certificate.converged)
                #expect(Optimality(problem: data, penalty: penalty).violation(solution) < 1e-5)
            }
        }
    }

    @Test func `bounds hold exactly and the rest is optimal`() throws {
        for family in Family.allCases {
            let data = RandomProblem(seed: 9, n: 50, p: 6, family: family)
            let penalty = PenaltyShape(
                l1Ratio: 0.8, lowerBounds: [-1, 0, -.infinity, -0.1, 0, -1], upperBounds: [0.2, 3, 0.1, 2, 1, 0])
            let largest = try lambdaMax(of: data.problem, penalty: penalty)
            let solution = try #require(
                try solvePath(
                    data.problem, penalty: penalty, lambdas: [0.02 * largest],
                    settings: SolverSettings(tolerance: 1e-12)
                ).first)
            #expect(solution.certificate.converged)
            for k in solution.intercepts.indices {
                let w = solution.coefficients(ofClass: k, featureCount: 6)
                for j in 0..<6 {
                    #expect(w[j] >= (penalty.lowerBounds?[j] ?? 0) && w[j] <= (penalty.upperBounds?[j] ?? 0))
                }
            }
            #expect(solution.coefficients.joined().contains(0.2))
            #expect(Optimality(problem: data, penalty: penalty).violation(solution) < 1e-5)
        }
    }

    @Test func `a path is cancelled when asked`() {
        let data = RandomProblem(seed: 1, n: 20, p: 3, family: .gaussian)
        #expect(throws: SolverError.cancelled) {
            try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [0.1], shouldStop: { true })
        }
    }

    @Test func `a tolerance out of reach is reported with the gap that was reached`() throws {
        let data = RandomProblem(seed: 2, n: 30, p: 10, family: .gaussian, correlation: 0.95)
        let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let solution = try #require(
            try solvePath(
                data.problem, penalty: PenaltyShape(), lambdas: [largest * 0.01],
                settings: SolverSettings(solver: .coordinateDescent, tolerance: 1e-10, maxIterations: 2)
            ).first)
        #expect(!solution.certificate.converged)
        #expect(solution.certificate.dualityGap > 1e-10)
        #expect(solution.certificate.iterations <= 3)
    }

    @Test func `a constant target has no penalised coefficient`() throws {
        let data = RandomProblem(seed: 3, n: 12, p: 3, family: .gaussian)
        let problem = RegressionProblem(x: data.matrix, y: [Double](repeating: 0.1, count: 12), family: .gaussian)
        #expect(try lambdaMax(of: problem, penalty: PenaltyShape()) == 0)
        let solution = try #require(try solvePath(problem, penalty: PenaltyShape(), lambdas: [0.1]).first)
        #expect(solution.support == [])
        #expect(solution.intercept == 0.1)
        #expect(solution.certificate.converged)
    }

    @Test(arguments: Family.allCases)
    func `the same question gives the same bits, alone or along a path`(family: Family) throws {
        let data = RandomProblem(seed: 26, n: 30, p: 12, family: family)
        let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let lambdas = lambdaGrid(lambdaMax: largest, count: 10, minRatio: 0.01)
        let once = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: lambdas)
        #expect(try solvePath(data.problem, penalty: PenaltyShape(), lambdas: lambdas) == once)
        let prefix = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: Array(lambdas.prefix(6)))
        #expect(prefix == Array(once.prefix(6)))
    }
}
