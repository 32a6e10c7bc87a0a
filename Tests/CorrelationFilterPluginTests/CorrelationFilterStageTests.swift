import CorrelationFilterPlugin
import SparseGLM
import StageKit
import StageKitTesting
import Testing

struct CorrelationFilterStageTests {
    private func fit(
        _ columns: [Column], _ maxCorrelation: String = "0.95", settled: Fit? = nil, workers: Int = 1
    ) async throws -> Fit {
        let options = try StageOptions(CorrelationFilterStage.descriptor.element, ["max-correlation": maxCorrelation])
        return try await CorrelationFilterStage(options: options).fit(
            StageInput(table: Table(columns: columns)), settled: settled,
            context: StageContext(stageID: "filter", workers: workers))
    }

    @Test(arguments: [true, false]) func conformance(hasWeights: Bool) async throws {
        let options = try StageOptions(CorrelationFilterStage.descriptor.element, ["max-correlation": "0.9"])
        let table = StageConformance.table(hasWeights: hasWeights)
        #expect(
            await StageConformance(CorrelationFilterStage.self, options: options, table: table).violations() == [])
    }

    @Test func `of near-duplicates the first stays, whatever the unit and the sign`() async throws {
        let x = (0..<50).map { Double(($0 * 37) % 50) }
        let fit = try await fit([
            Column(name: "a", values: .numeric(x)),
            Column(name: "b", values: .numeric((0..<50).map { Double(($0 * 11) % 50) })),
            Column(name: "scaled", values: .numeric(x.map { $0 * 1e6 + 3 })),
            Column(name: "negated", values: .numeric(x.map { 5 - $0 })),
            Column(name: "constant", values: .numeric(x.map { _ in 1 })),
            Column(name: "constant2", values: .numeric(x.map { _ in 1 })),
        ])
        #expect(
            fit.dropped == [
                DroppedFeature(name: "scaled", reason: .droppedByStage, detail: "correlation 1 with a"),
                DroppedFeature(name: "negated", reason: .droppedByStage, detail: "correlation -1 with a"),
            ])
    }

    @Test func `a dropped feature stands in for no other`() async throws {
        // b lies between a and c: it goes for a's sake, and then nothing is near c.
        let angles = [0, 0.3, 0.6]
        let columns = zip(["a", "b", "c"], angles).map { name, angle in
            Column(
                name: name,
                values: .numeric(
                    (0..<4).map { row in
                        let first: Double = row < 2 ? 1 : -1
                        let second: Double = row % 2 == 0 ? 1 : -1
                        // cos and sin of the angle by their series, exact enough here.
                        let (c, s) = (
                            1 - angle * angle / 2 + angle * angle * angle * angle / 24,
                            angle - angle * angle * angle / 6
                        )
                        return c * first + s * second
                    }))
        }
        #expect(try await fit(columns, "0.9").dropped.map(\.name) == ["b"])
    }

    @Test func `what stays is what a plain search over all pairs leaves, for any number of workers`() async throws {
        let random = KeyedRandom(seed: 7, stream: "near-duplicates")
        let n = 30
        var columns: [[Double]] = []
        for j in 0..<150 {
            let noise = (0..<n).map { random.unit(at: UInt64(j * n + $0)) - 0.5 }
            columns.append(
                j % 3 == 0 || j < 5 ? noise : zip(columns[(j * 7) % j], noise).map { $0 + 0.6 * $1 })
        }
        let named = columns.enumerated().map { Column(name: "x\($0)", values: .numeric($1)) }
        var stays: [Int] = []
        for j in columns.indices where !stays.contains(where: { abs(correlation(columns[$0], columns[j])) > 0.9 }) {
            stays.append(j)
        }
        let expected = columns.indices.filter { !stays.contains($0) }.map { "x\($0)" }
        #expect(!expected.isEmpty)
        let one = try await fit(named, "0.9")
        #expect(one.dropped.map(\.name) == expected)
        #expect(try await fit(named, "0.9", workers: 3) == one)
    }

    @Test func `a weight counts like repeated rows`() async throws {
        let x = [1.0, 2, 3, 4, 9], y = [2.0, 1, 3, 5, -80], weights = [1.0, 2, 1, 3, 0]
        func repeated(_ values: [Double]) -> [Double] {
            zip(values, weights).flatMap { [Double](repeating: $0, count: Int($1)) }
        }
        let bound = correlation(repeated(x), repeated(y))
        for (shift, isDropped) in [(-1e-9, true), (1e-9, false)] {
            let fit = try await fit(
                [
                    Column(name: "x", values: .numeric(x)), Column(name: "y", values: .numeric(y)),
                    Column(name: "w", role: .weight, values: .numeric(weights)),
                ], "\(bound + shift)")
            #expect(fit.dropped.map(\.name) == (isDropped ? ["y"] : []))
        }
    }

    @Test func `a missing value is refused with its row`() async throws {
        let failure = await #expect(throws: StageFailure.self) {
            try await fit([Column(name: "x", values: .numeric([1, .nan]))])
        }
        #expect(failure?.kind == .data && failure?.diagnostic.code == "FS593")
    }

    @Test func `a fold drops what was settled`() async throws {
        let settled = Fit(dropped: [DroppedFeature(name: "b", reason: .droppedByStage, detail: "correlation 1 with a")])
        let fit = try await fit(
            [Column(name: "a", values: .numeric([1, 2, 3])), Column(name: "b", values: .numeric([9, 2, 7]))],
            settled: settled)
        #expect(fit.dropped == settled.dropped && fit.operations == [.drop(input: "b")])
    }

    /// By the formula, in the order of rows.
    private func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let n = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            ab += (x - meanA) * (y - meanB)
            aa += (x - meanA) * (x - meanA)
            bb += (y - meanB) * (y - meanB)
        }
        return ab / (aa * bb).squareRoot()
    }
}
