import StageKit

/// A stage as an outsider would write it: clips every feature at its smallest and largest but one training value.
struct WinsorizeStage: LearningStage {
    static let namespace = "urn:example:stages"
    static let descriptor = StageDescriptor(
        ElementDescriptor(
            name: "winsorize", summary: "Clips features at their second smallest and second largest value."),
        namespace: namespace, takes: [.table], gives: [.table])

    init(options: StageOptions) {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        Fit(
            operations: input.table.features.compactMap { column in
                let sorted = (column.numbers ?? []).filter { !$0.isNaN }.sorted()
                guard sorted.count > 3 else { return nil }
                return .clip(input: column.name, output: column.name, low: sorted[1], high: sorted[sorted.count - 2])
            })
    }
}
