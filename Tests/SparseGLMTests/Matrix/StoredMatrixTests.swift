import Testing

@testable import SparseGLM

/// One matrix in either storage, seen as it is and through means and scales.
struct StoredMatrixTests {
    private static let columns: [[Double]] = [
        [0, 2, 0, 0, -1, 0], [3, 1, 4, 1, 5, 9], [0, 0, 0, 0, 0, 0], [0, 0, 7, 0, 0, 2],
    ]
    private let dense = StoredMatrix.dense(DenseMatrix(columns: columns, sampleCount: 6))
    private let sparse = StoredMatrix.sparse(SparseMatrix(columns: columns, sampleCount: 6))

    private func view(_ x: StoredMatrix) -> StandardizedView<StoredMatrix> {
        StandardizedView(x, means: [0.5, -1, 0, 2], scales: [2, 0.25, 1, 3])
    }

    @Test func `every verb gives the same in both storages`() {
        for (a, b) in [(dense, sparse) as (any DesignMatrix, any DesignMatrix), (view(dense), view(sparse))] {
            let r = [0.5, -1, 2, 3, 0.25, -4]
            for j in 0..<4 {
                #expect(a.column(j) == b.column(j))
                #expect(a.keepingRows([5, 1, 1, 4]).column(j) == b.keepingRows([5, 1, 1, 4]).column(j))
                let dots = [a, b].map { x in
                    r.withUnsafeBufferPointer { x.centredDot(column: j, center: 0.25, with: $0) }
                }
                #expect(abs(dots[0] - dots[1]) < 1e-13)
                let sums = [a, b].map { x in
                    var out = r
                    out.withUnsafeMutableBufferPointer { x.addCentred(column: j, center: 0.25, times: -2, to: $0) }
                    return out
                }
                #expect(zip(sums[0], sums[1]).allSatisfy { abs($0 - $1) < 1e-13 })
            }
            for weights in [nil, [1, 0, 2, 0.5, 1, 3]] as [[Double]?] {
                for (x, y) in zip(a.moments(weights: weights), b.moments(weights: weights)) {
                    #expect(abs(x.mean - y.mean) < 1e-13 && abs(x.standardDeviation - y.standardDeviation) < 1e-13)
                    #expect(x.isConstant == y.isConstant)
                }
            }
            for (x, y) in zip(a.valueRanges(), b.valueRanges()) { #expect(x?.low == y?.low && x?.high == y?.high) }
            #expect(a.largestMagnitudes() == b.largestMagnitudes())
        }
    }

    @Test func `each storage lends its columns, through a view as well`() throws {
        #expect(dense.sparseColumns == nil && sparse.withStoredColumns { _ in true } == nil)
        #expect(view(dense).withStoredColumns { $0.means } == [0.5, -1, 0, 2])
        let twice = StandardizedView(view(sparse), means: [1, 1, 0, 0], scales: [2, 1, 1, 5])
        let lent = try #require(twice.sparseColumns)
        for j in 0..<4 {
            let (mean, scale) = (lent.means?[j] ?? 0, lent.scales?[j] ?? 1)
            #expect(zip(lent.matrix.column(j), twice.column(j)).allSatisfy { abs(($0 - mean) / scale - $1) < 1e-14 })
        }
    }

    @Test func `a path and folds on a sparse view are those on the dense one`() throws {
        let made = Self.problem(rows: 60, columns: 90)
        let (means, scales) = (
            made.columns.map { columnMoments($0).mean }, made.columns.map { columnMoments($0).standardDeviation }
        )
        let folds = (0..<3).map { k in
            FoldProblem(
                training: (0..<60).filter { $0 % 3 != k }, heldOut: (0..<60).filter { $0 % 3 == k }, means: means,
                scales: scales)
        }
        for family in [Family.gaussian, .binomial, .poisson] {
            let y = made.target(family)
            let paths = try [
                StoredMatrix.dense(DenseMatrix(columns: made.columns, sampleCount: 60)),
                .sparse(SparseMatrix(columns: made.columns, sampleCount: 60)),
            ].map { x in
                let problem = RegressionProblem(
                    x: StandardizedView(x, means: means, scales: scales), y: y, family: family)
                let top = try lambdaMax(of: problem, penalty: PenaltyShape())
                let lambdas = lambdaGrid(lambdaMax: top, count: 8, minRatio: 0.1)
                let settings = SolverSettings(tolerance: 1e-11)
                return (
                    path: try solvePath(problem, penalty: PenaltyShape(), lambdas: lambdas, settings: settings),
                    folds: try crossValidatePath(
                        x: x, y: y, family: family, folds: folds, penalty: PenaltyShape(), lambdas: lambdas,
                        settings: settings),
                    margin: try supportMargin(
                        of: solvePath(problem, penalty: PenaltyShape(), lambdas: [lambdas[4]], settings: settings)[0],
                        problem: problem, penalty: PenaltyShape())
                )
            }
            for (a, b) in zip(paths[0].path, paths[1].path) {
                #expect(a.certificate.converged && b.certificate.converged && abs(a.lambda / b.lambda - 1) < 1e-12)
                #expect(abs(a.certificate.objective / b.certificate.objective - 1) < 1e-9, "\(family)")
                #expect(abs(a.intercepts[0] - b.intercepts[0]) < 1e-4)
            }
            for (a, b) in zip(paths[0].folds, paths[1].folds) {
                #expect(zip(a.heldOutDeviance, b.heldOutDeviance).allSatisfy { abs($0 / $1 - 1) < 1e-4 }, "\(family)")
            }
            #expect(abs(paths[0].margin - paths[1].margin) < 1e-3)
        }
    }

    @Test(arguments: [nil, (0..<60).map { Double($0 % 4) + 0.5 }])
    func `the strongest correlations are the same in both storages`(weights: [Double]?) throws {
        let made = Self.problem(rows: 60, columns: 20)
        // Columns without a zero, one of them far from 0.
        let columns = made.columns + [made.y.map { $0 + 1e7 }, made.y.map { 7 - $0 }]
        let means = columns.indices.map { $0 == 20 ? 1e7 : Double($0) / 10 }
        let scales = columns.indices.map { $0 % 3 == 0 ? -0.5 : 2 }
        let found = [
            StoredMatrix.dense(DenseMatrix(columns: columns, sampleCount: 60)),
            .sparse(SparseMatrix(columns: columns, sampleCount: 60)),
        ].map { x in
            strongestCorrelations(
                in: RegressionProblem(
                    x: StandardizedView(x, means: means, scales: scales), y: made.y, family: .gaussian,
                    sampleWeights: weights), of: [3, 0, 11, 20], with: [1, 2, 7, 19, 21])
        }
        for (a, b) in zip(found[0], found[1]) {
            let (a, b) = (try #require(a), try #require(b))
            #expect(a.column == b.column && abs(a.correlation - b.correlation) < 1e-8)
        }
        #expect(abs(abs(found[1][3]?.correlation ?? 0) - 1) < 1e-8)
    }

    /// Columns with a tenth of their values other than 0, and targets that a few of them make.
    private struct Made {
        let columns: [[Double]]
        let y: [Double]

        func target(_ family: Family) -> [Double] {
            switch family {
            case .gaussian: y
            case .binomial, .multinomial: y.map { $0 > 0 ? 1 : 0 }
            case .poisson: y.map { max(0, ($0 + 2).rounded()) }
            }
        }
    }

    private static func problem(rows: Int, columns: Int) -> Made {
        let random = KeyedRandom(seed: 11, stream: "stored matrix")
        func draw(_ j: Int, _ i: Int, _ what: Int) -> Double { random.unit(at: UInt64((j * rows + i) * 2 + what)) }
        let x = (0..<columns).map { j in
            (0..<rows).map { i in draw(j, i, 0) < 0.15 ? draw(j, i, 1) * 4 - 1 : 0 }
        }
        let y = (0..<rows).map { i -> Double in
            let signal: Double = 2 * x[0][i] - 3 * x[1][i] + x[2][i]
            return signal + 2 * draw(columns, i, 0) - 1
        }
        return Made(columns: x, y: y)
    }
}
