import SparseGLM
import StageKit
import StageKitTesting
import Testing

@testable import L2RefitPlugin

struct RidgeSearchTests {
    private func search(
        _ selector: ThresholdSelector, _ lambda: String, _ cv: [String: String] = ["folds": "4"]
    ) async throws -> (fit: Fit, outcome: RidgeSearch.Outcome, search: RidgeSearch, input: StageInput) {
        let input = try await InMemoryResampling(fitting: [selector], on: Samples.regression()).input()
        let options = try Samples.options(["lambda": lambda], cv: cv)
        let context = StageContext(stageID: "refit", seed: 5)
        let search = try RidgeSearch(
            L2RefitOptions(options), input: input, selection: #require(input.selection), context: context)
        return (try await Samples.fit(input, options), try await search.run(context: context), search, input)
    }

    @Test func `the grid runs from the largest gradient over 0.001 down to a millionth of it`() async throws {
        let grid = try await search(ThresholdSelector(), "auto").search.grid
        let table = Samples.regression()
        let y = table.target?.values ?? []
        let mean = y.reduce(0, +) / 40
        let largest = table.features.map { column in
            abs(zip(column.numbers ?? [], y).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / 40)
        }.max()
        let g = try #require(largest)
        #expect(grid.count == 100)
        #expect(abs(grid[0] / (g / 0.001) - 1) < 1e-9)
        #expect(abs(grid[99] / (g * 1e-6) - 1) < 1e-9)
    }

    /// The score of every candidate by the closed form, each fold with the features that it selects itself.
    private func scores(
        _ search: RidgeSearch, _ input: StageInput, features: (Selection) -> [String]
    ) async throws -> [Double] {
        var totals = [Double](repeating: 0, count: search.grid.count)
        for fold in search.runner.plan.folds {
            let parts = try await #require(input.resampling).refit(
                training: fold.training, heldOut: fold.heldOut, choosing: false)
            let names = features(try #require(parts.selection))
            for (index, lambda) in search.grid.enumerated() {
                let ridge = Ridge(parts.training, names, lambda: lambda)
                for row in 0..<parts.heldOut.rowCount {
                    let error = (parts.heldOut.target?.values[row] ?? 0) - ridge.predict(parts.heldOut, names, row)
                    totals[index] += error * error / 40
                }
            }
        }
        return totals
    }

    @Test func `auto has the best score of all strengths with the features of each fold`() async throws {
        let found = try await search(ThresholdSelector(), "auto")
        let scores = try await scores(found.search, found.input) { $0.features }
        let best = try #require(scores.min())
        #expect(abs(found.outcome.score.mean - best) < 1e-6 * best)
        #expect(abs(scores[found.outcome.gridIndex] - best) < 1e-6 * best)
        #expect(found.fit.model?.refitLambda == found.search.grid[found.outcome.gridIndex])
        #expect(found.fit.model?.features == found.input.selection?.features)
        #expect(found.fit.facts.contains(Fit.Fact("folds", "4, split random")))
    }

    @Test func `joint has the best score of all pairs`() async throws {
        let found = try await search(ThresholdSelector(), "joint")
        var best = Double.infinity
        for index in ThresholdSelector().thresholds.indices {
            let scores = try await scores(found.search, found.input) { $0.path?.points[index].features ?? [] }
            best = min(best, scores.min() ?? .infinity)
        }
        #expect(abs(found.outcome.score.mean - best) < 1e-6 * best)
        let index = try #require(found.outcome.choice.pathIndex)
        #expect(found.fit.model?.features == found.input.selection?.path?.points[index].features)
        #expect(found.fit.selection?.features == found.fit.model?.features)
        #expect(found.fit.selection?.path?.chosenIndex == index)
        #expect(found.fit.facts.contains { $0.name == "selection lambda, chosen jointly" })
    }

    @Test func `1se takes the sparsest pair, then the strongest, within one standard error of the best`() async throws {
        let best = try await search(ThresholdSelector(), "joint")
        let sparse = try await search(ThresholdSelector(), "joint", ["folds": "4", "rule": "1se"])
        #expect(sparse.outcome.score.mean <= best.outcome.score.mean + best.outcome.score.error)
        let (one, other) = (sparse.outcome.choice, best.outcome.choice)
        #expect((one.pathIndex ?? 0) <= (other.pathIndex ?? 0))
        if one.pathIndex == other.pathIndex { #expect(one.lambda >= other.lambda) }
    }

    @Test(arguments: [1, 2, 3]) func `joint stays within max-features, whatever was selected`(limit: Int) async throws {
        var selector = ThresholdSelector()
        selector.chosenIndex = 1
        selector.maxFeatures = limit
        let found = try await search(selector, "joint")
        let path = try #require(found.input.selection?.path)
        #expect(found.search.pathIndices == path.points.indices.filter { path.points[$0].features.count <= limit })
        #expect(found.search.pathIndices.count < path.points.count)
        #expect((found.fit.model?.features.count ?? .max) <= limit)
    }

    @Test func `joint refuses a selection whose lambda was given`() async throws {
        var selector = ThresholdSelector()
        selector.rule = "fixed"
        let failure = await Samples.failure { _ = try await search(selector, "joint") }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS573]: <l2-refit> has lambda 'joint', which chooses the selection's "
                + "lambda too, but the selection's lambda is given.")
    }

    @Test func `a choice at either end of the grid is warned of`() async throws {
        let x = Samples.noise("x", count: 30)
        let pure = Table(columns: [
            Column(name: "x", values: .numeric(x)),
            Column(name: "y", role: .target, values: .numeric(x.map { 2 * $0 })),
        ])
        let small = try await Samples.diagnostics(
            StageInput(table: pure, selection: Samples.selection(["x"], of: pure)), Samples.options())
        #expect(small.map(\.code) == ["FS574"])
        #expect(small.first?.location?.description == "pipeline.xml:10:3")
        #expect(
            small.first?.message.hasSuffix(
                " is the smallest of its grid: an unpenalised refit (lambda=\"0\") may do as well.") == true)
        let mirrored = Table(columns: [
            Column(name: "x", values: .numeric((0..<16).map { $0 < 8 ? 1 : -1 })),
            Column(name: "y", role: .target, values: .numeric((0..<16).map { $0 % 2 == 0 ? 1 : -1 })),
        ])
        let large = try await Samples.diagnostics(
            StageInput(table: mirrored, selection: Samples.selection(["x"], of: mirrored)), Samples.options())
        #expect(large.map(\.code) == ["FS574"])
        #expect(
            large.first?.message.hasSuffix(
                " is the largest of its grid, so that the features hardly count: the intercept alone may do as "
                    + "well.") == true)
        let origin = try await Samples.diagnostics(
            StageInput(table: mirrored, selection: Samples.selection(["x"], of: mirrored, fitsIntercept: false)),
            Samples.options())
        #expect(origin.map { $0.message.hasSuffix(": predicting 0 may do as well.") } == [true])
    }

    @Test func `a fold without a selection is a fault`() async throws {
        struct Bare: Resampling {
            let table: Table
            func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
                FoldInput(training: table.rows(training), heldOut: table.rows(heldOut))
            }
        }
        let table = Samples.regression()
        let input = StageInput(
            table: table, selection: Samples.selection(["x1"], of: table), resampling: Bare(table: table))
        #expect(
            await Samples.failure { _ = try await Samples.fit(input, Samples.options()) }
                == "error[FS576]: In fold 1 of 10: The fold has no selection, expected the refitted one.")
    }
}

/// Ridge regression of at most a few features by Gaussian elimination of the centred normal equations.
private struct Ridge {
    private var weights: [Double] = []
    private var means: [Double] = []
    private var intercept = 0.0

    init(_ table: Table, _ names: [String], lambda: Double) {
        let n = Double(table.rowCount)
        let y = table.target?.values ?? []
        let x = names.map { table.column($0)?.numbers ?? [] }
        means = x.map { $0.reduce(0, +) / n }
        intercept = y.reduce(0, +) / n
        var rows = x.indices.map { i in
            x.indices.map { j in
                (0..<y.count).reduce(0) { $0 + (x[i][$1] - means[i]) * (x[j][$1] - means[j]) } / n
                    + (i == j ? lambda : 0)
            } + [(0..<y.count).reduce(0) { $0 + (x[i][$1] - means[i]) * (y[$1] - intercept) } / n]
        }
        for i in rows.indices {
            rows[i] = rows[i].map { [pivot = rows[i][i]] in $0 / pivot }
            for k in rows.indices where k != i {
                rows[k] = zip(rows[k], rows[i]).map { [factor = rows[k][i]] in $0 - factor * $1 }
            }
        }
        weights = rows.compactMap(\.last)
    }

    func predict(_ table: Table, _ names: [String], _ row: Int) -> Double {
        zip(names, zip(weights, means)).reduce(intercept) { sum, term in
            sum + term.1.0 * ((table.column(term.0)?.numbers?[row] ?? 0) - term.1.1)
        }
    }
}
