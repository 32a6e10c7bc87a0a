import SparseGLM
import StageKit
import StageKitTesting
import Testing

@testable import L1SelectPlugin

struct FoldFitTests {
    private func folded(_ table: Table, _ folds: [String]) -> Table {
        let levels = Array(Set(folds)).sorted()
        return table.adding(
            Column(
                name: "fold", role: .fold,
                values: .categorical(codes: folds.map { Int32(levels.firstIndex(of: $0) ?? 0) }, levels: levels)))
    }

    private func options(_ measure: String = "deviance") throws -> StageOptions {
        try Samples.placed(
            Samples.options(
                [:], Samples.child("path", ["lambdas": "5", "min-ratio": "0.1"]),
                Samples.child("cv", ["split": "column", "measure": measure])))
    }

    @Test func `a training part of one class is refused`() async throws {
        let table = Samples.classes(rows: 40)
        let y = table.target?.values ?? []
        let folds = y.indices.map { y[$0] == 1 ? "a" : $0 % 2 == 0 ? "b" : "c" }
        let count = y.count { $0 == 0 }
        let failure = await Samples.failure { _ = try await Samples.fit(folded(table, folds), options()) }
        #expect(
            failure
                == "pipeline.xml:12:3: error[FS552]: In fold 1 of 3: All \(count) training rows are of class 'no', "
                + "expected both classes: fewer folds or split=\"stratified\" help.")
    }

    @Test func `AUC on held-out rows of one class is refused`() async throws {
        let table = Samples.classes(rows: 40)
        let y = table.target?.values ?? []
        let positive = y.indices.filter { y[$0] == 1 }.prefix(4)
        let folds = y.indices.map { positive.contains($0) ? "a" : $0 % 2 == 0 ? "b" : "c" }
        let failure = await Samples.failure { _ = try await Samples.fit(folded(table, folds), options("auc")) }
        #expect(
            failure
                == "pipeline.xml:12:20: error[FS553]: In fold 1 of 3: The measure 'auc' is undefined on the 4 "
                + "held-out rows, expected finite predictions and, for auc, rows of both classes: fewer folds "
                + "or split=\"stratified\" help.")
        #expect(await Samples.failure { _ = try await Samples.fit(folded(table, folds), options()) } == nil)
    }

    /// A resampling that scales the features by the training part's largest value, and notes what it was asked for.
    private struct Scaling: Resampling {
        let table: Table

        func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
            let part = table.rows(training)
            let operations = part.features.map { column in
                ColumnOperation.affine(
                    input: column.name, output: column.name, center: 0,
                    scale: (column.numbers ?? []).map(abs).max() ?? 1)
            }
            return FoldInput(
                training: try part.applying(operations), heldOut: try table.rows(heldOut).applying(operations))
        }
    }

    @Test(arguments: ["deviance", "mae"])
    func `scores are those of models of the refitted training parts`(measure: String) async throws {
        let table = Samples.regression(rows: 45)
        let texts = ["folds": "4", "measure": measure]
        let fit = try await Samples.fit(
            table, Samples.options([:], Samples.child("path", ["lambdas": "6"]), Samples.child("cv", texts)),
            resampling: Scaling(table: table))
        let path = try #require(fit.selection?.path)
        let plan = try FoldPlan(
            table, options: CrossValidationOptions(Samples.child("cv", texts), rule: .minimum), seed: 5)
        for point in path.points {
            var scores: [(weight: Double, score: Double)] = []
            for fold in plan.folds {
                let parts = try await Scaling(table: table).refit(
                    training: fold.training, heldOut: fold.heldOut, choosing: false)
                let model = try await Samples.fit(
                    parts.training, Samples.options([:], Samples.child("lambda", ["value": "\(point.lambda)"]))
                ).model
                let eta = try #require(model).linearPredictors(on: parts.heldOut)[0]
                let errors = zip(parts.heldOut.target?.values ?? [], eta).map { $0 - $1 }
                let n = Double(errors.count)
                scores.append((n / 45, errors.reduce(0) { $0 + (measure == "mae" ? abs($1) : $1 * $1) } / n))
            }
            let mean = scores.reduce(0) { $0 + $1.weight * $1.score }
            let spread = scores.reduce(0) { $0 + $1.weight * ($1.score - mean) * ($1.score - mean) }
            // Both solves stop at a relative gap of 1e-7 from different starts.
            #expect(abs((point.crossValidationMean ?? 0) - mean) < 1e-3 * mean)
            #expect(abs((point.crossValidationError ?? 0) - (spread / 3).squareRoot()) < 1e-3 * mean)
        }
    }

    @Test(arguments: ["auc", "error"])
    func `measures of classes are shares`(measure: String) async throws {
        let fit = try await Samples.fit(
            Samples.classes(),
            Samples.options(
                [:], Samples.child("path", ["lambdas": "6"]), Samples.child("cv", ["folds": "3", "measure": measure])))
        let means = (fit.selection?.path?.points ?? []).compactMap(\.crossValidationMean)
        #expect(means.count == 6)
        #expect(means.allSatisfy { $0 >= 0 && $0 <= 1 })
        if measure == "auc" { #expect((means.max() ?? 0) > 0.6) }
    }
}
