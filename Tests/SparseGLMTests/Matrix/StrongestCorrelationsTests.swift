import Testing

@testable import SparseGLM

struct StrongestCorrelationsTests {
    private let columns: [[Double]] = [
        [1, 2, 3, 4, 5, 7], [2, 4, 6, 8, 10, 13], [1, -1, 1, -1, 1, -1], [3, 3, 3, 3, 3, 3], [-1, -2, -3, -4, -5, -7],
    ]
    private let y: [Double] = [1, 2, 3, 4, 5, 6]

    private func correlation(_ a: [Double], _ b: [Double], _ w: [Double]?) -> Double {
        let (ma, mb) = (columnMoments(a, weights: w), columnMoments(b, weights: w))
        let v = w ?? a.map { _ in 1 }
        let total = v.reduce(0, +)
        let sum = a.indices.reduce(0) { $0 + v[$1] * (a[$1] - ma.mean) * (b[$1] - mb.mean) }
        return sum / total / ma.standardDeviation / mb.standardDeviation
    }

    @Test(arguments: [nil, [1.0, 2, 0, 1, 3, 1]])
    func `the strongest one is found, with its sign`(weights: [Double]?) throws {
        let dense = DenseMatrix(columns: columns, sampleCount: 6)
        let problem = RegressionProblem(x: dense, y: y, family: .gaussian, sampleWeights: weights)
        for workers in [1, 2] {
            let found = strongestCorrelations(in: problem, of: [1, 2, 3], with: [0, 4], workers: workers)
            #expect(found[0]?.column == 0 && found[2] == nil)
            for (place, column) in [(0, 1), (1, 2)] {
                let best = try #require(found[place])
                let expected = correlation(columns[column], columns[best.column], weights)
                #expect(abs(best.correlation - expected) < 1e-14)
            }
        }
    }

    @Test func `a sparse matrix gives what the dense one does`() throws {
        let dense = RegressionProblem(x: DenseMatrix(columns: columns, sampleCount: 6), y: y, family: .gaussian)
        let sparse = RegressionProblem(x: SparseMatrix(columns: columns, sampleCount: 6), y: y, family: .gaussian)
        let (a, b) = (
            strongestCorrelations(in: dense, of: [1, 2], with: [0]),
            strongestCorrelations(in: sparse, of: [1, 2], with: [0])
        )
        for (a, b) in zip(a, b) {
            #expect(a?.column == b?.column && abs((a?.correlation ?? 0) - (b?.correlation ?? 1)) < 1e-14)
        }
    }

    @Test func `constants and nobody to compare with have no answer`() {
        let problem = RegressionProblem(x: DenseMatrix(columns: columns, sampleCount: 6), y: y, family: .gaussian)
        #expect(strongestCorrelations(in: problem, of: [0, 1], with: []).allSatisfy { $0 == nil })
        #expect(strongestCorrelations(in: problem, of: [0], with: [3]).allSatisfy { $0 == nil })
        #expect(strongestCorrelations(in: problem, of: [], with: [0]).isEmpty)
    }
}
