import Testing

@testable import SparseGLM

struct LambdaMaxTests {
    @Test func `it is the largest covariance with the target`() throws {
        let data = RandomProblem(seed: 51, n: 25, p: 7, family: .gaussian)
        let mean = data.y.reduce(0, +) / 25
        let covariances = data.columns.map { column in
            abs(zip(column, data.y).reduce(0) { $0 + $1.0 * ($1.1 - mean) }) / 25
        }
        let expected = try #require(covariances.max())
        #expect(abs(try lambdaMax(of: data.problem, penalty: PenaltyShape()) / expected - 1) < 1e-13)
        #expect(abs(try lambdaMax(of: data.problem, penalty: PenaltyShape(l1Ratio: 0.25)) / expected - 4) < 1e-12)
    }

    @Test func `a direction that bounds forbid does not count`() throws {
        let x = DenseMatrix(columns: [[-1, 0, 1], [1, -2, 1]], sampleCount: 3)
        let problem = RegressionProblem(x: x, y: [0, 3, 6], family: .gaussian)
        // Covariances are 2 and 0.
        #expect(abs(try lambdaMax(of: problem, penalty: PenaltyShape()) - 2) < 1e-15)
        let held = PenaltyShape(upperBounds: [0, .infinity])
        #expect(try lambdaMax(of: problem, penalty: held) < 1e-15)
    }

    @Test func `the null model is the mean or the log odds`() throws {
        let x = DenseMatrix(columns: [[1, 2, 3, 4]], sampleCount: 4)
        let gaussian = try nullModel(of: RegressionProblem(x: x, y: [1, 2, 3, 6], family: .gaussian))
        #expect(gaussian.intercept == 3)
        #expect(abs(gaussian.meanLoss - 14.0 / 8) < 1e-15)
        #expect(gaussian.deviance == 2 * gaussian.meanLoss)
        let binomial = try nullModel(of: RegressionProblem(x: x, y: [1, 1, 1, 0], family: .binomial))
        #expect(abs(binomial.intercept - portableLog(3)) < 1e-14)
        let entropy = -0.75 * portableLog(0.75) - 0.25 * portableLog(0.25)
        #expect(abs(binomial.meanLoss - entropy) < 1e-15)
        let weighted = try nullModel(
            of: RegressionProblem(x: x, y: [1, 1, 1, 0], family: .binomial, sampleWeights: [1, 1, 1, 3]))
        #expect(abs(weighted.intercept) < 1e-14)
    }
}
