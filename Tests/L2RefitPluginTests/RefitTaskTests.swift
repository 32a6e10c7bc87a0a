import SparseGLM
import StageKit
import Testing

@testable import L2RefitPlugin

struct RefitTaskTests {
    private func fit(_ columns: [(String, [Double])], y: [Double]) async throws -> Fit {
        let features = columns.map { Column(name: $0.0, values: .numeric($0.1)) }
        let table = Table(columns: features + [Column(name: "y", role: .target, values: .numeric(y))])
        return try await Samples.fit(
            StageInput(table: table, selection: Samples.selection(columns.map(\.0), of: table)),
            Samples.options(["lambda": "0"]))
    }

    private static let a = Samples.noise("a", count: 12)
    private static let b = Samples.noise("b", count: 12)
    private static let y = Samples.noise("y", count: 12)

    @Test func `a sum of features next to them is refused`() async {
        let sum = zip(Self.a, Self.b).map { 3 * $0 - $1 + 7 }
        let failure = await Samples.failure {
            _ = try await fit([("a", Self.a), ("b", Self.b), ("sum", sum)], y: Self.y)
        }
        #expect(failure?.contains("error[FS571]: The unpenalised refit does not exist: feature '") == true)
    }

    @Test func `a feature that is orthogonal to the target is no fault`() async throws {
        let x = (0..<12).map { $0 < 6 ? 1.0 : -1.0 }
        let y = (0..<12).map { $0 % 2 == 0 ? 1.0 : -1.0 }
        let fit = try await fit([("x", x), ("z", (0..<12).map { $0 % 4 < 2 ? 1.0 : -1.0 })], y: y)
        #expect(abs(fit.model?.intercepts[0] ?? 1) < 1e-15)
    }

    @Test func `a constant feature has no coefficient`() async throws {
        let fit = try await fit([("a", Self.a), ("flat", [Double](repeating: 4, count: 12))], y: Self.y)
        #expect(fit.model?.features == ["a"])
    }

    @Test func `a refit that stops too early is refused with the numbers`() async throws {
        let options = try L2RefitOptions(Samples.options(["lambda": "0.01"]))
        let (table, features) = (Samples.classes(), ["x1", "x2"])
        let task = try RefitTask(
            table, features: features, selection: Samples.selection(features, of: table), options: options)
        let failure = await Samples.failure { _ = try task.solve([0.01], maxIterations: 1) }
        #expect(
            failure?.hasPrefix(
                "pipeline.xml:10:20: error[FS575]: The refit at lambda 0.01 reached a relative duality gap of 0.")
                == true)
        #expect(failure?.hasSuffix(" in 1 iterations, expected at most 1e-07.") == true)
        #expect(try task.solve([0.01]).allSatisfy { $0.certificate.dualityGap <= 1e-10 })
    }
}
