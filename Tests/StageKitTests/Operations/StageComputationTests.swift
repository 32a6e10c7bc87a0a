import StageKit
import Testing

struct StageComputationTests {
    /// Doubles what it is given, or does what a stage must not do.
    struct Doubling: ComputingStage {
        static let descriptor = StageDescriptor(
            ElementDescriptor(name: "doubling", summary: "Doubles."), namespace: "urn:test", takes: [.table],
            gives: [.table], isExpressible: false)

        init(options: StageOptions) {}

        func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
            Fit(operations: [.computed(computation(["a"], ["b"], [2]))])
        }

        static func compute(_ table: Table, by computation: StageComputation) async throws -> [[Double]] {
            let factor = computation.state[0] == 9 ? .infinity : Double(computation.state[0])
            return table.columns.map { ($0.numbers ?? []).map { $0 * factor } }
        }
    }

    private static let table = Table(columns: [
        Column(name: "a", values: .numeric([1, .nan, 3])), Column(name: "b", values: .numeric([4, 5, 6])),
        Column(name: "y", role: .target, values: .numeric([7, 8, 9])),
    ])

    private func failure(_ computation: StageComputation) async -> StageFailure? {
        do {
            _ = try await Self.table.transformed(by: [.computed(computation)])
            return nil
        } catch { return error as? StageFailure }
    }

    @Test func `outputs take the place of inputs of their name, and others stand behind all columns`() async throws {
        let doubled = try await Self.table.transformed(by: [
            .computed(computation(["b", "a"], ["b", "twice"], [2])), .clip(input: "b", output: "b", low: 0, high: 10),
        ])
        #expect(doubled.columns.map(\.name) == ["a", "b", "y", "twice"])
        #expect(doubled.column("b")?.numbers == [8, 10, 10])
        #expect("\(doubled.column("twice")?.numbers ?? [])" == "[2.0, nan, 6.0]")
        #expect(doubled.column("y") == Self.table.column("y"))
    }

    @Test func `what is computed is named by whose work it is`() {
        let operation = ColumnOperation.computed(computation(["a"], ["c", "d"], [1]))
        #expect(operation.name == "computed" && operation.inputs == ["a"] && operation.outputs == ["c", "d"])
        #expect(operation != .computed(computation(["a"], ["c", "d"], [2])))
    }

    @Test func `faults are told with the stage`() async {
        #expect(
            await failure(computation(["nowhere"], ["c"], [1]))?.diagnostic.message
                == "Operation 'computed' needs the column 'nowhere', which is not there.")
        let taken = await failure(computation(["a"], ["b"], [1]))
        #expect(
            taken?.diagnostic.code == "FS516"
                && taken?.diagnostic.message
                    == "Stage <doubling> cannot give a column 'b', since there is one of that name."
        )
        let few = await failure(computation(["a"], ["c", "d"], [1]))
        #expect(few?.diagnostic.code == "FS519" && few?.kind == .stage)
        #expect(
            few?.diagnostic.message
                == "Stage <doubling> of 'urn:test' gave 1 columns of 3 rows; expected finite numbers, or NaN for a missing one, for "
                + "2 columns and each row.")
        #expect(
            await failure(computation(["a"], ["c"], [9]))?.diagnostic.message.contains("an infinite number") == true)
        let gone = StageComputation(
            stage: "s", namespace: "urn:n", version: 3, inputs: ["a"], outputs: ["c"], state: [])
        let absent = await failure(gone)
        #expect(absent?.kind == .plugin && absent?.diagnostic.code == "FS518")
        #expect(
            absent?.diagnostic.message
                == "The columns c are computed by stage <s> of 'urn:n', version 3, which is not here.")
    }

    @Test func `whoever applies operations alone is told so`() {
        let failure = #expect(throws: StageFailure.self) {
            try Self.table.applying([.computed(computation(["a"], ["c"], [1]))])
        }
        #expect(failure?.diagnostic.code == "FS518")
    }

    @Test func `a definition knows who computes`() async throws {
        #expect(StageDefinition(Doubling.self).computation != nil)
    }
}

private func computation(_ inputs: [String], _ outputs: [String], _ state: [UInt8]) -> StageComputation {
    StageComputation(by: StageComputationTests.Doubling.self, inputs: inputs, outputs: outputs, state: state)
}
