import SparseGLM
import Testing

@testable import StageKit

struct SparseColumnTests {
    private static let numbers: [[Double]] = [[0, 2, 0, 0, -1, 0], [3, 1, 4, 1, 5, 9], [0, 0, 0, 0, 0, 0]]
    private let matrix = SparseMatrix(columns: Self.numbers, sampleCount: 6)
    private var columns: [Column] {
        (0..<3).map { Column(name: "f\($0 + 1)", sparse: matrix, column: $0) }
    }
    private var dense: [Column] {
        (0..<3).map { Column(name: "f\($0 + 1)", values: .numeric(Self.numbers[$0])) }
    }

    @Test func `a sparse column shows the numbers of all rows, none missing`() {
        for (column, numbers) in zip(columns, Self.numbers) {
            #expect(column.numbers == numbers && column.values == .numeric(numbers) && column.count == 6)
            #expect(column.isNumeric && column.firstMissing == nil && !column.isMissing(3))
        }
        #expect(columns == dense && "\(columns[0])" == "\(dense[0])")
        #expect(columns[0].sparseNumbers?.rows == [1, 4] && columns[0].sparseNumbers?.values == [2, -1])
        #expect(dense[0].sparseNumbers == nil)
    }

    @Test(arguments: [[3, 4, 1], [4, 1, 4, 0], [0, 2], [1, 2, 3, 4, 5]])
    func `rows in any order, again and again, are those of the dense column`(rows: [Int]) {
        let (a, b) = (Table(columns: columns).rows(rows), Table(columns: dense).rows(rows))
        #expect(a.columns.map(\.numbers) == b.columns.map(\.numbers))
        #expect(a.rows([1, 0]).columns.map(\.numbers) == b.rows([1, 0]).columns.map(\.numbers))
        for column in a.columns {
            let sparse = column.sparseNumbers
            #expect(sparse?.count == rows.count && sparse?.numbers == column.numbers)
            #expect(zip(sparse?.rows ?? [], sparse?.rows.dropFirst() ?? []).allSatisfy { $0 < $1 })
        }
    }

    @Test func `steps are put off and change what the other rows have`() throws {
        let operations: [ColumnOperation] = [
            .affine(input: "f1", output: "f1", center: 0.1, scale: 3), .impute(input: "f1", output: "f1", value: 7),
            .clip(input: "f2", output: "f2", low: 2, high: 5),
        ]
        let (a, b) = (try Table(columns: columns).applying(operations), try Table(columns: dense).applying(operations))
        #expect(a.columns.map(\.numbers) == b.columns.map(\.numbers))
        #expect(a.columns[0].sparseNumbers?.background == (0 - 0.1) / 3)
        #expect(a.columns[0].sparseNumbers?.rows == [1, 4])
        #expect(a.rows([4, 0]).columns[0].numbers == b.rows([4, 0]).columns[0].numbers)
        let log = ColumnOperation.log(input: "f2", output: "f2", shift: 1)
        #expect(try a.applying([log]).columns[1].numbers == b.applying([log]).columns[1].numbers)
    }

    @Test func `a divided table stores each part on its own, sparse as it was`() throws {
        let scaled = ColumnOperation.affine(input: "f1", output: "f1", center: 1, scale: 2)
        let table = try Table(columns: columns).applying([scaled]).rows([5, 4, 3, 2, 1, 0])
        let (first, second) = table.divided([1, 2, 4], [0, 3, 5])
        #expect(first == table.rows([1, 2, 4]) && second == table.rows([0, 3, 5]))
        for column in first.columns {
            #expect(column.content.rows == nil && column.content.stored.count == 3 && column.sparseNumbers != nil)
        }
    }

    @Test(arguments: [nil, [1, 2, 0.5, 0, 3, 1], [0, 1, 0, 0, 2, 0], [1, 0, 1, 1, 0, 1]] as [[Double]?])
    func `the sample of a sparse column has the statistics of all rows`(weights: [Double]?) throws {
        var parts = columns
        if let weights { parts.append(Column(name: "w", role: .weight, values: .numeric(weights))) }
        let table = try Table(columns: parts).applying([.affine(input: "f1", output: "f1", center: 3, scale: 0.5)])
        for column in table.features {
            let sample = try #require(column.sample(RowWeights(table)))
            let all = column.numbers ?? []
            let (a, b) = (columnMoments(sample.values, weights: sample.weights), columnMoments(all, weights: weights))
            #expect(abs(a.mean - b.mean) < 1e-14 && abs(a.standardDeviation - b.standardDeviation) < 1e-14)
            #expect(a.isConstant == b.isConstant)
            let shares = [0.1, 0.25, 0.5, 0.75]
            #expect(
                weightedQuantiles(sample.values, weights: sample.weights, at: shares)
                    == weightedQuantiles(all, weights: weights, at: shares))
            let counted = zip(sample.values, sample.weights ?? sample.values.map { _ in 1 }).filter { $0.1 > 0 }.map(
                \.0)
            let counts = zip(all, weights ?? all.map { _ in 1 }).filter { $0.1 > 0 }.map(\.0)
            #expect(counted.min() == counts.min() && counted.max() == counts.max())
        }
    }

    @Test func `a row's weight that is lost in the sum still counts`() throws {
        let table = Table(
            columns: columns + [Column(name: "w", role: .weight, values: .numeric([1e-20, 0, 0, 0, 1e20, 0]))])
        let sample = try #require(table.columns[0].sample(RowWeights(table)))
        #expect(sample.values == [2, -1, 0] && sample.weights == [0, 1e20, 1e-20])
    }
}
