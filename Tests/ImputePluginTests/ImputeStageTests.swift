import ImputePlugin
import StageKit
import StageKitTesting
import Testing

struct ImputeStageTests {
    @Test(arguments: ["mean", "median", "most-frequent", "constant"], [true, false])
    func conformance(method: String, hasWeights: Bool) async throws {
        var texts = ["method": method]
        if method == "constant" { texts["value"] = "0" }
        let options = try StageOptions(ImputeStage.descriptor.element, texts)
        let table = StageConformance.table(hasCategories: true, hasMissing: true, hasWeights: hasWeights)
        #expect(await StageConformance(ImputeStage.self, options: options, table: table).violations() == [])
    }

    @Test func `nothing is missing afterwards, and what was there stays`() async throws {
        let table = StageConformance.table(hasCategories: true, hasMissing: true)
        let after = try table.applying(try await ImputeFitting().fit(table).operations)
        #expect(after.features.allSatisfy { $0.firstMissing == nil })
        for (old, new) in zip(table.features, after.features) {
            let present = (0..<table.rowCount).filter { !old.isMissing($0) }
            #expect(present.count < table.rowCount)
            #expect(old.rows(present) == new.rows(present))
        }
    }

    @Test func `the mean is of the present values, weighted`() async throws {
        #expect(try await ImputeFitting().number([1, .nan, 4]) == 2.5)
        #expect(try await ImputeFitting().number([1, .nan, 4, 100], weights: [3, 5, 1, 0]) == 1.75)
    }

    @Test func `the median averages the middle two, weighted`() async throws {
        let fitting = try ImputeFitting(["method": "median"])
        #expect(try await fitting.number([9, .nan, 1, 3, 5]) == 4)
        #expect(try await fitting.number([9, .nan, 1, 3, 5], weights: [1, 7, 3, 1, 0]) == 1)
    }

    @Test func `the most frequent number is the one of most weight, of equals the smallest`() async throws {
        let fitting = try ImputeFitting(["method": "most-frequent"])
        #expect(try await fitting.number([7, 2, 7, .nan, .nan, .nan, 2, 5]) == 2)
        #expect(try await fitting.number([7, 2, 7, 5], weights: [1, 1, 1, 4]) == 5)
    }

    @Test func `the most frequent level is the one of most weight, of equals the first`() async throws {
        let fitting = try ImputeFitting(["method": "most-frequent"])
        #expect(try await fitting.level([2, 1, 2, 1, 0, -1, -1, -1]) == "b")
        #expect(try await fitting.level([2, 1, 2, 0], weights: [1, 1, 1, 3]) == "a")
        // 0.1 + 0.2 is more than 0.3 by rounding alone.
        #expect(try await fitting.level([1, 1, 0], weights: [0.1, 0.2, 0.3]) == "a")
    }

    @Test(arguments: ["mean", "median"])
    func `a categorical feature takes its most frequent level under a method for numbers`(method: String) async throws {
        #expect(try await ImputeFitting(["method": method]).level([1, 2, 2, -1]) == "c")
    }

    @Test func `a constant is a number or a level, a new level too`() async throws {
        let fitting = try ImputeFitting(["method": "constant", "value": "-1.5"])
        #expect(try await fitting.number([.nan, .nan]) == -1.5)
        let table = ImputeFitting.table(c: [0, -1])
        let after = try table.applying(
            try await ImputeFitting(["method": "constant", "value": "z"]).fit(table).operations)
        #expect(after.column("c")?.values == .categorical(codes: [0, 3], levels: ["a", "b", "c", "z"]))
    }

    @Test func `a column is imputed in its own way`() async throws {
        let fitting = try ImputeFitting(
            columns: [["name": "x", "method": "median"], ["name": "c", "value": "none"]])
        let fit = try await fitting.fit(ImputeFitting.table(x: [1, 1, 1, 9, .nan], c: [0, 0, 0, 1, -1]))
        #expect(
            fit.operations == [
                .impute(input: "x", output: "x", value: 1), .imputeLevel(input: "c", output: "c", level: "none"),
            ])
    }

    @Test func `a feature that is complete in training is imputed in new rows`() async throws {
        let fit = try await ImputeFitting().fit(ImputeFitting.table(x: [1, 3]))
        #expect(try ImputeFitting.table(x: [.nan]).applying(fit.operations).column("x")?.numbers == [2])
    }

    @Test func `the target is never imputed`() async throws {
        let fit = try await ImputeFitting().fit(ImputeFitting.table(x: [1, 3]))
        #expect(fit.operations.flatMap(\.inputs) == ["x"])
    }

    @Test func `a feature without a value in a fold is constant there`() async throws {
        let fold = ImputeFitting.table(x: [.nan, .nan], c: [-1, -1])
        let fit = try await ImputeFitting().fit(fold, isInFold: true)
        let after = try fold.applying(fit.operations)
        #expect(after.column("x")?.numbers == [0, 0])
        #expect(after.column("c")?.texts == ["a", "a"])
    }

    @Test func `values up to the range of a double have a mean`() async throws {
        #expect(try await ImputeFitting().number([1.5e308, 1.7e308, .nan]) == 1.6e308)
    }

    @Test func `facts count what was imputed`() async throws {
        let fit = try await ImputeFitting().fit(ImputeFitting.table(x: [.nan, .nan, 1], c: [0, 1, 2]))
        #expect(
            fit.facts == [
                Fit.Fact("method", "mean"), Fit.Fact("features with missing values", "1"),
                Fit.Fact("imputed values", "2"),
            ])
    }
}
