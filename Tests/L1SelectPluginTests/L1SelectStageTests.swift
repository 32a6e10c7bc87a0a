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

    @Test func `conformance on classes`() async throws {
        let options = try Samples.options([:], Samples.child("path", Self.coarse), Samples.child("cv", ["folds": "2"]))
        let violations = await StageConformance(
            L1SelectStage.self, options: options, table: Samples.classes(rows: 40, features: 4), rowOrder: .matters
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

    @Test(arguments: [1, 0.5])
    func `the model is optimal for classes`(l1Ratio: Double) async throws {
        let table = Samples.classes()
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

    @Test(arguments: [1, 2, 8])
    func `the number of workers changes no bit`(workers: Int) async throws {
        let table = Samples.regression()
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

    @Test func `a refit on some rows does not see the others`() async throws {
        let table = Samples.regression(rows: 40)
        let options = try Samples.options([:], Samples.child("path", Self.coarse))
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
