import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct FoldSolverTests {
    /// A resampling that standardizes the features by the training part.
    private struct Standardizing: Resampling {
        let table: Table

        func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
            let part = table.rows(training)
            let operations = part.features.map { column in
                let moments = columnMoments(column.numbers ?? [])
                return ColumnOperation.affine(
                    input: column.name, output: column.name, center: moments.mean, scale: moments.standardDeviation)
            }
            return FoldInput(
                training: try part.applying(operations), heldOut: try table.rows(heldOut).applying(operations))
        }
    }

    private static let cv = ["folds": "4"]

    private func options() throws -> StageOptions {
        try Samples.options([:], Samples.child("path", ["lambdas": "12"]), Samples.child("cv", Self.cv))
    }

    private func plan(_ table: Table) throws -> FoldPlan {
        try FoldPlan(
            table, options: CrossValidationOptions(Samples.child("cv", Self.cv), rule: .minimum), seed: 5)
    }

    @Test(arguments: [false, true])
    func `what is handed on for a fold is what a fit on its rows gives`(hasClasses: Bool) async throws {
        let table = hasClasses ? Samples.classes() : Samples.regression()
        let fit = try await Samples.fit(table, options(), resampling: Standardizing(table: table))
        let folds = try plan(table).folds
        #expect(fit.refits.map(\.training) == folds.map(\.training))
        for (fold, refit) in zip(folds, fit.refits) {
            let input = try await Standardizing(table: table).refit(
                training: fold.training, heldOut: fold.heldOut, choosing: false)
            let alone = try await L1SelectStage(options: options()).fit(
                StageInput(table: input.training), settled: fit,
                context: StageContext(stageID: "select", seed: 5, isInFold: true))
            let (a, b) = (try #require(refit.fit.model), try #require(alone.model))
            #expect(refit.fit.selection?.features == alone.selection?.features)
            #expect(refit.fit.selection?.path?.chosenIndex == fit.selection?.path?.chosenIndex)
            for (a, b) in zip(a.intercepts + a.coefficients[0], b.intercepts + b.coefficients[0]) {
                #expect(abs(a - b) < 1e-3)
            }
        }
    }

    @Test(arguments: [-1.0, 1e6], [40, 60])
    func `held-out rows change no bit of a fold that shares the matrix`(factor: Double, rows: Int) async throws {
        let table = Samples.regression(rows: rows)
        let folds = try plan(table).folds
        for (place, fold) in folds.enumerated() {
            let poisoned = Table(
                columns: table.columns.map { column in
                    var numbers = column.numbers ?? []
                    for row in fold.heldOut { numbers[row] *= factor }
                    return Column(name: column.name, role: column.role, values: .numeric(numbers))
                }, origins: table.origins)
            let clean = try await solutions(table, folds)
            let spoilt = try await solutions(poisoned, folds)
            #expect(clean[place].solutions == spoilt[place].solutions)
            #expect(clean[place].heldOutDeviance != spoilt[place].heldOutDeviance)
        }
    }

    /// Every fold's path at given strengths, over the table's own stored numbers.
    private func solutions(_ table: Table, _ folds: [FoldPlan.Fold]) async throws -> [FoldPath] {
        let task = try SelectionTask(table, options: L1SelectOptions(options()))
        var problems: [FoldProblem] = []
        for fold in folds {
            let input = try await Standardizing(table: table).refit(
                training: fold.training, heldOut: fold.heldOut, choosing: false)
            problems.append(try #require(task.rows.problem(of: fold, input, in: table)))
        }
        return try task.solve([0.5, 0.1, 0.02], folds: problems, workers: 2, shouldStop: { false })
    }

    @Test func `folds with numbers of their own score as folds that share theirs`() async throws {
        let table = Samples.regression()
        let shared = try await Samples.fit(table, options(), resampling: Standardizing(table: table))
        let alone = try await Samples.fit(table, options(), resampling: Copying(inner: Standardizing(table: table)))
        let (a, b) = (shared.selection?.path?.points ?? [], alone.selection?.path?.points ?? [])
        #expect(a.count == 12 && alone.refits.map(\.training) == shared.refits.map(\.training))
        for (a, b) in zip(a, b) {
            let (mean, other) = (a.crossValidationMean ?? 0, b.crossValidationMean ?? 1)
            #expect(abs(mean - other) < 1e-3 * other)
        }
    }

    /// Gives the parts of another resampling with their values stored anew.
    private struct Copying: Resampling {
        let inner: Standardizing

        func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
            let input = try await inner.refit(training: training, heldOut: heldOut, choosing: choosing)
            return FoldInput(training: copied(input.training), heldOut: copied(input.heldOut))
        }

        private func copied(_ table: Table) -> Table {
            Table(
                columns: table.columns.map { Column(name: $0.name, role: $0.role, values: $0.values) },
                origins: table.origins)
        }
    }
}
