import SparseGLM
import StageKit
import StageKitTesting
import Testing

@testable import L1SelectPlugin

struct L1SelectStageTests {
    static let coarse = ["lambdas": "12", "min-ratio": "0.01"]

    @Test func `conformance on numbers`() async throws {
        let options = try Samples.options([:], Samples.child("path", Self.coarse), Samples.child("cv", ["folds": "3"]))
        let violations = await StageConformance(
            L1SelectStage.self, options: options, table: Samples.regression(rows: 32, features: 4), rowOrder: .matters
        ).violations()
        #expect(violations == [])
    }

    @Test(arguments: [
        Samples.classes(rows: 40, features: 4), Samples.threeClasses(rows: 60, features: 4),
        Samples.counts(rows: 40, features: 4),
    ])
    func `conformance on classes and counts`(table: Table) async throws {
        let options = try Samples.options([:], Samples.child("path", Self.coarse), Samples.child("cv", ["folds": "2"]))
        let violations = await StageConformance(
            L1SelectStage.self, options: options, table: table, rowOrder: .matters
        ).violations()
        #expect(violations == [])
    }

    @Test func `the order of rows is irrelevant where no folds are drawn`() async throws {
        let options = try Samples.options([:], Samples.child("path", Self.coarse), Samples.child("criterion"))
        let violations = await StageConformance(
            L1SelectStage.self, options: options, table: Samples.regression(rows: 24, features: 4),
            rowOrder: .rounding(relativeTolerance: 1e-6)
        ).violations()
        #expect(violations == [])
    }

    @Test(arguments: [1, 0.5], ["fit", "none"])
    func `the model is optimal for numbers`(l1Ratio: Double, intercept: String) async throws {
        let table = Samples.regression()
        let options = try Samples.options(
            ["l1-ratio": shortest(l1Ratio), "intercept": intercept, "tolerance": "1e-12"],
            Samples.child("lambda", ["value": "0.1"]))
        let violation = try Optimality(table, l1Ratio: l1Ratio, lambda: 0.1, fitsIntercept: intercept == "fit")
            .violation(of: #require(await Samples.fit(table, options).model))
        // A gap of 1e-12 of a half mean deviance near 4 bounds the gradient's error by sqrt(2 · 4e-12 · ‖x‖²/n).
        #expect(violation < 1e-5)
    }

    @Test(arguments: [1, 0.5], [Samples.classes(), Samples.threeClasses(), Samples.counts()])
    func `the model is optimal for classes and counts`(l1Ratio: Double, table: Table) async throws {
        let options = try Samples.options(
            ["l1-ratio": shortest(l1Ratio), "tolerance": "1e-12"], Samples.child("lambda", ["value": "0.02"]))
        let violation = try Optimality(table, l1Ratio: l1Ratio, lambda: 0.02, fitsIntercept: true)
            .violation(of: #require(await Samples.fit(table, options).model))
        #expect(violation < 1e-5)
    }

    @Test(arguments: ["fit", "none"])
    func `the selection says whether there is an intercept`(intercept: String) async throws {
        let options = try Samples.options(["intercept": intercept], Samples.child("lambda", ["value": "0.1"]))
        let fit = try await Samples.fit(Samples.regression(), options)
        #expect(fit.selection?.fitsIntercept == (intercept == "fit"))
        #expect((fit.model?.intercepts == [0]) == (intercept == "none"))
    }

    @Test(arguments: [Samples.threeClasses(features: 14), Samples.counts(features: 14)])
    func `a feature is selected when one of its coefficients is not zero`(table: Table) async throws {
        let fit = try await Samples.fit(
            table, Samples.options([:], Samples.child("path", Self.coarse), Samples.child("cv", ["folds": "3"])))
        let (selection, model) = (try #require(fit.selection), try #require(fit.model))
        let path = try #require(selection.path)
        let isMultinomial = selection.family == .multinomial
        #expect(isMultinomial == (table.target?.classes != nil))
        #expect(selection.classes == table.target?.classes)
        #expect(model.intercepts.count == (isMultinomial ? 3 : 1))
        #expect(selection.features == model.features && selection.features == path.chosen.features)
        #expect(!selection.features.isEmpty && selection.features.count < selection.candidates.count)
        for (k, row) in model.coefficients.enumerated() {
            let label = selection.classes?[k]
            let listed = path.chosen.coefficients.filter { $0.classLabel == label }
            #expect(listed.map(\.value) == row.filter { $0 != 0 })
        }
        #expect(model.features.indices.allSatisfy { j in model.coefficients.contains { $0[j] != 0 } })
        #expect(path.chosen.intercepts == model.intercepts)
        #expect(Set(selection.dropped.map(\.name)).union(selection.features) == Set(selection.candidates))
        #expect(path.points.allSatisfy { $0.dualityGap <= 1e-7 && $0.crossValidationMean != nil })
        #expect(path.supportMargin > 0 && path.supportMargin <= 1)
    }

    @Test(arguments: ["aic", "bic", "ebic"], [Samples.threeClasses(), Samples.counts()])
    func `a criterion chooses for classes and counts`(name: String, table: Table) async throws {
        for l1Ratio in ["1", "0.5"] {
            let fit = try await Samples.fit(
                table,
                Samples.options(
                    ["l1-ratio": l1Ratio], Samples.child("path", Self.coarse),
                    Samples.child("criterion", ["name": name])))
            let path = try #require(fit.selection?.path)
            #expect(path.rule == name && path.chosenIndex > 0)
            #expect(fit.selection?.features.contains("x1") == true)
        }
    }

    @Test(arguments: [Samples.threeClasses(), Samples.counts()])
    func `max-features counts features and not coefficients`(table: Table) async throws {
        let fit = try await Samples.fit(
            table,
            Samples.options(
                ["max-features": "2"], Samples.child("path", Self.coarse), Samples.child("lambda", ["value": "0.001"])))
        #expect(fit.selection?.features.count ?? 0 <= 2)
        #expect(fit.selection?.dropped.contains { $0.reason == .overMaxFeatures } == true)
    }

    @Test func `what the family is fitted with is said`() async throws {
        for (table, loss) in [(Samples.threeClasses(), "mean cross-entropy"), (Samples.counts(), "mean Poisson loss")] {
            let fit = try await Samples.fit(table, Samples.options([:], Samples.child("lambda", ["value": "0.1"])))
            #expect(fit.facts.contains(Fit.Fact("objective", "\(loss) + lambda * L1 norm")))
            #expect(!fit.facts.contains { $0.name == "lambda, scale mse" })
        }
    }

    @Test(arguments: [1, 2, 8], [Samples.regression(), Samples.threeClasses(), Samples.counts()])
    func `the number of workers changes no bit`(workers: Int, table: Table) async throws {
        let options = try Samples.options([:], Samples.child("path", Self.coarse))
        let alone = try await Samples.fit(table, options)
        #expect("\(try await Samples.fit(table, options, workers: workers))" == "\(alone)")
    }

    @Test func `a refit keeps the grid and the place of the fit on all rows`() async throws {
        let table = Samples.regression()
        let options = try Samples.options([:], Samples.child("path", Self.coarse))
        let settled = try await Samples.fit(table, options)
        let part = try await Samples.fit(table.rows(Array(0..<40)), options, settled: settled)
        let (whole, path) = (try #require(settled.selection?.path), try #require(part.selection?.path))
        #expect(path.points.map(\.lambda) == whole.points.map(\.lambda))
        #expect(path.chosenIndex == whole.chosenIndex)
        #expect(path.rule == whole.rule)
        #expect(path.points.allSatisfy { $0.crossValidationMean == nil })
        #expect(part.model != settled.model)
    }

    @Test func `rows of weight 0 are as if they were not there`() async throws {
        let table = Samples.regression()
        let options = try Samples.options([:], Samples.child("path", Self.coarse), Samples.child("cv", ["folds": "4"]))
        let weights = (0..<60).map { $0 % 3 == 0 ? 0.0 : 1.0 }
        let kept = (0..<60).filter { $0 % 3 != 0 }
        let weighted = try await Samples.fit(table.weighted(weights), options)
        let deleted = try await Samples.fit(table.rows(kept), options)
        #expect(weighted.selection == deleted.selection)
        #expect(weighted.model == deleted.model)
    }

    @Test func `a weight of 2 is a row that is there twice`() async throws {
        let table = Samples.regression(rows: 30)
        let options = try Samples.options(
            ["tolerance": "1e-12"], Samples.child("lambda", ["value": "0.05"]))
        let twice = try await Samples.fit(table.rows(Array(0..<30) + Array(0..<10)), options)
        let weighted = try await Samples.fit(table.weighted((0..<30).map { $0 < 10 ? 2.0 : 1.0 }), options)
        let (one, other) = (try #require(twice.model), try #require(weighted.model))
        #expect(one.features == other.features)
        for (a, b) in zip(one.coefficients[0], other.coefficients[0]) { #expect(abs(a - b) < 1e-6) }
    }

    @Test(arguments: [Samples.regression(rows: 40), Samples.threeClasses(rows: 40), Samples.counts(rows: 40)])
    func `a refit on some rows does not see the others`(table: Table) async throws {
        let options = try Samples.options([:], Samples.child("path", Self.coarse), Samples.child("cv", ["folds": "4"]))
        let stage = try L1SelectStage(options: options)
        let clean = try await InMemoryResampling(fitting: [stage], on: table)
        let heldOut = Array(30..<40)
        let poisoned = InMemoryResampling(
            root: table.poisoned(heldOut), stages: clean.stages, fits: clean.fits)
        let one = try await clean.refit(training: Array(0..<30), heldOut: heldOut, choosing: false)
        let other = try await poisoned.refit(training: Array(0..<30), heldOut: heldOut, choosing: false)
        #expect("\(one.model, default: "")" == "\(other.model, default: "")")
        #expect("\(one.selection, default: "")" == "\(other.selection, default: "")")
    }
}
