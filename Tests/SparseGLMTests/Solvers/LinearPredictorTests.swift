import Testing

@testable import SparseGLM

struct LinearPredictorTests {
    @Test(arguments: Family.allCases)
    func `a standardized view predicts what the standardized matrix does`(family: Family) throws {
        let data = RandomProblem(seed: 24, n: 30, p: 6, family: family)
        let moments = data.columns.map { columnMoments($0) }
        let (means, scales) = (moments.map(\.mean), moments.map(\.standardDeviation))
        let view = StandardizedView(data.matrix, means: means, scales: scales)
        let dense = DenseMatrix(
            columns: (0..<6).map { j in data.columns[j].map { ($0 - means[j]) / scales[j] } }, sampleCount: 30)
        let direct = RegressionProblem(x: dense, y: data.y, family: family)
        let lambda = 0.1 * (try lambdaMax(of: direct, penalty: PenaltyShape()))
        let solution = try solvePath(direct, penalty: PenaltyShape(), lambdas: [lambda])[0]
        let pairs = zip(
            linearPredictors(view, solution: solution).joined(), linearPredictors(dense, solution: solution).joined())
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 })
    }
}
