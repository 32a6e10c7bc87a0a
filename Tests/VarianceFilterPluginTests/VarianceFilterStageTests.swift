import SparseGLM
import StageKit
import StageKitTesting
import Testing
import VarianceFilterPlugin

struct VarianceFilterStageTests {
    private func fit(
        _ columns: [Column], minVariance: String = "0", settled: Fit? = nil
    ) async throws -> Fit {
        let options = try StageOptions(VarianceFilterStage.descriptor.element, ["min-variance": minVariance])
        return try await VarianceFilterStage(options: options).fit(
            StageInput(table: Table(columns: columns)), settled: settled,
            context: StageContext(stageID: "filter", workers: 2))
    }

    private let columns = [
        Column(name: "wide", values: .numeric([-3, 3, -3, 3])),
        Column(name: "narrow", values: .numeric([0.1, -0.1, 0.1, -0.1])),
        Column(name: "constant", values: .numeric([5, 5, .nan, 5])),
        Column(name: "empty", values: .numeric([.nan, .nan, .nan, .nan])),
        Column(name: "c", values: .categorical(codes: [0, 0, 0, 0], levels: ["a"])),
    ]

    @Test(arguments: [true, false]) func conformance(hasWeights: Bool) async throws {
        let options = try StageOptions(VarianceFilterStage.descriptor.element, ["min-variance": "0.001"])
        let table = StageConformance.table(hasWeights: hasWeights)
        #expect(await StageConformance(VarianceFilterStage.self, options: options, table: table).violations() == [])
    }

    @Test func `by default constant columns go, and those without a value`() async throws {
        let fit = try await fit(columns)
        #expect(fit.operations == [.drop(input: "constant"), .drop(input: "empty")])
        #expect(
            fit.dropped == [
                DroppedFeature(name: "constant", reason: .constant, detail: "5 on all training rows"),
                DroppedFeature(name: "empty", reason: .constant, detail: "no value"),
            ])
    }

    @Test func `the variance has to exceed the bound`() async throws {
        // The variances are 9 and 0.1² up to rounding.
        #expect(try await fit(columns, minVariance: "0.02").dropped.map(\.name) == ["narrow", "constant", "empty"])
        #expect(try await fit(columns, minVariance: "0.009").dropped.map(\.name) == ["constant", "empty"])
        #expect(try await fit([columns[0]], minVariance: "8.9").dropped == [])
    }

    @Test func `a value in a row of weight 0 makes no variation`() async throws {
        let fit = try await fit([
            Column(name: "x", values: .numeric([1, 1, 9])), Column(name: "y", values: .numeric([1, 2, 9])),
            Column(name: "w", role: .weight, values: .numeric([1, 1, 0])),
        ])
        #expect(fit.dropped.map(\.name) == ["x"])
    }

    @Test func `a sparse feature is measured with its zeros`() async throws {
        let numbers: [[Double]] = [[0, 0, 3, 0], [0, 0, 0, 0], [2, 2, 2, 2], [0, 0.1, 0, 0], [5, 0, 0, 0]]
        let matrix = SparseMatrix(columns: numbers, sampleCount: 4)
        for weights in [[1, 1, 1, 1], [0, 1, 1, 2]] as [[Double]] {
            let weight = Column(name: "w", role: .weight, values: .numeric(weights))
            let sparse = numbers.indices.map { Column(name: "f\($0)", sparse: matrix, column: $0) }
            let dense = numbers.indices.map { Column(name: "f\($0)", values: .numeric(numbers[$0])) }
            let found = try await fit(sparse + [weight], minVariance: "0.01")
            let expected = try await fit(dense + [weight], minVariance: "0.01")
            #expect(found.dropped.map(\.name) == expected.dropped.map(\.name))
            #expect(found.dropped.map(\.reason) == expected.dropped.map(\.reason))
        }
    }

    @Test func `a fold drops what was settled and nothing else`() async throws {
        let settled = try await fit(columns)
        let fold = [
            Column(name: "wide", values: .numeric([1, 1])), Column(name: "narrow", values: .numeric([0, 1])),
            Column(name: "constant", values: .numeric([0, 1])), Column(name: "empty", values: .numeric([0, 1])),
        ]
        #expect(try await fit(fold, settled: settled).dropped == settled.dropped)
    }

    @Test func `no feature left is refused`() async throws {
        let failure = await #expect(throws: StageFailure.self) { try await fit(columns.dropLast(), minVariance: "10") }
        #expect(failure?.kind == .data && failure?.diagnostic.code == "FS592")
    }
}
