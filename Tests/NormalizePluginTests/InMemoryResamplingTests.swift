import NormalizePlugin
import StageKit
import StageKitTesting
import Testing

struct InMemoryResamplingTests {
    private let table = NormalizeFitting.table(["a": [0, 2, 10, 14], "b": [3, 3, 3, 5], "c": [1, 1, 1, 1]])

    private func resampling() async throws -> InMemoryResampling {
        let options = StageOptions(descriptor: NormalizeStage.descriptor.element, values: [:])
        return try await InMemoryResampling(fitting: [NormalizeStage(options: options)], on: table)
    }

    @Test func `the next stage is given what the earlier ones left`() async throws {
        let resampling = try await resampling()
        let input = try await resampling.input(test: table.rows([0]))
        #expect(input.table.columns.map(\.name) == ["a", "b"])
        #expect(input.test?.column("a")?.numbers == input.table.rows([0]).column("a")?.numbers)
        #expect(input.resampling != nil && input.selection == nil && input.model == nil)
    }

    @Test func `a fold is fitted on its training rows, with the columns that were settled`() async throws {
        let fold = try await resampling().refit(training: [0, 1], heldOut: [3], choosing: false)
        #expect(fold.training.columns.map(\.name) == ["a", "b"])
        #expect(fold.training.column("a")?.numbers == [-1, 1])
        #expect(fold.heldOut.column("a")?.numbers == [13])
        #expect(fold.training.column("b")?.numbers == [0, 0])
    }

    @Test func `a fold that chooses anew knows nothing of what was settled`() async throws {
        let fold = try await resampling().refit(training: [0, 1], heldOut: [3], choosing: true)
        #expect(fold.training.columns.map(\.name) == ["a", "b", "c"])
    }

    @Test func `without stages rows are what they are`() async throws {
        let fold = try await InMemoryResampling(root: table).refit(training: [2], heldOut: [0, 0], choosing: false)
        #expect(fold.training == table.rows([2]) && fold.heldOut == table.rows([0, 0]))
    }
}
