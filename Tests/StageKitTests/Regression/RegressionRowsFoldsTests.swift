import SparseGLM
import Testing

@testable import StageKit

struct RegressionRowsFoldsTests {
    private let table = Table(columns: [
        Column(name: "a", values: .numeric([1, 2, 4, 8, 16, 32])),
        Column(name: "b", values: .numeric([5, 3, 5, 1, 0, 2])),
        Column(name: "w", role: .weight, values: .numeric([1, 2, 1, 2, 1, 2])),
        Column(name: "y", role: .target, values: .numeric([1, 0, 2, 0, 3, 0])),
    ])

    private func plan(_ table: Table) throws -> FoldPlan {
        try FoldPlan(table, options: CrossValidationOptions(foldCount: 3, location: nil), seed: 1)
    }

    /// A fold's parts under some operations.
    private func input(
        _ table: Table, _ fold: FoldPlan.Fold, _ operations: [ColumnOperation] = []
    ) throws -> FoldInput {
        FoldInput(
            training: try table.rows(fold.training).applying(operations),
            heldOut: try table.rows(fold.heldOut).applying(operations))
    }

    @Test func `a fold behind affine operations is rows and two numbers a column`() throws {
        let operations: [ColumnOperation] = [
            .affine(input: "a", output: "a", center: 3, scale: 2),
            .affine(input: "a", output: "a", center: 1, scale: 4),
        ]
        let rows = try RegressionRows(table.applying([.affine(input: "b", output: "b", center: 1, scale: 7)]))
        #expect(rows.wholeProblem.means == [0, 1] && rows.wholeProblem.scales == [1, 7])
        for fold in try plan(table).folds {
            let input = try input(table, fold, operations)
            let problem = try #require(rows.problem(of: fold, input, in: table))
            #expect(
                problem == FoldProblem(training: fold.training, heldOut: fold.heldOut, means: [5, 0], scales: [8, 1]))
            let heldOut = rows.heldOut(of: problem)
            #expect(heldOut.x.column(0) == input.heldOut.column("a")?.numbers)
            #expect(heldOut.y == input.heldOut.target?.values && heldOut.weights == input.heldOut.weights)
        }
    }

    @Test func `a fold of a view of rows is told in that view's own rows`() throws {
        let part = table.rows([5, 0, 3, 1, 4])
        let rows = try RegressionRows(part)
        for fold in try plan(part).folds {
            let problem = try #require(rows.problem(of: fold, try input(part, fold), in: part))
            #expect(problem.training == fold.training && problem.heldOut == fold.heldOut)
            #expect(rows.heldOut(of: problem).x.column(0) == fold.heldOut.map { [32, 1, 8, 2, 16][$0] })
        }
    }

    @Test func `some of the features are found by name`() throws {
        let rows = try RegressionRows(table, features: ["b"])
        let fold = try plan(table).folds[0]
        let operation = ColumnOperation.affine(input: "b", output: "b", center: 2, scale: 3)
        #expect(rows.problem(of: fold, try input(table, fold, [operation]), in: table)?.means == [2])
        #expect(rows.problem(of: fold, try input(table, fold, [.drop(input: "b")]), in: table) == nil)
    }

    @Test func `a column that is constant in a fold, and clipped there, is still a view`() throws {
        let flat = Table(columns: [
            Column(name: "a", values: .numeric([0.1, 0.1.nextUp, 0.1, 7])),
            Column(name: "y", role: .target, values: .numeric([1, 2, 3, 4])),
        ])
        let operations: [ColumnOperation] = [
            .clip(input: "a", output: "a", low: 0.1, high: 0.1),
            .affine(input: "a", output: "a", center: 0.1, scale: 1),
        ]
        let rows = try RegressionRows(flat)
        let fold = FoldPlan.Fold(training: [0, 1, 2], heldOut: [3], weight: 1)
        #expect(rows.problem(of: fold, try input(flat, fold, operations), in: flat)?.means == [0.1])
        let varied = FoldPlan.Fold(training: [0, 1, 3], heldOut: [2], weight: 1)
        #expect(rows.problem(of: varied, try input(flat, varied, operations), in: flat) == nil)
    }

    @Test func `a fold that differs in more is none`() throws {
        let rows = try RegressionRows(table)
        let fold = try plan(table).folds[0]
        let others: [[ColumnOperation]] = [
            [.clip(input: "a", output: "a", low: 2, high: 8)], [.log(input: "a", output: "a", shift: 0)],
            [.affine(input: "y", output: "y", center: 1, scale: 1)],
            [.affine(input: "w", output: "w", center: 0, scale: 2)],
            [.rename(input: "a", output: "c")],
        ]
        for operations in others {
            #expect(rows.problem(of: fold, try input(table, fold, operations), in: table) == nil, "\(operations)")
        }
        let swapped = try plan(table).folds[1]
        #expect(rows.problem(of: fold, try input(table, swapped), in: table) == nil)
        let copied = Table(columns: table.columns.map { Column(name: $0.name, role: $0.role, values: $0.values) })
        #expect(rows.problem(of: fold, try input(copied, fold), in: table) == nil)
    }

    @Test func `a matrix shares a table's stored columns and scales them where they are read`() throws {
        let scaled = try table.applying([.affine(input: "a", output: "a", center: 1, scale: 2)])
        let rows = try RegressionRows(scaled)
        #expect(rows.x.base.column(0) == [1, 2, 4, 8, 16, 32])
        #expect(rows.x.column(0) == scaled.column("a")?.numbers)
        let clipped = try RegressionRows(table.applying([.clip(input: "a", output: "a", low: 2, high: 8)]))
        #expect(clipped.x.column(0) == [2, 2, 4, 8, 8, 8] && clipped.x.means[0] == 0)
    }
}
