import StageKit
import Testing

@testable import PipelineEngine

struct LineageTests {
    private let loaded = Table(columns: [
        Column(name: "a", values: .numeric([1, 2])),
        Column(name: "b", values: .numeric([3, 4])),
        Column(name: "c", values: .categorical(codes: [0, 1], levels: ["x", "y"])),
        Column(name: "known", role: .offset, values: .numeric([0, 0])),
    ])

    @Test func `keeps the operations on which a feature depends, in order`() {
        let operations: [ColumnOperation] = [
            .impute(input: "a", output: "a", value: 1), .affine(input: "a", output: "a", center: 1, scale: 2),
            .affine(input: "b", output: "b", center: 1, scale: 2),
        ]
        let lineage = Lineage(of: ["a"], through: operations, from: loaded)
        #expect(lineage.operations == Array(operations.prefix(2)))
        #expect(lineage.inputs.map(\.name) == ["a", "known"])
    }

    @Test func `keeps checks and removals of columns that are read, and no others`() {
        let operations: [ColumnOperation] = [
            .requirePresent(input: "b"), .requireLevel(input: "c", levels: ["x", "y"]),
            .indicator(input: "c", output: "c=y", level: "y"), .drop(input: "c"), .drop(input: "b"),
        ]
        let lineage = Lineage(of: ["c=y"], through: operations, from: loaded)
        #expect(lineage.operations == Array(operations[1...3]))
        #expect(lineage.inputs.map(\.name) == ["c", "known"])
    }

    @Test func `follows a column through its new name and through combinations`() {
        let operations: [ColumnOperation] = [
            .rename(input: "a", output: "first"),
            .linearCombination(inputs: ["first", "b"], output: "sum", weights: [1, 1], constant: 0),
            .drop(input: "first"),
        ]
        let lineage = Lineage(of: ["sum"], through: operations, from: loaded)
        #expect(lineage.operations == operations)
        #expect(lineage.inputs.map(\.name) == ["a", "b", "known"])
    }

    @Test func `what a stage computes is kept whole where one of its columns matters`() {
        let computation = StageComputation(
            stage: "s", namespace: "urn:s", version: 1, inputs: ["a", "b"], outputs: ["first", "second"], state: [])
        let operations: [ColumnOperation] = [
            .computed(computation), .drop(input: "a"), .drop(input: "second"),
            .affine(input: "first", output: "first", center: 1, scale: 2),
        ]
        let lineage = Lineage(of: ["first"], through: operations, from: loaded)
        #expect(lineage.operations == operations)
        #expect(lineage.inputs.map(\.name) == ["a", "b", "known"])
        let other = Lineage(of: ["c"], through: operations, from: loaded)
        #expect(other.operations.isEmpty && other.inputs.map(\.name) == ["c", "known"])
    }

    @Test func `a model without features needs no column but the offset`() {
        let lineage = Lineage(of: [], through: [.drop(input: "a")], from: loaded)
        #expect(lineage.operations.isEmpty)
        #expect(lineage.inputs.map(\.name) == ["known"])
    }
}
