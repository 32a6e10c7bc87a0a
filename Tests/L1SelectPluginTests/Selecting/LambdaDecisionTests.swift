import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct LambdaDecisionTests {
    @Test func `1se is the largest lambda within one standard error of the best`() async throws {
        let table = Samples.regression()
        for rule in ["1se", "min"] {
            let fit = try await Samples.fit(
                table, Samples.options([:], Samples.child("cv", ["folds": "5", "rule": rule])))
            let path = try #require(fit.selection?.path)
            let mean = path.points.compactMap(\.crossValidationMean)
            let best = try #require(mean.indices.min { (mean[$0], $0) < (mean[$1], $1) })
            let bound = mean[best] + (path.points[best].crossValidationError ?? 0)
            let expected = rule == "min" ? best : try #require(mean.firstIndex { $0 <= bound })
            #expect(path.chosenIndex == expected)
            #expect(path.rule == rule)
        }
    }

    @Test(arguments: ["aic", "bic", "ebic"])
    func `a criterion chooses its least value`(name: String) async throws {
        let table = Samples.regression(rows: 50)
        let fit = try await Samples.fit(table, Samples.options([:], Samples.child("criterion", ["name": name])))
        let path = try #require(fit.selection?.path)
        #expect(path.rule == name)
        #expect(path.points.allSatisfy { $0.crossValidationMean == nil })
        // n log RSS/n differs from the criterion by a constant; aic takes 2 per feature, bic log n, ebic more still.
        let penalty = ["aic": 2.0, "bic": 3.9120230054281460, "ebic": 3.9120230054281460]
        let values = path.points.map { point in
            let choose: Double = name == "ebic" ? logChoose(8, point.features.count) : 0
            return 50 * portableLog(point.deviance) + (penalty[name] ?? 0) * Double(point.features.count) + choose
        }
        #expect(path.chosenIndex == values.indices.min { (values[$0], $0) < (values[$1], $1) })
    }

    private func logChoose(_ n: Int, _ k: Int) -> Double {
        portableLog((0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) })
    }

    @Test func `the three scalings of lambda give one solution`() async throws {
        let table = Samples.regression(rows: 50)
        var models: [Model?] = []
        for (value, scale) in [("0.125", "half-mse"), ("0.25", "mse"), ("6.25", "per-sample")] {
            let options = try Samples.options([:], Samples.child("lambda", ["value": value, "scale": scale]))
            let fit = try await Samples.fit(table, options)
            models.append(fit.model)
            #expect(fit.selection?.path?.chosen.lambda == 0.125)
            #expect(fit.selection?.path?.rule == "fixed")
            #expect(fit.facts.contains(Fit.Fact("lambda as given", "\(value), scale \(scale)")))
            #expect(fit.facts.contains(Fit.Fact("lambda, scale half-mse", "0.125")))
            #expect(fit.facts.contains(Fit.Fact("lambda, scale mse", "0.25")))
            #expect(fit.facts.contains(Fit.Fact("lambda, scale per-sample", "6.25")))
        }
        #expect(models[0] != nil && models[0] == models[1] && models[0] == models[2])
    }

    @Test func `a given lambda stands in its place on the grid`() async throws {
        let grid = ["lambdas": "10", "min-ratio": "0.001"]
        let fit = try await Samples.fit(
            Samples.regression(),
            Samples.options([:], Samples.child("path", grid), Samples.child("lambda", ["value": "0.05"])))
        let path = try #require(fit.selection?.path)
        #expect(path.points.count == 11)
        #expect(path.points.map(\.lambda) == path.points.map(\.lambda).sorted(by: >))
        #expect(path.chosen.lambda == 0.05)
        #expect(path.points[0].lambda == path.lambdaMax)
        #expect(path.points[0].features == [])
        #expect(path.points[1].features.count >= 1)
    }

    @Test func `max-features raises lambda to the smallest that selects few enough`() async throws {
        let table = Samples.regression(noise: 3)
        let free = try await Samples.fit(table, Samples.options([:], Samples.child("cv", ["rule": "min"])))
        let limited = try await Samples.fit(
            table, Samples.options(["max-features": "2"], Samples.child("cv", ["rule": "min"])))
        let (one, other) = (try #require(free.selection), try #require(limited.selection))
        let path = try #require(other.path)
        #expect(one.features.count > 2)
        #expect(other.features.count <= 2)
        #expect(path.points[path.chosenIndex + 1].features.count > 2)
        #expect(path.chosenIndex < (one.path?.chosenIndex ?? 0))
        let over = other.dropped.filter { $0.reason == .overMaxFeatures }.map(\.name)
        #expect(over == one.features.filter { !other.features.contains($0) })
    }

    @Test func `features that are kept cannot be fewer than max-features`() async throws {
        let options = try Samples.placed(
            Samples.options(
                ["max-features": "1"], Samples.child("keep", ["column": "x1"]), Samples.child("keep", ["column": "x2"]))
        )
        let failure = await Samples.failure { _ = try await Samples.fit(Samples.regression(), options) }
        #expect(failure?.hasPrefix("pipeline.xml:10:20: error[FS563]: Every lambda of the path from ") == true)
        #expect(failure?.hasSuffix(" up selects more than 1 features, the limit of max-features.") == true)
    }

    @Test func `a criterion without error left is refused`() async throws {
        let zero = Column(name: "y", role: .target, values: .numeric([Double](repeating: 0, count: 12)))
        let table = Table(columns: Samples.features(rows: 12, count: 3) + [zero])
        let options = try Samples.placed(Samples.options([:], Samples.child("criterion")))
        let failure = await Samples.failure { _ = try await Samples.fit(table, options) }
        #expect(
            failure
                == "pipeline.xml:10:3: error[FS567]: The criterion 'aic' is undefined at every lambda of the path, "
                + "expected some error to be left.")
    }
}
