import Testing

@testable import SparseGLM

struct SparseMatrixTests {
    private let columns = [[0.0, 2, 0, -1], [3, 1, 4, 1], [0, 0, 0, 0], [0, 0, 0, 5]]
    private var sparse: SparseMatrix { SparseMatrix(columns: columns, sampleCount: 4) }
    private var dense: DenseMatrix { DenseMatrix(columns: columns, sampleCount: 4) }

    private func make(
        starts: [Int] = [0, 2, 3], rows: [Int32] = [0, 2, 1], values: [Double] = [1, 2, 3]
    ) throws(SolverError) -> SparseMatrix {
        try SparseMatrix(
            sampleCount: 3, featureCount: 2, columnStarts: starts, rowIndices: rows, values: values)
    }

    @Test func `compressed columns are what they say`() throws {
        let x = try make()
        #expect(x.column(0) == [1, 0, 2] && x.column(1) == [0, 3, 0])
        #expect(x.entryCount == 3)
    }

    @Test func `zeros that are written out are dropped`() throws {
        let x = try make(values: [0, 2, 3])
        #expect(x.column(0) == [0, 0, 2] && x.column(1) == [0, 3, 0])
        #expect(x.entryCount == 2)
    }

    @Test(arguments: [
        ([0, 2], [0, 2, 1], [1, 2, 3], "A sparse matrix of 2 columns has 2 column starts; 3 are needed."),
        ([0, 2, 3], [0, 2], [1, 2, 3], "A sparse matrix has 2 row numbers and 3 values; the counts must agree."),
        ([1, 2, 3], [0, 2, 1], [1, 2, 3], "The column starts run from 1 to 3, not from 0 to 3."),
        ([0, 2, 2], [0, 2, 1], [1, 2, 3], "The column starts run from 0 to 2, not from 0 to 3."),
        ([0, 4, 3], [0, 2, 1], [1, 2, 3], "Column 1 starts at 4 and ends at 3; starts must not fall."),
        ([0, 2, 3], [2, 0, 1], [1, 2, 3], "Column 0 has row 0 after row 2; rows must ascend strictly."),
        ([0, 2, 3], [1, 1, 1], [1, 2, 3], "Column 0 has row 1 after row 1; rows must ascend strictly."),
        ([0, 2, 3], [0, 2, 3], [1, 2, 3], "Column 1 has row 3; its rows must be from 0 to 2."),
        ([0, 2, 3], [0, 2, -1], [1, 2, 3], "Column 1 has row -1; its rows must be from 0 to 2."),
    ])
    func `what is no sparse matrix is refused`(starts: [Int], rows: [Int32], values: [Double], text: String) {
        #expect(throws: SolverError.invalid(text)) { try make(starts: starts, rows: rows, values: values) }
    }

    @Test(arguments: [-1, Int(Int32.max) + 1])
    func `rows must be countable by 32 bits`(count: Int) {
        #expect(throws: SolverError.self) {
            try SparseMatrix(sampleCount: count, featureCount: 0, columnStarts: [0], rowIndices: [], values: [])
        }
    }

    @Test(arguments: [0, 0.25, -3])
    func `every column verb does what the dense one does`(center: Double) {
        let r = [0.5, -1, 2, 3]
        for j in columns.indices {
            #expect(sparse.column(j) == columns[j])
            let dots = r.withUnsafeBufferPointer { r in
                (
                    sparse.centredDot(column: j, center: center, with: r),
                    dense.centredDot(column: j, center: center, with: r)
                )
            }
            #expect(abs(dots.0 - dots.1) < 1e-14)
            var (a, b) = (r, r)
            a.withUnsafeMutableBufferPointer { sparse.addCentred(column: j, center: center, times: -2, to: $0) }
            b.withUnsafeMutableBufferPointer { dense.addCentred(column: j, center: center, times: -2, to: $0) }
            for i in r.indices { #expect(abs(a[i] - b[i]) < 1e-14) }
        }
    }

    @Test func `verbs on many columns touch those alone`() {
        let (r, centers, factors) = ([0.5, -1, 2, 3], [1.0, -2, 0.5, 0], [2.0, 1, 7, -3])
        for x in [sparse, dense] as [any DesignMatrix] {
            var out = [Double](repeating: 9, count: 4)
            r.withUnsafeBufferPointer { r in
                out.withUnsafeMutableBufferPointer {
                    x.centredDots(columns: [0, 1, 3], centers: centers, with: r, into: $0)
                }
            }
            for j in [0, 1, 3] {
                #expect(abs(out[j] - zip(columns[j], r).reduce(0) { $0 + ($1.0 - centers[j]) * $1.1 }) < 1e-14)
            }
            #expect(out[2] == 9)
            var eta = r
            eta.withUnsafeMutableBufferPointer {
                x.addCentred(columns: [0, 1, 3], centers: centers, times: factors, to: $0)
            }
            for i in r.indices {
                let sum = [0, 1, 3].reduce(r[i]) { $0 + factors[$1] * (columns[$1][i] - centers[$1]) }
                #expect(abs(eta[i] - sum) < 1e-13)
            }
        }
    }

    @Test(arguments: [[1, 3], [3, 0, 0], [], [2], [0, 1, 2, 3], [3, 3, 1, 1, 0]])
    func `rows are kept in the order given, as often as given`(rows: [Int]) {
        let kept = sparse.keepingRows(rows)
        #expect(kept.sampleCount == rows.count)
        for j in columns.indices { #expect(kept.column(j) == rows.map { columns[j][$0] }) }
    }

    @Test(arguments: [nil, [1, 0.5, 2, 3], [1, 0, 2, 3], [1e-3, 1, 1e3, 2]] as [[Double]?])
    func `moments are those of the dense column`(weights: [Double]?) {
        let other = [1e150, 0, 0, -3e150]
        let x = SparseMatrix(columns: columns + [other, other.map { $0 * 1e-300 }], sampleCount: 4)
        for (j, moments) in x.moments(weights: weights).enumerated() {
            let expected = columnMoments(x.column(j), weights: weights)
            #expect(moments.isConstant == expected.isConstant)
            #expect(abs(moments.mean - expected.mean) <= 1e-15 * expected.standardDeviation)
            #expect(abs(moments.standardDeviation - expected.standardDeviation) <= 1e-15 * expected.standardDeviation)
        }
        #expect(x.largestMagnitudes() == [2, 4, 0, 5, 3e150, 3e-150])
    }

    @Test func `a value that is not finite shows in the largest magnitude`() {
        for bad in [Double.nan, .infinity] {
            for x in [SparseMatrix(columns: [[0, bad, 1]], sampleCount: 3)] as [any DesignMatrix] {
                #expect(!x.largestMagnitudes()[0].isFinite)
            }
            #expect(!DenseMatrix(columns: [[0, bad, 1]], sampleCount: 3).largestMagnitudes()[0].isFinite)
        }
    }

    @Test func `a standardized view of a sparse matrix is that of the dense one`() {
        let (means, scales) = ([1.0, 2, 0.5, 1], [0.5, 2, 1, 4])
        let (a, b) = (
            StandardizedView(sparse, means: means, scales: scales),
            StandardizedView(dense, means: means, scales: scales)
        )
        let (r, centers) = ([0.5, -1, 2, 3], [1.0, -2, 0.5, 0])
        var outs = [[Double]](repeating: [0, 0, 0, 0], count: 4)
        r.withUnsafeBufferPointer { r in
            outs[0].withUnsafeMutableBufferPointer {
                a.centredDots(columns: [0, 1, 2, 3], centers: centers, with: r, into: $0)
            }
            outs[1].withUnsafeMutableBufferPointer {
                b.centredDots(columns: [0, 1, 2, 3], centers: centers, with: r, into: $0)
            }
        }
        outs[2].withUnsafeMutableBufferPointer {
            a.addCentred(columns: [0, 1, 3], centers: centers, times: r, to: $0)
        }
        outs[3].withUnsafeMutableBufferPointer {
            b.addCentred(columns: [0, 1, 3], centers: centers, times: r, to: $0)
        }
        for i in 0..<4 { #expect(abs(outs[0][i] - outs[1][i]) < 1e-13 && abs(outs[2][i] - outs[3][i]) < 1e-13) }
        for j in columns.indices { #expect(a.column(j) == b.column(j)) }
    }
}
