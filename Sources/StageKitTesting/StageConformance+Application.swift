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
            return try await rowwiseFaults(operations, fit.model).map { ConformanceViolation(.application, $0) }
        } catch let failure as StageFailure {
            return [ConformanceViolation(.application, "What every other row taught does not apply: \(failure)")]
        }
    }

    private func rowwiseFaults(_ operations: [ColumnOperation], _ model: Model?) async throws -> [String] {
        let whole = try await table.transformed(by: operations)
        let scores = try model?.linearPredictors(on: whole)
        // A stage that computes for itself may add in another order for another number of rows.
        let tolerance = operations.contains(where: \.isComputed) ? 1e-9 : 0
        var faults: [String] = []
        for row in 0..<table.rowCount {
            let single = try await table.rows([row]).transformed(by: operations)
            if !isSame(single, whole.rows([row]), tolerance) {
                faults.append("Row \(row) by itself comes out of the operations otherwise than among the others.")
            }
            let score = try model?.linearPredictors(on: single)
            if "\(score?.map { $0[0] } ?? [])" != "\(scores?.map { $0[row] } ?? [])" {
                faults.append("Row \(row) by itself is predicted otherwise than among the others.")
            }
        }
        return Array(faults.prefix(3))
    }

    /// Whether two tables are the same, to the bit or up to a relative tolerance.
    private func isSame(_ a: Table, _ b: Table, _ tolerance: Double) -> Bool {
        texts(a) == texts(b)
            || tolerance > 0 && a.columns.map(\.name) == b.columns.map(\.name)
                && zip(a.columns, b.columns).allSatisfy { isNear($0, $1, tolerance) }
    }

    private func isNear(_ a: Column, _ b: Column, _ tolerance: Double) -> Bool {
        guard let left = a.numbers, let right = b.numbers else { return a.values == b.values }
        return zip(left, right).allSatisfy { x, y in
            x.isNaN && y.isNaN || abs(x - y) <= tolerance * max(abs(x), abs(y), 1)
        }
    }

    /// The columns as texts, in which a missing value equals another one.
    private func texts(_ table: Table) -> [String] {
        table.columns.map { "\($0.name) \($0.role) \($0.source) \($0.values)" }
    }
}
