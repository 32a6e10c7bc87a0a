import SparseGLM
import Testing

@testable import StageKit

struct SparseRegressionRowsTests {
    private static let rowCount = 40
    private static let numbers: [[Double]] = (0..<20).map { j -> [Double] in
        (0..<rowCount).map { i -> Double in
            let isThere = (i * 7 + j * 3) % 11 == 0
            return isThere ? Double((i + j) % 5) - 1.5 : 0
        }
    }
    private static let years: [Double] = (0..<rowCount).map { 2000 + Double($0 % 9) }

    /// Twenty columns with a tenth of their values other than 0, and one without a 0.
    private func table(isSparse: Bool) -> Table {
        let matrix = SparseMatrix(columns: Self.numbers, sampleCount: Self.rowCount)
        let columns = Self.numbers.indices.map { j in
            isSparse
                ? Column(name: "f\(j)", sparse: matrix, column: j)
                : Column(name: "f\(j)", values: .numeric(Self.numbers[j]))
        }
        let y = (0..<Self.rowCount).map { i -> Double in
            let signal: Double = 3 * Self.numbers[0][i] - Self.numbers[1][i]
            return signal + Double(i % 3)
        }
        return Table(
            columns: columns + [
                Column(name: "year", values: .numeric(Self.years)),
                Column(name: "y", role: .target, values: .numeric(y)),
            ])
    }

    private let operations: [ColumnOperation] = [
        .affine(input: "f0", output: "f0", center: 0.25, scale: 2),
        .affine(input: "year", output: "year", center: 2004, scale: 3),
        .clip(input: "f1", output: "f1", low: -1, high: 1), .clip(input: "f2", output: "f2", low: 1, high: 2),
    ]

    private func isSparse(_ rows: RegressionRows) -> Bool {
        if case .sparse = rows.x.base { true } else { false }
    }

    @Test func `sparse columns make a sparse matrix, and few values a dense one where it is asked for`() throws {
        let table = table(isSparse: true)
        let names = table.features.map(\.name).dropLast()
        #expect(isSparse(try RegressionRows(table, features: Array(names))))
        #expect(!isSparse(try RegressionRows(table, features: Array(names), storage: .dense)))
        #expect(!isSparse(try RegressionRows(table, features: ["year", "f0"])), "more than a quarter is not 0")
        #expect(!isSparse(try RegressionRows(self.table(isSparse: false))))
    }

    @Test func `a table of both kinds has the values of the dense one, in every order of rows`() throws {
        for rows in [Array(0..<Self.rowCount), [3, 39, 0, 22, 22, 11, 5, 17], Array((0..<Self.rowCount).reversed())] {
            let made = try [true, false].map { try table(isSparse: $0).rows(rows).applying(operations) }
            let found = try made.map { try RegressionRows($0) }
            #expect(isSparse(found[0]) && !isSparse(found[1]))
            for j in 0..<21 {
                let (a, b) = (found[0].x.column(j), found[1].x.column(j))
                #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-15 }, "column \(j)")
            }
            #expect(found[0].y == found[1].y && found[0].names == found[1].names)
        }
    }

    @Test func `a column that is clipped beside its zeros and then scaled stays sparse`() throws {
        let clips = (0..<20).map { ColumnOperation.clip(input: "f\($0)", output: "f\($0)", low: -1, high: 1.5) }
        let scales = (0..<20).map { ColumnOperation.affine(input: "f\($0)", output: "f\($0)", center: 0.5, scale: 3) }
        let names = (0..<20).map { "f\($0)" }
        let made = try [true, false].map {
            try RegressionRows(try table(isSparse: $0).applying(clips + scales), features: names)
        }
        #expect(isSparse(made[0]) && !isSparse(made[1]) && !made[0].isAffine)
        for j in 0..<20 { #expect(made[0].x.column(j) == made[1].x.column(j)) }
        // A clip that moves the zeros leaves nothing to be sparse by.
        let moved = clips.map { operation in
            if case .clip(let input, let output, _, _) = operation {
                ColumnOperation.clip(input: input, output: output, low: 0.25, high: 1)
            } else {
                operation
            }
        }
        #expect(!isSparse(try RegressionRows(try table(isSparse: true).applying(moved + scales), features: names)))
    }

    @Test func `a fold of a sparse table is rows and two numbers a column`() throws {
        let table = table(isSparse: true)
        let rows = try RegressionRows(table)
        let plan = try FoldPlan(table, options: CrossValidationOptions(foldCount: 4, location: nil), seed: 1)
        let affine = Array(operations.prefix(2))
        let zeros = [Double](repeating: 0, count: 19)
        for fold in plan.folds {
            let input = FoldInput(
                training: try table.rows(fold.training).applying(affine),
                heldOut: try table.rows(fold.heldOut).applying(affine))
            let problem = try #require(rows.problem(of: fold, input, in: table))
            #expect(problem.means == [0.25] + zeros + [2004] && problem.scales == [2] + zeros.map { _ in 1 } + [3])
            let heldOut = rows.heldOut(of: problem)
            for (j, column) in input.heldOut.features.enumerated() { #expect(heldOut.x.column(j) == column.numbers) }
        }
    }

    @Test func `a sparse column that is 0 in a fold, and clipped there, is still a view`() throws {
        let table = table(isSparse: true)
        let rows = try RegressionRows(table, features: ["f0"])
        let zeros = Self.numbers[0].indices.filter { Self.numbers[0][$0] == 0 }
        let others = Self.numbers[0].indices.filter { Self.numbers[0][$0] != 0 }
        let constant: [ColumnOperation] = [
            .clip(input: "f0", output: "f0", low: 0, high: 0), .affine(input: "f0", output: "f0", center: 0, scale: 1),
        ]
        func problem(_ training: [Int], _ heldOut: [Int]) throws -> FoldProblem? {
            let input = FoldInput(
                training: try table.rows(training).applying(constant),
                heldOut: try table.rows(heldOut).applying(constant))
            return rows.problem(
                of: FoldPlan.Fold(training: training, heldOut: heldOut, weight: 1), input, in: table)
        }
        #expect(try problem(zeros, others)?.means == [0])
        #expect(try problem(zeros + others.prefix(1), Array(others.dropFirst())) == nil)
    }
}
