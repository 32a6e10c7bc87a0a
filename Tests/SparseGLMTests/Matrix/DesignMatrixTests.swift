import Testing

@testable import SparseGLM

struct DesignMatrixTests {
    private let dense = DenseMatrix(columns: [[1, 2, 3, 4], [0, -1, 5, 2]], sampleCount: 4)

    private var matrices: [any DesignMatrix] {
        [dense, StandardizedView(dense, means: [2, -1], scales: [0.5, 4])]
    }

    @Test func `every verb acts on the column that a copy shows`() {
        for x in matrices {
            for j in 0..<2 {
                let column = x.column(j)
                let r = [0.5, -1, 2, 3]
                let dot = r.withUnsafeBufferPointer { x.centredDot(column: j, center: 0.25, with: $0) }
                #expect(abs(dot - zip(column, r).reduce(0) { $0 + ($1.0 - 0.25) * $1.1 }) < 1e-14)
                var out = r
                out.withUnsafeMutableBufferPointer { x.addCentred(column: j, center: 0.25, times: -2, to: $0) }
                for i in 0..<4 { #expect(abs(out[i] - (r[i] - 2 * (column[i] - 0.25))) < 1e-14) }
                #expect(x.keepingRows([3, 0, 0]).column(j) == [column[3], column[0], column[0]])
            }
        }
    }

    @Test func `moments and ranges are those of the columns that a copy shows`() {
        for x in matrices {
            let weights = [1, 0, 2, 0.5]
            let moments = x.moments(weights: weights)
            for j in 0..<2 {
                let expected = columnMoments(x.column(j), weights: weights)
                #expect(abs(moments[j].mean - expected.mean) < 1e-14)
                #expect(abs(moments[j].standardDeviation - expected.standardDeviation) < 1e-14)
                #expect(!moments[j].isConstant)
                let range = x.valueRanges()[j]
                #expect(range?.low == x.column(j).min() && range?.high == x.column(j).max())
                #expect(x.largestMagnitudes()[j] == x.column(j).map(abs).max())
            }
        }
        #expect(!DenseMatrix(columns: [[1, .nan]], sampleCount: 2).largestMagnitudes()[0].isFinite)
    }

    @Test func `a column that is constant stays so when it is standardized`() {
        let nearly = DenseMatrix(columns: [[1e6, 1e6.nextUp, 1e6]], sampleCount: 3)
        #expect(nearly.moments(weights: nil)[0].isConstant)
        #expect(StandardizedView(nearly, means: [1e6], scales: [1e-10]).moments(weights: nil)[0].isConstant)
    }

    @Test func `stored columns are those of the arrays, through the view`() {
        for x in matrices {
            let columns: [[Double]]? = x.withStoredColumns { stored in
                (0..<2).map { j -> [Double] in
                    let (mean, scale) = (stored.means?[j] ?? 0, stored.scales?[j] ?? 1)
                    return (0..<4).map { (stored.starts[j][$0] - mean) / scale }
                }
            }
            #expect(columns == [x.column(0), x.column(1)])
        }
    }

    @Test func `columns and column-major values make the same matrix`() {
        let flat = DenseMatrix(sampleCount: 4, featureCount: 2, columnMajor: [1, 2, 3, 4, 0, -1, 5, 2])
        #expect(flat.column(0) == dense.column(0) && flat.column(1) == dense.column(1))
        #expect(DenseMatrix(columns: [], sampleCount: 4).featureCount == 0)
    }

    @Test func `a problem without columns is the intercept`() throws {
        let problem = RegressionProblem(
            x: DenseMatrix(columns: [], sampleCount: 4), y: [1, 2, 3, 6], family: .gaussian)
        let solution = try solvePath(problem, penalty: PenaltyShape(), lambdas: [1])[0]
        #expect(solution.intercept == 3)
        #expect(solution.support == [])
        #expect(try lambdaMax(of: problem, penalty: PenaltyShape()) == 0)
    }
}
