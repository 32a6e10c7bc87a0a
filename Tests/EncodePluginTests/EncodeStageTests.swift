import EncodePlugin
import StageKit
import StageKitTesting
import Testing

struct EncodeStageTests {
    private let place = SourceLocation(file: "pipeline.xml", line: 6, column: 3)

    private func fit(_ table: Table, _ texts: [String: String] = [:]) async throws -> Fit {
        let checked = try StageOptions(EncodeStage.descriptor.element, texts)
        let stage = EncodeStage(
            options: StageOptions(descriptor: checked.descriptor, values: checked.values, location: place))
        return try await stage.fit(StageInput(table: table), settled: nil, context: StageContext(stageID: "encode"))
    }

    private func encoded(_ table: Table, _ texts: [String: String] = [:]) async throws -> Table {
        try table.applying(try await fit(table, texts).operations)
    }

    private func categorical(_ name: String, _ codes: [Int32], _ levels: [String]) -> Column {
        Column(name: name, values: .categorical(codes: codes, levels: levels))
    }

    private func failure(_ table: Table, _ texts: [String: String] = [:]) async -> StageFailure? {
        await #expect(throws: StageFailure.self) { try await fit(table, texts) }
    }

    @Test(arguments: ["drop-first", "one-hot"], ["error", "ignore"])
    func conformance(method: String, unknownLevels: String) async throws {
        let options = try StageOptions(
            EncodeStage.descriptor.element, ["method": method, "unknown-levels": unknownLevels])
        let table = StageConformance.table(hasCategories: true, hasWeights: true)
        let conformance = StageConformance(EncodeStage.self, options: options, table: table, rowOrder: .exact)
        #expect(await conformance.violations() == [])
    }

    @Test func `a level has a column that is 1 where the feature has the level`() async throws {
        let table = Table(columns: [
            Column(name: "a", values: .numeric([5, 6, 7])), categorical("c", [2, 0, 1], ["p", "q", "r"]),
            Column(name: "y", role: .target, values: .numeric([1, 2, 3])),
        ])
        let after = try await encoded(table, ["method": "one-hot"])
        #expect(after.columns.map(\.name) == ["a", "c=p", "c=q", "c=r", "y"])
        #expect(after.columns[1...3].map(\.numbers) == [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
        #expect(after.columns[1...3].allSatisfy { $0.source == "c" && $0.role == .feature })
    }

    @Test func `the first level by code point is left out unless all are wanted`() async throws {
        // Z before a, a before é; a level that was imputed stands last in the list.
        let table = Table(columns: [categorical("c", [0, 1, 2], ["a", "é", "Z"])])
        #expect(try await encoded(table).columns.map(\.name) == ["c=a", "c=é"])
        #expect(try await encoded(table, ["method": "one-hot"]).columns.map(\.name) == ["c=Z", "c=a", "c=é"])
    }

    @Test func `levels that are not in the training rows have columns of zeros`() async throws {
        let table = Table(columns: [categorical("c", [0, 1, 0], ["a", "b", "only-in-test"])])
        #expect(try await encoded(table).column("c=only-in-test")?.numbers == [0, 0, 0])
    }

    @Test func `a category that is the target or an id stays`() async throws {
        let table = Table(columns: [
            Column(name: "y", role: .target, values: .categorical(codes: [0, 1], levels: ["no", "yes"])),
            Column(name: "name", role: .id, values: .categorical(codes: [0, 1], levels: ["ann", "bob"])),
        ])
        #expect(try await encoded(table) == table)
    }

    @Test func `a feature of one level vanishes and is recorded`() async throws {
        let fit = try await fit(Table(columns: [categorical("c", [0, 0], ["only"])]))
        #expect(fit.dropped == [DroppedFeature(name: "c", reason: .constant, detail: "one level")])
        #expect(
            fit.operations == [
                .requireLevel(input: "c", levels: ["only"]), .requirePresent(input: "c"), .drop(input: "c"),
            ])
    }

    @Test func `an unknown level is refused, or gives zeros`() async throws {
        let training = Table(columns: [categorical("c", [0, 1], ["a", "b"])])
        let new = Table(
            columns: [categorical("c", [1, 0], ["c", "b"])],
            origins: RowOrigins(file: "new.csv", lines: [2, 3], numbers: [0, 1]))
        let strict = try await fit(training).operations
        let failure = #expect(throws: StageFailure.self) { try new.applying(strict) }
        #expect(
            failure?.description
                == "new.csv:3: error[FS515]: Column 'c' has the level 'c', which was not there in training.")
        let lenient = try await fit(training, ["unknown-levels": "ignore"]).operations
        #expect(try new.applying(lenient).column("c=b")?.numbers == [1, 0])
    }

    @Test func `facts count features and columns`() async throws {
        let fit = try await fit(
            Table(columns: [categorical("c", [0, 1], ["a", "b"]), categorical("d", [0, 1], ["a", "b", "c"])]))
        #expect(
            fit.facts == [
                Fit.Fact("method", "drop-first"), Fit.Fact("encoded features", "2"), Fit.Fact("columns", "3"),
            ])
    }

    // MARK: Refusals

    @Test func `a hundred thousand levels are refused politely`() async {
        let levels = (0..<100_000).map { "level \($0)" }
        let table = Table(columns: [
            categorical("size", [0], ["s", "m", "l"]), categorical("customer", [7], levels),
        ])
        let failure = await failure(table)
        #expect(failure?.kind == .resource)
        #expect(
            failure?.description
                == "pipeline.xml:6:3: error[FS530]: Feature 'customer' has 100000 levels, which makes 99999 columns, "
                + "100001 with the features before it, expected at most 10000 in all: give it another role, or fewer levels."
        )
    }

    @Test func `as many columns as are allowed are made`() async throws {
        let levels = (0..<EncodeStage.maximumColumnCount).map(String.init)
        let table = Table(columns: [categorical("c", [], levels)])
        let fit = try await fit(table, ["method": "one-hot"])
        #expect(fit.operations.count == EncodeStage.maximumColumnCount + 3)
    }

    @Test func `a column whose name is taken is refused`() async {
        let table = Table(columns: [
            Column(name: "c=b", role: .id, values: .numeric([1, 2])), categorical("c", [0, 1], ["a", "b"]),
        ])
        let failure = await failure(table)
        #expect(failure?.kind == .data)
        #expect(
            failure?.description
                == "pipeline.xml:6:3: error[FS531]: Level 'b' of feature 'c' needs a column 'c=b', but column 'c=b' gives "
                + "one of that name: rename one of them in the data.")
    }

    @Test func `two features that would give one name are refused`() async {
        let table = Table(columns: [
            categorical("c", [0, 1], ["a", "b=d"]), categorical("c=b", [0, 1], ["a", "d"]),
        ])
        #expect(
            await failure(table)?.description
                == "pipeline.xml:6:3: error[FS531]: Level 'd' of feature 'c=b' needs a column 'c=b=d', but column 'c' "
                + "gives one of that name: rename one of them in the data.")
    }

    @Test func `a missing category is refused with its row, unlike a missing target`() async throws {
        let target = Column(name: "y", role: .target, values: .categorical(codes: [-1, 0], levels: ["no"]))
        let table = Table(
            columns: [target, categorical("c", [0, -1], ["a", "b"])],
            origins: RowOrigins(file: "data.csv", lines: [2, 3], numbers: [0, 1]))
        let failure = await failure(table)
        #expect(failure?.kind == .data)
        #expect(
            failure?.description
                == "data.csv:3: error[FS532]: Feature 'c' has no value in this row: put <impute> before <encode>, or load "
                + "with missing=\"drop-row\".")
    }

    @Test func `a missing category in new rows is refused`() async throws {
        let operations = try await fit(Table(columns: [categorical("c", [0, 1], ["a", "b"])])).operations
        let failure = #expect(throws: StageFailure.self) {
            try Table(columns: [categorical("c", [-1], ["a", "b"])]).applying(operations)
        }
        #expect(failure?.diagnostic.code == "FS514")
    }
}
