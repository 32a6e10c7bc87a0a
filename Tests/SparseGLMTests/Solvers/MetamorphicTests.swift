import Testing

@testable import SparseGLM

/// Laws that relate the answers to two questions.
struct MetamorphicTests {
    private static let penalty = PenaltyShape(l1Ratio: 0.9)

    private func solve<M>(_ problem: RegressionProblem<M>, _ lambda: Double) throws -> Solution {
        try #require(
            try solvePath(
                problem, penalty: Self.penalty, lambdas: [lambda], settings: SolverSettings(tolerance: 1e-12)
            ).first)
    }

    private func same(_ a: Solution, _ b: Solution, order: [Int]? = nil, tolerance: Double = 1e-6) -> Bool {
        let p = 1 + (a.support + b.support).reduce(order?.count ?? 0, max)
        let places = order ?? Array(0..<p)
        let all = (b.coefficients.joined() + b.intercepts).map(abs)
        let largest = max(1e-9, all.max() ?? 0)
        let isSame = a.intercepts.indices.allSatisfy { k in
            let (v, w) = (a.coefficients(ofClass: k, featureCount: p), b.coefficients(ofClass: k, featureCount: p))
            return places.enumerated().allSatisfy { abs(v[$0.offset] - w[$0.element]) <= tolerance * largest }
                && abs(a.intercepts[k] - b.intercepts[k]) <= tolerance * largest
        }
        return isSame && abs(a.certificate.objective - b.certificate.objective) < 1e-11
    }

    @Test(arguments: Family.allCases)
    func `the order of rows and columns does not matter`(family: Family) throws {
        let data = RandomProblem(seed: 21, n: 35, p: 8, family: family)
        let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: Self.penalty))
        let plain = try solve(data.problem, lambda)
        let rows = KeyedRandom(seed: 2, stream: "rows").permutation(35)
        let shuffledRows = RegressionProblem(
            x: data.matrix.keepingRows(rows), y: rows.map { data.y[$0] }, family: family)
        #expect(same(try solve(shuffledRows, lambda), plain))
        let order = KeyedRandom(seed: 3, stream: "columns").permutation(8)
        let shuffledColumns = RegressionProblem(
            x: DenseMatrix(columns: order.map { data.columns[$0] }, sampleCount: 35), y: data.y, family: family)
        #expect(same(try solve(shuffledColumns, lambda), plain, order: order))
    }

    @Test(arguments: Family.allCases)
    func `a row twice is a row of weight two`(family: Family) throws {
        let data = RandomProblem(seed: 22, n: 30, p: 5, family: family)
        let rows = Array(0..<30) + Array(0..<10)
        let doubled = RegressionProblem(
            x: data.matrix.keepingRows(rows), y: rows.map { data.y[$0] }, family: family)
        let weights = (0..<30).map { $0 < 10 ? 6.0 : 3.0 }
        let weighted = RegressionProblem(x: data.matrix, y: data.y, family: family, sampleWeights: weights)
        let lambda = 0.1 * (try lambdaMax(of: doubled, penalty: Self.penalty))
        #expect(abs(try lambdaMax(of: weighted, penalty: Self.penalty) / lambda - 10) < 1e-12)
        #expect(same(try solve(weighted, lambda), try solve(doubled, lambda)))
    }

    @Test(arguments: Family.allCases)
    func `a row of weight zero is no row, to the last bit`(family: Family) throws {
        let data = RandomProblem(seed: 23, n: 30, p: 5, family: family)
        let kept = Array(5..<30)
        var columns = data.columns
        for j in columns.indices {
            for i in 0..<5 { columns[j][i] = 1e300 }
        }
        let weighted = RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: 30), y: data.y, family: family,
            sampleWeights: (0..<30).map { $0 < 5 ? 0 : 7 })
        let deleted = RegressionProblem(
            x: data.matrix.keepingRows(kept), y: kept.map { data.y[$0] }, family: family)
        let lambda = 0.1 * (try lambdaMax(of: deleted, penalty: Self.penalty))
        #expect(try solve(weighted, lambda) == solve(deleted, lambda))
    }

    @Test(arguments: Family.allCases)
    func `a standardized view is the standardized matrix`(family: Family) throws {
        let data = RandomProblem(seed: 24, n: 30, p: 6, family: family)
        let moments = data.columns.map { columnMoments($0) }
        let (means, scales) = (moments.map(\.mean), moments.map(\.standardDeviation))
        let view = StandardizedView(data.matrix, means: means, scales: scales)
        let dense = DenseMatrix(
            columns: (0..<6).map { j in data.columns[j].map { ($0 - means[j]) / scales[j] } }, sampleCount: 30)
        let direct = RegressionProblem(x: dense, y: data.y, family: family)
        let viewed = RegressionProblem(x: view, y: data.y, family: family)
        let lambda = 0.1 * (try lambdaMax(of: direct, penalty: Self.penalty))
        let (a, b) = (try solve(viewed, lambda), try solve(direct, lambda))
        #expect(same(a, b))
        #expect(
            zip(linearPredictors(view, solution: a).joined(), linearPredictors(dense, solution: b).joined()).allSatisfy
            {
                abs($0 - $1) < 1e-5
            })
    }

    @Test(arguments: RandomProblem.families)
    func `an offset shared by all rows is the intercept`(family: Family) throws {
        let data = RandomProblem(seed: 25, n: 30, p: 4, family: family)
        let shifted = RegressionProblem(
            x: data.matrix, y: data.y, family: family, offset: [Double](repeating: 0.7, count: 30))
        let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: Self.penalty))
        let (a, b) = (try solve(shifted, lambda), try solve(data.problem, lambda))
        #expect(abs(a.intercept + 0.7 - b.intercept) < 1e-6)
        #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-6 })
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
