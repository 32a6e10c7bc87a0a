import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct LambdaPathTests {
    private func path(_ table: Table, _ texts: [String: String] = [:], _ children: StageOptions...) throws -> LambdaPath
    {
        let options = try StageOptions(L1SelectStage.descriptor.element, texts, children: children)
        return try LambdaPath(SelectionTask(table, options: L1SelectOptions(options)))
    }

    @Test func `the grid starts at the largest gradient and has the ratio of its shape`() throws {
        let table = Samples.regression(rows: 40)
        let y = table.target?.values ?? []
        let mean = y.reduce(0, +) / 40
        let gradients = table.features.map { column in
            abs(zip(column.numbers ?? [], y).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / 40)
        }
        let tall = try path(table)
        #expect(tall.values.count == 100)
        #expect(abs(tall.lambdaMax / (gradients.max() ?? 0) - 1) < 1e-10)
        #expect(tall.values[0] == tall.lambdaMax)
        #expect(abs(tall.values[99] / tall.lambdaMax / 1e-4 - 1) < 1e-10)
        let wide = try path(Samples.regression(rows: 6, features: 8))
        #expect(abs(wide.values[99] / wide.lambdaMax / 1e-2 - 1) < 1e-10)
    }

    @Test(arguments: ["ista", "fista", "subgradient"])
    func `a textbook solver at a given lambda solves nothing else`(solver: String) async throws {
        let fixed = try Samples.child("lambda", ["value": "0.2"])
        #expect(try path(Samples.regression(), ["solver": solver], fixed).values == [0.2])
        let fit = try await Samples.fit(
            Samples.regression(rows: 30, features: 3),
            Samples.options(["solver": solver, "max-iterations": "200", "tolerance": "1e-4"], fixed))
        let trajectory = fit.facts.filter { $0.name.hasPrefix("iteration ") }
        #expect(trajectory.first?.name == "iteration 0")
        #expect(trajectory.first?.text.hasSuffix(", 0 non-zero") == true)
        #expect(trajectory.count > 3 && trajectory.count <= 31)
        let objectives = trajectory.compactMap { Double($0.text.dropFirst(10).prefix { $0 != "," }) }
        #expect(objectives.count == trajectory.count)
        #expect((objectives.last ?? 1) < (objectives.first ?? 0))
        let exact = try await Samples.fit(
            Samples.regression(rows: 30, features: 3), Samples.options(["tolerance": "1e-12"], fixed))
        let pairs = zip(fit.model?.coefficients[0] ?? [], exact.model?.coefficients[0] ?? [])
        for (a, b) in pairs { #expect(abs(a - b) < 0.2) }
    }

    @Test func `the fast solvers have no trajectory`() async throws {
        let fit = try await Samples.fit(
            Samples.regression(), Samples.options([:], Samples.child("lambda", ["value": "0.2"])))
        #expect(!fit.facts.contains { $0.name.hasPrefix("iteration ") })
    }

    @Test func `one lambda stands for all where nothing is related to the target`() async throws {
        let y = Column(name: "y", role: .target, values: .numeric([Double](repeating: 2, count: 20)))
        let table = Table(columns: Samples.features(rows: 20, count: 3) + [y])
        #expect(try path(table).values == [1])
        #expect(try await Samples.fit(table, Samples.options()).selection?.features == [])
    }

    @Test func `a kept feature is always selected and its penalty is not paid`() async throws {
        let table = Samples.regression()
        let fit = try await Samples.fit(
            table,
            Samples.options([:], Samples.child("keep", ["column": "x8"]), Samples.child("lambda", ["value": "1000"])))
        #expect(fit.selection?.features == ["x8"])
        let points = try #require(fit.selection?.path?.points)
        #expect(points.allSatisfy { $0.features.contains("x8") })
    }

    @Test func `a large factor keeps a feature out and a bound holds`() async throws {
        let table = Samples.regression()
        let fit = try await Samples.fit(
            table,
            Samples.options(
                [:], Samples.child("penalty", ["column": "x1", "factor": "1000"]),
                Samples.child("bounds", ["column": "x3", "max": "0.5"]),
                Samples.child("lambda", ["value": "0.01"])))
        let model = try #require(fit.model)
        #expect(!model.features.contains("x1"))
        let place = try #require(model.features.firstIndex(of: "x3"))
        #expect(model.coefficients[0][place] == 0.5)
    }
}
