import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct DropReasonsTests {
    /// `twin` follows x1 closely, `shadow` mirrors it, `noise` matters a little, `x9` carries nothing.
    private static let table: Table = {
        let rows = 60
        let x1 = Samples.noise("x1", count: rows)
        let jitter = Samples.noise("jitter", count: rows)
        let noise = Samples.noise("noise", count: rows)
        let columns = [
            Column(name: "x1", values: .numeric(x1)),
            Column(name: "twin", values: .numeric(zip(x1, jitter).map { $0 + 0.2 * $1 })),
            Column(name: "shadow", values: .numeric(zip(x1, jitter).map { 5 - 100 * $0 + 10 * $1 })),
            Column(name: "noise", values: .numeric(noise)),
        ]
        let y = x1.indices.map { 10 * x1[$0] + 0.5 * noise[$0] }
        return Table(columns: columns + [Column(name: "y", role: .target, values: .numeric(y))])
    }()

    private func dropped(_ lambda: String) async throws -> [DroppedFeature] {
        let fit = try await Samples.fit(
            Self.table,
            Samples.options(
                [:], Samples.child("bounds", ["column": "shadow", "min": "0"]),
                Samples.child("lambda", ["value": lambda])))
        return try #require(fit.selection?.dropped)
    }

    @Test func `a feature like a kept one is displaced by it`() async throws {
        let reasons = try await dropped("1")
        #expect(reasons.map(\.name) == ["twin", "shadow", "noise"])
        #expect(reasons[0].reason == .displaced)
        #expect(reasons[0].detail.hasSuffix(" with x1"))
        let columns = Self.table.features.map { $0.numbers ?? [] }
        #expect(
            abs(
                correlation(columns[0], columns[1])
                    - (Double(
                        reasons[0].detail.split(
                            separator: " "
                                + "")[1]) ?? 0)) < 1e-4)
        #expect(reasons[1].reason == .displaced)
        #expect(reasons[1].detail.hasPrefix("correlation -0.99"))
    }

    @Test func `a feature that enters below names its lambda`() async throws {
        let reason = try #require(try await dropped("1").last)
        #expect(reason.reason == .enteredBelow)
        #expect((Double(reason.detail.split(separator: " ")[1]) ?? 2) < 1)
    }

    @Test func `a feature that never enters says so`() async throws {
        let flat = Column(name: "flat", values: .numeric([Double](repeating: 3, count: 60)))
        let fit = try await Samples.fit(
            Table(columns: [flat] + Self.table.columns), Samples.options([:], Samples.child("lambda", ["value": "1"])))
        #expect(fit.selection?.dropped.first == DroppedFeature(name: "flat", reason: .neverEntered))
    }

    @Test func `every candidate is either kept or dropped`() async throws {
        let fit = try await Samples.fit(Samples.regression(features: 8), Samples.options())
        let selection = try #require(fit.selection)
        #expect((selection.features + selection.dropped.map(\.name)).sorted() == selection.candidates.sorted())
    }

    @Test func `inside a fold nobody asks for reasons`() async throws {
        let fit = try await L1SelectStage(options: Samples.options()).fit(
            StageInput(table: Samples.regression()), settled: nil,
            context: StageContext(stageID: "select", isInFold: true))
        #expect(fit.selection?.dropped == [])
    }

    private func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let n = Double(a.count)
        let (ma, mb) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
        let ab = zip(a, b).reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) }
        let (aa, bb) = (a.reduce(0) { $0 + ($1 - ma) * ($1 - ma) }, b.reduce(0) { $0 + ($1 - mb) * ($1 - mb) })
        return ab / (aa * bb).squareRoot()
    }
}
