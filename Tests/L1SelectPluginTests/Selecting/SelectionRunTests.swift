import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct SelectionRunTests {
    /// A λ far above the largest useful one.
    private func empty(_ texts: [String: String]) throws -> StageOptions {
        try Samples.placed(Samples.options(texts, Samples.child("lambda", ["value": "1000"])))
    }

    private static let emptySentence =
        "No feature is selected at lambda 1000, of 8 candidates; the model is the intercept alone."

    @Test func `an empty selection is accepted with a warning`() async throws {
        let table = Samples.regression()
        let fit = try await Samples.fit(table, empty([:]))
        #expect(fit.selection?.features == [])
        #expect(fit.model?.features == [])
        let y = table.target?.values ?? []
        #expect(abs((fit.model?.intercepts[0] ?? 0) - y.reduce(0, +) / 60) < 1e-12)
        let diagnostics = try await Samples.diagnostics(table, empty([:]))
        #expect(diagnostics.map(\.code) == ["FS561"])
        #expect(diagnostics.first?.severity == .warning)
        #expect(diagnostics.first?.message == Self.emptySentence)
        #expect(diagnostics.first?.location?.description == "pipeline.xml:10:3")
    }

    @Test func `an empty selection fails the run where it is told to`() async {
        let failure = await Samples.failure {
            _ = try await Samples.fit(Samples.regression(), empty(["on-empty": "fail"]))
        }
        #expect(failure == "pipeline.xml:10:3: error[FS561]: \(Self.emptySentence)")
    }

    @Test func `an empty selection without an intercept predicts 0`() async throws {
        let fit = try await Samples.fit(Samples.regression(), empty(["intercept": "none"]))
        #expect(fit.model?.intercepts == [0])
        let diagnostics = try await Samples.diagnostics(Samples.regression(), empty(["intercept": "none"]))
        #expect(
            diagnostics.map(\.message) == [
                "No feature is selected at lambda 1000, of 8 candidates; the model predicts 0."
            ])
    }

    private func hasty(_ texts: [String: String]) throws -> StageOptions {
        try Samples.placed(
            Samples.options(
                texts.merging(["max-iterations": "20", "tolerance": "1e-10", "solver": "ista"]) { one, _ in one },
                Samples.child("path", ["lambdas": "4", "min-ratio": "0.1"]), Samples.child("cv", ["folds": "3"])))
    }

    @Test func `a missed tolerance fails the run with the numbers`() async throws {
        let table = Samples.regression()
        do {
            _ = try await Samples.fit(table, hasty(["on-nonconvergence": "fail"]))
            Issue.record("accepted")
        } catch let failure as StageFailure {
            #expect(failure.kind == .stage)
            #expect(failure.diagnostic.code == "FS560")
            #expect(failure.diagnostic.location?.description == "pipeline.xml:10:23")
            let sentence = failure.diagnostic.message
            #expect(sentence.contains(" of 16 solves missed the tolerance 1e-10: the worst, "))
            // A gap that is missed has a bound all the same, and it is between the tolerance and a poor model's.
            let words = sentence.split(separator: ", reached a relative duality gap of ")
            let gap = try #require(words.last?.split(separator: " ").first.flatMap { Double($0) })
            #expect(gap > 1e-10 && gap < 10)
            #expect(sentence.hasSuffix(" in 20 iterations."))
            #expect(
                failure.diagnostic.suggestion
                    == "raise 'tolerance' or 'max-iterations', or write on-nonconvergence=\"record\"")
        }
    }

    @Test func `a missed tolerance beside a feature without a penalty says what that may do`() async throws {
        let options = try L1SelectOptions(
            Samples.placed(
                Samples.options(
                    ["max-iterations": "20", "tolerance": "1e-10", "solver": "ista", "on-nonconvergence": "fail"],
                    Samples.child("keep", ["column": "x0"]))))
        let missed = [MissedSolve(fold: 0, lambda: 0.5, gap: 0.25, iterations: 20)]
        let failure = #expect(throws: StageFailure.self) {
            try MissedSolve.settle(
                missed, of: 4, options: options, context: StageContext(stageID: "select") { _ in })
        }
        #expect(
            failure?.diagnostic.suggestion?.hasSuffix(
                "; a feature without a penalty may have no finite coefficient, where it alone tells classes apart or marks "
                    + "counts that are all 0: a <penalty> with a small factor gives it one") == true)
    }

    @Test func `a missed tolerance is recorded with the same sentence`() async throws {
        let table = Samples.regression()
        let diagnostics = try await Samples.diagnostics(table, hasty([:]))
        let recorded = try #require(diagnostics.first { $0.code == "FS560" })
        #expect(recorded.severity == .warning)
        let failure = await Samples.failure { _ = try await Samples.fit(table, hasty(["on-nonconvergence": "fail"])) }
        #expect(failure == "pipeline.xml:10:23: error[FS560]: \(recorded.message)")
        let fit = try await Samples.fit(table, hasty([:]))
        #expect((fit.selection?.path?.points.map(\.dualityGap).max() ?? 0) > 1e-10)
    }

    @Test func `a given lambda is judged alone`() async throws {
        // Far above the largest λ one step is enough; on the rest of the grid it is not.
        let options = try Samples.options(
            ["max-iterations": "1", "solver": "coordinate-descent", "tolerance": "1e-12"],
            Samples.child("lambda", ["value": "1000"]))
        let fit = try await Samples.fit(Samples.regression(), options)
        #expect((fit.selection?.path?.points.last?.dualityGap ?? 0) > 1e-12)
    }

    @Test func `a choice at the end of the grid is warned of`() async throws {
        let options = try Samples.placed(
            Samples.options(
                [:], Samples.child("path", ["lambdas": "5", "min-ratio": "0.5"]), Samples.child("cv", ["rule": "min"])))
        let diagnostics = try await Samples.diagnostics(Samples.regression(), options)
        #expect(diagnostics.map(\.code) == ["FS562"])
        let message = diagnostics.first?.message ?? ""
        #expect(message.hasPrefix("The chosen lambda 0."))
        #expect(
            message.hasSuffix(
                " is the smallest of its path, so that a smaller one may do better: a smaller min-ratio of <path> "
                    + "reaches it."))
        #expect(diagnostics.first?.location?.description == "pipeline.xml:10:3")
        let wide = try Samples.options([:], Samples.child("cv", ["rule": "min"]))
        #expect(try await Samples.diagnostics(Samples.regression(), wide) == [])
    }

    @Test func `groups that the split tears apart are warned of`() async throws {
        let group = Column(
            name: "patient", role: .group,
            values: .categorical(codes: (0..<60).map { Int32($0 % 20) }, levels: (0..<20).map { "p\($0)" }))
        let table = Samples.regression().adding(group)
        let random = try Samples.placed(Samples.options([:], Samples.child("cv", ["split": "random"])))
        let diagnostics = try await Samples.diagnostics(table, random)
        #expect(diagnostics.map(\.code) == ["FS564"])
        #expect(diagnostics.first?.location?.description == "pipeline.xml:11:20")
        #expect(
            diagnostics.first?.message
                == "Column 'patient' gives groups, but the folds are split by 'random', so that rows of a group are "
                + "on both sides: split=\"group\" keeps them together.")
        let group2 = try Samples.options([:], Samples.child("cv", ["split": "group"]))
        #expect(try await Samples.diagnostics(table, group2) == [])
    }

    @Test func `the worst solve is the one with the largest gap, the first of equals`() async throws {
        let missed = [(nil, 0.5), (2, .infinity), (3, .infinity)].map { fold, gap in
            MissedSolve(fold: fold, lambda: 0.25, gap: gap, iterations: 7)
        }
        let options = try L1SelectOptions(hasty(["on-nonconvergence": "fail"]))
        let failure = await Samples.failure {
            try MissedSolve.settle(missed, of: 9, options: options, context: StageContext(stageID: "select"))
        }
        #expect(
            failure
                == "pipeline.xml:10:23: error[FS560]: 3 of 9 solves missed the tolerance 1e-10: the worst, in fold "
                + "3 at lambda 0.25, found no bound of its duality gap in 7 iterations.")
    }
}
