import StageKit

extension Subject {
    /// Checks that tables a pipeline can bring about are refused with a sentence, or give finite numbers.
    func badInputViolations() async -> [ConformanceViolation] {
        var found: [ConformanceViolation] = []
        for (what, table) in badTables() {
            do {
                let outcome = try await run(replacing(table))
                found += (outcome.output.fit.map(fitFaults) ?? []).map {
                    ConformanceViolation(.badInput, "Given \(what): \($0)")
                }
            } catch let failure as StageFailure {
                if failure.diagnostic.code.isEmpty || !isSentence(failure.diagnostic.message) {
                    let fault = "Given \(what), it threw '\(failure)', which is no sentence with a code."
                    found.append(ConformanceViolation(.badInput, fault))
                }
            } catch {
                found.append(
                    ConformanceViolation(.badInput, "Given \(what), it threw '\(error)', expected a StageFailure."))
            }
        }
        return found
    }

    private func badTables() -> [(what: String, table: Table)] {
        let table = input.table
        var tables: [(String, Table)] = [
            ("no rows", table.rows([])),
            ("one row", table.rows(Array(0..<min(1, table.rowCount)))),
            ("one row many times", table.rows([Int](repeating: 0, count: table.rowCount))),
            ("no features", table.keeping { $0.role != .feature }),
            ("no target", table.keeping { $0.role != .target }),
        ]
        for column in table.columns where column.role == .feature || column.role == .target {
            let name = column.name
            tables += [
                ("no column '\(name)'", table.keeping { $0.name != name }),
                ("no value of '\(name)' in a row", table.changing(name) { $0 == 1 ? .missing : .kept }),
                ("no value of '\(name)' at all", table.changing(name) { _ in .missing }),
                ("huge values of '\(name)'", table.changing(name) { .huge(sign: $0 % 2 == 0) }),
            ]
        }
        return tables
    }
}
