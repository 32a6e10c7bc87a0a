import StageKit

extension StageConformance {
    /// Checks that what was fitted on every other row applies to all rows, and to each row by itself.
    func applicationViolations(_ learner: any LearningStageInstance) async throws -> [ConformanceViolation] {
        let half = Array(stride(from: 0, to: table.rowCount, by: 2))
        let part = try await InMemoryResampling(fitting: earlier, on: table.rows(half), seed: seed)
        let context = StageContext(stageID: stage.descriptor.name, seed: seed)
        do {
            let fit = try await learner.fit(part.input(), settled: nil, context: context)
            let operations = part.fits.flatMap(\.operations) + fit.operations
            return try rowwiseFaults(operations, fit.model).map { ConformanceViolation(.application, $0) }
        } catch let failure as StageFailure {
            return [ConformanceViolation(.application, "What every other row taught does not apply: \(failure)")]
        }
    }

    private func rowwiseFaults(_ operations: [ColumnOperation], _ model: Model?) throws(StageFailure) -> [String] {
        let whole = try table.applying(operations)
        let scores = try model?.linearPredictors(on: whole)
        var faults: [String] = []
        for row in 0..<table.rowCount {
            let single = try table.rows([row]).applying(operations)
            if texts(single) != texts(whole.rows([row])) {
                faults.append("Row \(row) by itself comes out of the operations otherwise than among the others.")
            }
            let score = try model?.linearPredictors(on: single)
            if "\(score?.map { $0[0] } ?? [])" != "\(scores?.map { $0[row] } ?? [])" {
                faults.append("Row \(row) by itself is predicted otherwise than among the others.")
            }
        }
        return Array(faults.prefix(3))
    }

    /// The columns as texts, in which a missing value equals another one.
    private func texts(_ table: Table) -> [String] {
        table.columns.map { "\($0.name) \($0.role) \($0.source) \($0.values)" }
    }
}
