import LoadPlugin
import StageKit
import Testing

struct ProfileTests {
    /// Thirty rows from columns of texts, one function a column.
    static func rows(_ columns: [(name: String, cell: (Int) -> String)], count: Int = 30) -> String {
        let lines = (0..<count).map { row in columns.map { $0.cell(row) }.joined(separator: ",") }
        return ([columns.map(\.name).joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    static func noise(_ row: Int, _ key: Int) -> Double { Double((row * 7919 + key * 104_729) % 101) / 8 }

    private func profile(_ load: String, _ data: String) async throws -> (TableProfile, LoadingFolder.Outcome) {
        let loaded = try await LoadPluginTests.load(load, data: data)
        return (try #require(loaded.output.profile), loaded)
    }

    @Test func `columns are counted by role and type`() async throws {
        let data = Self.rows([
            ("a", { "\(Self.noise($0, 1))" }), ("b", { $0 == 3 ? "" : "\(Self.noise($0, 2))" }),
            ("c", { $0 % 3 == 0 ? "u" : "v" }),
            ("a2", { "\(Self.noise($0, 1))" }), ("same", { _ in "7" }), ("c2", { $0 % 3 == 0 ? "u" : "v" }),
            ("a3", { "\(Self.noise($0, 1))" }), ("w", { "\($0 + 2)" }),
            ("y", { $0 == 5 ? "NA" : "\(Self.noise($0, 9))" }),
        ])
        let (found, loaded) = try await profile(
            "<load path=\"data.csv\" missing=\"keep\"><target column=\"y\"/><column name=\"w\" role=\"weight\"/></load>",
            data)
        #expect(found.rowsRead == 30 && found.rowsUsed == 29)
        #expect(
            found.groups == [
                TableProfile.Group(
                    role: .feature, isNumeric: true, columnCount: 5, missingCount: 1, constantCount: 1,
                    duplicateCount: 2),
                TableProfile.Group(role: .feature, isNumeric: false, columnCount: 2, duplicateCount: 1),
                TableProfile.Group(role: .target, isNumeric: true, columnCount: 1, missingCount: 1),
                TableProfile.Group(role: .weight, isNumeric: true, columnCount: 1),
            ])
        #expect(found.constants == ["same"])
        #expect(
            found.duplicates == [
                TableProfile.Duplicate(name: "a2", original: "a"), TableProfile.Duplicate(name: "c2", original: "c"),
                TableProfile.Duplicate(name: "a3", original: "a"),
            ])
        let facts = loaded.output.facts.map { "\($0.name): \($0.text)" }
        #expect(facts.contains("Missing values: 2") && facts.contains("Constant features: same"))
        #expect(facts.contains("Duplicate features: a2 = a, c2 = c, a3 = a"))
    }

    @Test func `columns that differ in one row of many are no duplicates`() async throws {
        let data = Self.rows(
            [
                ("a", { "\($0 % 5)" }), ("b", { $0 == 777 ? "9" : "\($0 % 5)" }), ("zero", { _ in "0" }),
                ("one", { $0 == 1234 ? "1" : "0" }), ("y", { "\(Self.noise($0, 3))" }),
            ], count: 2000)
        let (found, _) = try await profile("<load path=\"data.csv\"><target column=\"y\"/></load>", data)
        #expect(found.duplicates.isEmpty && found.constants == ["zero"])
    }

    @Test func `features that give a number away are warned of`() async throws {
        let data = Self.rows([
            ("x", { "\(Self.noise($0, 1))" }), ("twice", { "\(Self.noise($0, 9) * -2 + 1)" }),
            ("near", { "\(Self.noise($0, 9) + Self.noise($0, 4) * 1e-3)" }), ("same", { "\(Self.noise($0, 9))" }),
            ("gaps", { $0 % 4 == 0 ? "" : "\(Self.noise($0, 9) / 3)" }), ("y", { "\(Self.noise($0, 9))" }),
        ])
        let loaded = try await load(
            "<load path=\"data.csv\" missing=\"keep\"><target column=\"y\"/></load>", data: data)
        #expect(
            loaded.diagnostics.map(\.message) == [
                "Column 'same' equals the target 'y'; is that known before the target is?",
                "2 columns (twice, gaps) are the target 'y' times a number plus a number; is that known before the target is?",
            ])
        #expect(loaded.diagnostics.allSatisfy { $0.code == "FS474" && $0.severity == .warning })
    }

    @Test func `features that give a class away are warned of`() async throws {
        let data = Self.rows([
            ("code", { ["7", "8", "9"][$0 % 3] }), ("word", { ["u", "v", "v"][$0 % 3] }), ("fine", { "k\($0 % 10)" }),
            ("other", { "\($0 % 4)" }), ("x", { "\(Self.noise($0, 1))" }), ("y", { $0 % 3 == 0 ? "no" : "yes" }),
        ])
        let loaded = try await load("<load path=\"data.csv\"><target column=\"y\"/></load>", data: data)
        #expect(
            loaded.diagnostics.map(\.message) == [
                "2 columns (code, word) determine the class of the target 'y' in each row; is that known before the target is?"
            ])
        #expect(loaded.diagnostics.map(\.code) == ["FS475"])
    }

    @Test(arguments: [("0", true), ("1", true), ("2", false)])
    func `a column that counts the rows is warned of`(_ first: String, isWarned: Bool) async throws {
        let start = try #require(Int(first))
        let data = Self.rows([
            ("n", { "\(start + $0)" }), ("x", { "\(Self.noise($0, 1))" }), ("y", { "\(Self.noise($0, 9))" }),
        ])
        let loaded = try await load("<load path=\"data.csv\"><target column=\"y\"/></load>", data: data)
        #expect(
            loaded.diagnostics.map(\.message)
                == (isWarned
                    ? [
                        "Column 'n' counts the rows, from \(start) to \(start + 29); if it only numbers them, give it the role "
                            + "'id'."
                    ] : []))
    }
}
