import NormalizePlugin
import StageKit
import Testing

struct NormalizeInputTests {
    private func failure(_ table: Table, method: String = "zscore") async throws -> String? {
        let fitting = try NormalizeFitting(["method": method])
        let failure = await #expect(throws: StageFailure.self) { try await fitting.fit(table) }
        #expect(failure?.kind == .data)
        return failure?.description
    }

    @Test func `a categorical feature has to be encoded before`() async throws {
        let column = Column(name: "League", values: .categorical(codes: [0, 1], levels: ["A", "N"]))
        #expect(
            try await failure(Table(columns: [column]))
                == "pipeline.xml:7:3: error[FS541]: Feature 'League' is categorical, and <normalize> takes numbers: put "
                + "<encode> before it.")
    }

    @Test func `a missing value is refused with its row`() async throws {
        #expect(
            try await failure(NormalizeFitting.table(["a": [1, 2, 3], "b": [1, 2, .nan]]))
                == "data.csv:4: error[FS542]: Feature 'b' has no value in this row: put <impute> before <normalize>, or "
                + "load with missing=\"drop-row\".")
    }

    @Test func `no row to learn from is refused`() async throws {
        #expect(
            try await failure(NormalizeFitting.table(["a": [1, 2]], weights: [0, 0]))
                == "pipeline.xml:7:3: error[FS543]: There is no training row with a weight above 0, and <normalize> needs "
                + "one to learn from.")
    }

    @Test func `a range beyond that of a double is refused`() async throws {
        #expect(
            try await failure(NormalizeFitting.table(["a": [-1.5e308, 1.5e308]]), method: "minmax")
                == "pipeline.xml:7:3: error[FS544]: Feature 'a' spans more than the range of a double, so that minmax has "
                + "no scale for it.")
    }

    @Test func `a scale below the normal doubles is refused`() async throws {
        #expect(
            try await failure(NormalizeFitting.table(["a": [0, 0x1p-1060]]), method: "maxabs")
                == "pipeline.xml:7:3: error[FS544]: Feature 'a' has the scale 8.095e-320, and a double below 2.2e-308 has few "
                + "digits left; expected it in another unit.")
        #expect(try await NormalizeFitting().fit(NormalizeFitting.table(["a": [0, 1e-307]])).operations.count == 1)
    }

    @Test func `a table without features needs no rows`() async throws {
        #expect(try await NormalizeFitting().fit(Table(columns: [])).operations.isEmpty)
    }
}
