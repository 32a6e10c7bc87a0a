import Testing

@testable import SparseGLM

struct DominatedColumnsTests {
    private func kept(
        _ columns: [[Double]], l1: [Double]? = nil, l2: Double = 0, upper: [Int: Double] = [:]
    ) -> [Int] {
        let p = columns.count
        let penalty = ScaledPenalty(
            l1: Strengths(l1 ?? [Double](repeating: 1, count: p)), l2: Strengths([Double](repeating: l2, count: p)),
            lower: [Double](repeating: -.infinity, count: p), upper: (0..<p).map { upper[$0] ?? .infinity })
        return DominatedColumns(penalty, scales: [Double](repeating: 1, count: p))
            .removed(from: Array(0..<p), of: SparseMatrix(columns: columns, sampleCount: columns[0].count))
    }

    @Test func `of parallel columns the strongest stays, of equals the first`() {
        #expect(kept([[0, 2, 0], [0, -3, 0], [0, 1, 0]]) == [1])
        #expect(kept([[0, 2, 0], [0, -2, 0], [1, 0, 0]]) == [0, 2])
        #expect(kept([[1, 2, 0], [2, 4, 0], [2, 4.5, 0]]) == [1, 2])
        #expect(kept([[1, 2, 0], [0, 1, 2], [1, 0, 2]]) == [0, 1, 2])
    }

    @Test func `strength is by the penalty`() {
        #expect(kept([[0, 2, 0], [0, 3, 0]], l1: [1, 2]) == [0])
        #expect(kept([[0, 2, 0], [0, 3, 0]], l1: [2, 2]) == [1])
    }

    @Test func `columns stay that are not penalised by the lasso alone`() {
        #expect(kept([[0, 2, 0], [0, 3, 0]], l1: [0, 1]) == [0, 1])
        #expect(kept([[0, 2, 0], [0, 3, 0]], l2: 0.1) == [0, 1])
        #expect(kept([[0, 2, 0], [0, 3, 0]], upper: [1: 5]) == [0, 1])
        #expect(kept([[0, 0, 0], [0, 0, 0]]) == [0, 1])
    }

    @Test(arguments: [Family.gaussian, .binomial, .poisson], [true, false])
    func `a path that leaves them out is certified over all columns`(family: Family, fitsIntercept: Bool) throws {
        let base = RandomProblem(seed: 5, n: 40, p: 6, family: family)
        let random = KeyedRandom(seed: 5, stream: "rare")
        // Ten columns of one entry for every row, of several lengths.
        let rare = (0..<400).map { j in
            (0..<40).map { $0 == j % 40 ? 1 + 4 * random.unit(at: UInt64(j)) : 0 }
        }
        let x = SparseMatrix(columns: base.columns + rare, sampleCount: 40)
        let problem = RegressionProblem(x: x, y: base.y, family: family, fitsIntercept: fitsIntercept)
        let penalty = PenaltyShape()
        let grid = lambdaGrid(lambdaMax: try lambdaMax(of: problem, penalty: penalty), count: 12, minRatio: 0.05)
        for solution in try solvePath(problem, penalty: penalty, lambdas: grid, settings: .init(tolerance: 1e-9)) {
            #expect(solution.certificate.converged)
            let rows = solution.support.filter { $0 >= 6 }.map { ($0 - 6) % 40 }
            #expect(Set(rows).count == rows.count)
        }
    }
}
