import Testing

@testable import SparseGLM

struct SupportMarginTests {
    @Test func `the nearest zero and the smallest weight are measured`() throws {
        // Orthogonal ±1 columns with covariances 2, 0.5 and −1.25.
        let columns: [[Double]] = [[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]]
        let y = (0..<4).map { 2 * columns[0][$0] + 0.5 * columns[1][$0] - 1.25 * columns[2][$0] }
        let problem = RegressionProblem(x: DenseMatrix(columns: columns, sampleCount: 4), y: y, family: .gaussian)
        for (lambda, expected) in [(0.8, 0.375), (0.55, 1 - 0.5 / 0.55), (1.3, 1 - 1.25 / 1.3), (2.5, 0.2)] {
            let solution = try solvePath(problem, penalty: PenaltyShape(), lambdas: [lambda])[0]
            let margin = try supportMargin(of: solution, problem: problem, penalty: PenaltyShape())
            // At 0.8 the weights are 1.2 and −0.45, the zero is at 0.5 of 0.8: both margins are 0.375.
            #expect(abs(margin - expected) < 1e-12)
        }
    }

    @Test(arguments: [0.02, 0.05, 0.1])
    func `of several classes every coefficient counts for itself`(lambda: Double) throws {
        let random = KeyedRandom(seed: 3, stream: "margin")
        let n = 60
        let columns: [[Double]] = (0..<5).map { j in
            (0..<n).map { i in Double(j + 1) * (random.unit(at: UInt64(n * j + i)) - 0.5) }
        }
        let y: [Double] = (0..<n).map { i in
            let noise = random.unit(at: UInt64(1000 + i)) - 0.5
            let value: Double = columns[0][i] + columns[1][i] / 2 + noise
            return value > 0.25 ? 2 : value > -0.25 ? 1 : 0
        }
        let problem = RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: n), y: y, family: .multinomial)
        let solution = try solvePath(
            problem, penalty: PenaltyShape(), lambdas: [lambda], settings: SolverSettings(tolerance: 1e-12))[0]
        let means = meanResponses(linearPredictors(problem.x, solution: solution), family: .multinomial)
        var entry = 1.0
        var sizes: [Double] = []
        for k in 0..<3 {
            let residual: [Double] = (0..<n).map { i in (y[i] == Double(k) ? 1 : 0) - means[k][i] }
            for (column, w) in zip(columns, solution.coefficients(ofClass: k, featureCount: 5)) {
                let gradient = zip(column, residual).reduce(0.0) { $0 + $1.0 * $1.1 } / Double(n)
                if w == 0 { entry = min(entry, 1 - abs(gradient) / lambda) }
                if w != 0 { sizes.append(abs(w) * columnMoments(column).standardDeviation) }
            }
        }
        #expect(sizes.count > 1 && sizes.count < 15)
        let exit = try #require(sizes.min()) / #require(sizes.max())
        let margin = try supportMargin(of: solution, problem: problem, penalty: PenaltyShape())
        #expect(abs(margin - min(entry, exit)) < 1e-5)
    }

    @Test func `columns that cannot enter do not count`() throws {
        let x = DenseMatrix(columns: [[-1, 0, 1], [1, 1, 1]], sampleCount: 3)
        let problem = RegressionProblem(x: x, y: [0, 3, 6], family: .gaussian)
        let solution = try solvePath(problem, penalty: PenaltyShape(), lambdas: [3])[0]
        let held = PenaltyShape(upperBounds: [0, 1])
        #expect(try supportMargin(of: solution, problem: problem, penalty: held) == .infinity)
    }
}
