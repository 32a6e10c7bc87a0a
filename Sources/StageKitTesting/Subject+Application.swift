import StageKit

extension Subject {
    /// Checks that what was fitted on every other row applies to all rows, and to each row by itself.
    func applicationViolations(_ learner: any LearningStage) async throws -> [ConformanceViolation] {
        let table = input.table
        let half = Array(stride(from: 0, to: table.rowCount, by: 2))
        let resampling = InMemoryResampling(root: table.rows(half))
        let part = StageInput(
            table: table.rows(half), selection: input.selection, model: input.model, resampling: resampling)
        // The stages before it are part of the input here, not refitted.
        let context = StageContext(stageID: descriptor.name, seed: seed)
        do {
            let fit = try await learner.fit(part, settled: nil, context: context)
            return try rowwiseFaults(fit, on: table).map { ConformanceViolation(.application, $0) }
        } catch let failure as StageFailure {
            return [ConformanceViolation(.application, "What every other row taught does not apply: \(failure)")]
        }
    }

    private func rowwiseFaults(_ fit: Fit, on table: Table) throws(StageFailure) -> [String] {
        let whole = try table.applying(fit.operations)
        let scores = try fit.model?.linearPredictors(on: whole)
        var faults: [String] = []
        for row in 0..<table.rowCount {
            let single = try table.rows([row]).applying(fit.operations)
            if "\(single)" != "\(whole.rows([row]))" {
                faults.append("Row \(row) by itself comes out of the operations otherwise than among the others.")
            }
            let score = try fit.model?.linearPredictors(on: single)
            if "\(score?.map { $0[0] } ?? [])" != "\(scores?.map { $0[row] } ?? [])" {
                faults.append("Row \(row) by itself is predicted otherwise than among the others.")
            }
        }
        return Array(faults.prefix(3))
    }
}
