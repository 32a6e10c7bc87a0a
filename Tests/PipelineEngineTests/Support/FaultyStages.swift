import StageKit

/// A stage whose work fails with an error of its author's own.
struct FailingStage: LearningStage {
    struct OutOfLuck: Error {}

    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "failing", summary: "Fails."), namespace: WinsorizeStage.namespace, takes: [.table],
        gives: [.table])

    init(options: StageOptions) {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit { throw OutOfLuck() }
}

/// A stage that does not give what it promises.
struct PromisingStage: LearningStage {
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "promising", summary: "Promises a selection."), namespace: WinsorizeStage.namespace,
        takes: [.table], gives: [.selection])

    init(options: StageOptions) {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit { Fit() }
}

/// A stage that refuses its options with an error of its author's own.
struct RefusingStage: LearningStage {
    struct Unlucky: Error {}

    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "refusing", summary: "Refuses."), namespace: WinsorizeStage.namespace, takes: [.table],
        gives: [.table])

    init(options: StageOptions) throws { throw Unlucky() }

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit { Fit() }
}

/// A stage whose operation needs a column that is not there.
struct LostColumnStage: LearningStage {
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "lost-column", summary: "Drops a column that is not there."),
        namespace: WinsorizeStage.namespace, takes: [.table], gives: [.table])

    init(options: StageOptions) {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        Fit(operations: [.drop(input: "nowhere")])
    }
}

/// A stage that computes a column itself and does not say so.
struct SecretiveStage: ComputingStage {
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "secretive", summary: "Computes a column."), namespace: WinsorizeStage.namespace,
        takes: [.table], gives: [.table])

    init(options: StageOptions) {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let names = [input.table.features[0].name]
        return Fit(operations: [.computed(StageComputation(by: Self.self, inputs: names, outputs: ["own"], state: []))])
    }

    static func compute(_ table: Table, by computation: StageComputation) async throws -> [[Double]] {
        [table.columns[0].numbers ?? []]
    }
}
