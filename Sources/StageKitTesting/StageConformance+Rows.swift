import StageKit

extension StageConformance {
    /// Checks that rows that are held out have no say in what is fitted, by poisoning them.
    func heldOutViolations(_ learner: any LearningStageInstance, settled: [Fit]) async throws -> [ConformanceViolation]
    {
        let stages = earlier + [learner]
        let heldOut = (0..<table.rowCount).filter { $0 % 4 == 1 }
        let training = (0..<table.rowCount).filter { $0 % 4 != 1 }
        let clean = InMemoryResampling(root: table, stages: stages, fits: settled, seed: seed)
        let poisoned = InMemoryResampling(root: table.poisoned(heldOut), stages: stages, fits: settled, seed: seed)
        var found: [ConformanceViolation] = []
        for choosing in [false, true] {
            let expected = try await clean.refit(training: training, heldOut: heldOut, choosing: choosing)
            let actual = try await poisoned.refit(training: training, heldOut: heldOut, choosing: choosing)
            let how = choosing ? "choosing anew" : "keeping what was settled"
            let parts: [(String, String, String)] = [
                ("training part", "\(expected.training)", "\(actual.training)"),
                ("selection", "\(expected.selection, default: "")", "\(actual.selection, default: "")"),
                ("model", "\(expected.model, default: "")", "\(actual.model, default: "")"),
            ]
            found += parts.filter { $1 != $2 }.map {
                ConformanceViolation(.heldOut, "Poison in held-out rows changes the \($0.0), \(how).")
            }
        }
        return found + (try await settledViolations(learner, training, heldOut, settled))
    }

    /// Checks that a stage that only transforms takes its numbers from the fold, not from what was settled on all rows.
    private func settledViolations(
        _ learner: any LearningStageInstance, _ training: [Int], _ heldOut: [Int], _ settled: [Fit]
    ) async throws -> [ConformanceViolation] {
        guard let own = settled.last, own.selection == nil, own.model == nil else { return [] }
        let context = StageContext(stageID: stage.descriptor.name, seed: seed, isInFold: true)
        let operations = settled.dropLast().flatMap(\.operations)
        let part = StageInput(table: try await table.rows(training).transformed(by: operations))
        let other = StageInput(table: try await table.poisoned(heldOut).transformed(by: operations))
        // In this order, so that a stage that remembers has seen the poison in between.
        let expected = try await learner.fit(part, settled: own, context: context)
        let poisoned = try await learner.fit(other, settled: nil, context: context)
        guard poisoned.dropped.map(\.name) == own.dropped.map(\.name) else { return [] }
        let actual = try await learner.fit(part, settled: poisoned, context: context)
        guard "\(expected.operations)" != "\(actual.operations)" else { return [] }
        return [
            ConformanceViolation(
                .heldOut, "The numbers in a fold depend on rows outside it, through what was settled or remembered.")
        ]
    }

    /// Checks that the order of rows changes no more than it may.
    func rowOrderViolations(_ learner: any LearningStageInstance, reference: Fit) async throws -> [ConformanceViolation]
    {
        if rowOrder == .matters { return [] }
        let reversed = table.rows(Array((0..<table.rowCount).reversed()))
        let input = try await InMemoryResampling(fitting: earlier, on: reversed, seed: seed).input()
        let fit = try await learner.fit(
            input, settled: nil, context: StageContext(stageID: stage.descriptor.name, seed: seed))
        let difference: String? =
            switch rowOrder {
            case .exact: "\(fit)" == "\(reference)" ? nil : "some bits differ"
            case .rounding(let tolerance): reference.difference(from: fit, relativeTolerance: tolerance)
            case .matters: nil
            }
        return difference.map { [ConformanceViolation(.rowOrder, "With the rows reversed, \($0).")] } ?? []
    }
}
