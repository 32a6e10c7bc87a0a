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

    @Test func `columns that cannot enter do not count`() throws {
        let x = DenseMatrix(columns: [[-1, 0, 1], [1, 1, 1]], sampleCount: 3)
        let problem = RegressionProblem(x: x, y: [0, 3, 6], family: .gaussian)
        let solution = try solvePath(problem, penalty: PenaltyShape(), lambdas: [3])[0]
        let held = PenaltyShape(upperBounds: [0, 1])
        #expect(try supportMargin(of: solution, problem: problem, penalty: held) == .infinity)
    }
}
