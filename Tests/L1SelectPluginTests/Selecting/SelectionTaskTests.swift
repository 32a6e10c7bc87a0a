import StageKit
import Testing

@testable import L1SelectPlugin

struct SelectionTaskTests {
    @Test func `a table without features is refused`() async {
        let bare = Table(columns: [Column(name: "y", role: .target, values: .numeric([1, 2, 3]))])
        let failure = await Samples.failure { _ = try await Samples.fit(bare, Samples.options()) }
        #expect(failure == "error[FS556]: The table has no feature column, expected at least one.")
    }

    @Test func `what the solver refuses is passed on with the feature's name`() async throws {
        let negative = Samples.regression(rows: 20).weighted((0..<20).map { $0 == 3 ? -1 : 1 })
        let options = try Samples.placed(Samples.options([:], Samples.child("lambda", ["value": "1"])))
        let failure = await Samples.failure { _ = try await Samples.fit(negative, options) }
        let sentence = "The regression cannot be fitted: A sample weight is -1."
        #expect(failure?.hasPrefix("pipeline.xml:10:3: error[FS565]: \(sentence)") == true)
    }

    @Test func `the offset is a known part of the prediction`() async throws {
        let table = Samples.regression()
        let offset = Samples.noise("offset", count: 60).map { 100 * $0 }
        let y = (table.target?.values ?? []).indices.map { (table.target?.values[$0] ?? 0) + offset[$0] }
        let shifted = Table(
            columns: table.features + [
                Column(name: "y", role: .target, values: .numeric(y)),
                Column(name: "known", role: .offset, values: .numeric(offset)),
            ])
        let options = try Samples.options(["tolerance": "1e-12"], Samples.child("lambda", ["value": "0.1"]))
        let (plain, known) = (try await Samples.fit(table, options), try await Samples.fit(shifted, options))
        #expect(plain.model?.features == known.model?.features)
        let pairs = zip(plain.model?.coefficients[0] ?? [], known.model?.coefficients[0] ?? [])
        for (a, b) in pairs { #expect(abs(a - b) < 1e-6) }
    }
}
