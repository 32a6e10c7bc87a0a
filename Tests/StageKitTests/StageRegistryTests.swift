import StageKit
import Testing

struct StageRegistryTests {
    private struct Doubling: LearningStage {
        static let descriptor = StageDescriptor(
            ElementDescriptor(name: "doubling", summary: "Doubles."), namespace: "urn:example", takes: [.table],
            gives: [.table])
        init(options: StageOptions) {}
        func fit(_ input: StageInput, settled: Fit?, context: StageContext) -> Fit {
            Fit(
                operations: input.table.features.map {
                    .affine(input: $0.name, output: $0.name, center: 0, scale: settled == nil ? 0.5 : 1)
                })
        }
    }

    private let registry = StageRegistry([Doubling.self])

    @Test func `a stage is found by name and namespace`() {
        #expect(registry.stage("doubling", namespace: "urn:example")?.descriptor == Doubling.descriptor)
        #expect(registry.stage("doubling", namespace: StageDescriptor.builtInNamespace) == nil)
        #expect(registry.stage("halving", namespace: "urn:example") == nil)
        #expect(registry.descriptors == [Doubling.descriptor])
    }

    @Test func `a learning stage runs by fitting with nothing settled`() async throws {
        let table = Table(columns: [Column(name: "x", values: .numeric([1]))])
        let stage = Doubling(options: StageOptions(descriptor: Doubling.descriptor.element, values: [:]))
        let output = try await stage.run(StageInput(table: table), context: StageContext(stageID: "d"))
        #expect(output.fit?.operations == [.affine(input: "x", output: "x", center: 0, scale: 0.5)])
        #expect(output.table == nil && output.evaluation == nil)
    }

    @Test func `a stage has no sample unless it gives one`() {
        #expect(Doubling.sample == nil)
    }

    @Test func `kinds are referred to by their attributes`() {
        #expect(ArtefactKind.allCases.map(\.reference) == ["input", "features", "model", nil])
    }
}
