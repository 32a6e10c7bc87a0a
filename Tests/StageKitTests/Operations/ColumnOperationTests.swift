import StageKit
import Testing

struct ColumnOperationTests {
    private static let nan = Double.nan
    private let table = Table(
        columns: [
            Column(name: "x", values: .numeric([-1, 0, 2.25, .nan])),
            Column(name: "z", values: .numeric([1, 2, 3, 4])),
            Column(name: "c", values: .categorical(codes: [0, 1, -1, 1], levels: ["p", "q"])),
            Column(name: "y", role: .target, values: .numeric([0, 0, 1, 1])),
        ],
        origins: RowOrigins(file: "data.csv", lines: [2, 3, 4, 5], numbers: [0, 1, 2, 3]))

    /// Operations on `x` = −1, 0, 2.25, missing, and what they give.
    static let numeric: [(operation: ColumnOperation, expected: [Double])] = [
        (.affine(input: "x", output: "x", center: 1, scale: 0.5), [-4, -2, 2.5, nan]),
        (.clip(input: "x", output: "x", low: -0.5, high: 2), [-0.5, 0, 2, nan]),
        (.impute(input: "x", output: "x", value: 9), [-1, 0, 2.25, 9]),
        (.log(input: "x", output: "x", shift: 1), [nan, 0, 1.178654996341646, nan]),
        (.log(input: "x", output: "x", shift: 0), [nan, nan, 0.8109302162163288, nan]),
        (.power(input: "x", output: "x", exponent: 0.5), [nan, 0, 1.5, nan]),
        (.power(input: "x", output: "x", exponent: 2), [nan, 0, 5.0625, nan]),
        (.power(input: "x", output: "x", exponent: 0), [nan, 1, 1, nan]),
        (.power(input: "x", output: "x", exponent: -1), [nan, nan, 1 / 2.25, nan]),
        (.piecewise(input: "x", output: "x", x: [-0.5, 0.5, 2.5], y: [10, 20, 0]), [10, 15, 2.5, nan]),
        (.piecewise(input: "x", output: "x", x: [0, 1], y: [5, 6]), [5, 5, 6, nan]),
        (.piecewise(input: "x", output: "x", x: [1], y: [7]), [7, 7, 7, nan]),
        (.linearCombination(inputs: ["x", "z"], output: "x", weights: [2, -1], constant: 10), [7, 8, 11.5, nan]),
    ]

    @Test(arguments: numeric.indices)
    func `numbers come out as the formula says, missing ones missing`(index: Int) throws {
        let (operation, expected) = Self.numeric[index]
        let numbers = try #require(try table.applying([operation]).column("x")?.numbers)
        for (number, value) in zip(numbers, expected) {
            #expect(number.isNaN == value.isNaN && (value.isNaN || abs(number - value) <= 2 * abs(value).ulp))
        }
    }

    @Test func `an indicator is 1 at its level and missing where the category is`() throws {
        let operations = ["p", "q", "other"].map {
            ColumnOperation.indicator(input: "c", output: "c=\($0)", level: $0)
        }
        let after = try table.applying(operations)
        #expect(after.column("c=p")?.texts == ["1", "0", "", "0"])
        #expect(after.column("c=q")?.texts == ["0", "1", "", "1"])
        #expect(after.column("c=other")?.texts == ["0", "0", "", "0"])
    }

    @Test func `indicators of several features each see their own levels`() throws {
        let two = Table(columns: [
            Column(name: "c", values: .categorical(codes: [0, 1], levels: ["p", "q"])),
            Column(name: "d", values: .categorical(codes: [0, 1], levels: ["q", "p"])),
        ])
        let after = try two.applying(
            ["c", "d", "c"].enumerated().map { .indicator(input: $1, output: "\($0)", level: "p") })
        #expect(["0", "1", "2"].map { after.column($0)?.numbers } == [[1, 0], [0, 1], [1, 0]])
    }

    @Test func `a lookup gives the number of the level, and nothing for one that is not listed`() throws {
        let operation = ColumnOperation.lookup(input: "c", output: "c", levels: ["q", "r"], numbers: [0.5, 9])
        #expect(try table.applying([operation]).column("c")?.texts == ["", "0.5", "", "0.5"])
    }

    @Test func `a level is imputed, one that is new too`() throws {
        let known = try table.applying([.imputeLevel(input: "c", output: "c", level: "p")])
        #expect(known.column("c")?.values == .categorical(codes: [0, 1, 0, 1], levels: ["p", "q"]))
        let new = try table.applying([.imputeLevel(input: "c", output: "d", level: "r")])
        #expect(new.column("d")?.values == .categorical(codes: [0, 1, 2, 1], levels: ["p", "q", "r"]))
        #expect(new.column("c") == table.column("c"))
    }

    @Test func `checks that hold change nothing`() throws {
        let operations: [ColumnOperation] = [
            .requirePresent(input: "z"), .requireLevel(input: "c", levels: ["q", "p", "r"]),
        ]
        #expect(try "\(table.applying(operations))" == "\(table)")
        #expect(try "\(table.applying([]))" == "\(table)")
    }

    @Test func `a dropped column is gone and a renamed one keeps its place, role and source`() throws {
        let after = try table.applying([
            .drop(input: "z"), .rename(input: "y", output: "outcome"), .rename(input: "x", output: "x"),
        ])
        #expect(after.columns.map(\.name) == ["x", "c", "outcome"])
        #expect(after.column("outcome")?.role == .target && after.column("outcome")?.source == "y")
    }

    @Test func `made columns stand behind the one they came from, in order, with its role and source`() throws {
        let after = try table.applying([
            .indicator(input: "c", output: "c=p", level: "p"), .affine(input: "x", output: "x2", center: 0, scale: 2),
            .indicator(input: "c", output: "c=q", level: "q"), .drop(input: "c"),
        ])
        #expect(after.columns.map(\.name) == ["x", "x2", "z", "c=p", "c=q", "y"])
        #expect(after.column("c=q")?.source == "c" && after.column("c=q")?.role == .feature)
        #expect(after.origins == table.origins && after.rowCount == 4)
    }

    @Test func `operations see what earlier ones wrote`() throws {
        let after = try table.applying([
            .drop(input: "z"), .rename(input: "x", output: "z"), .impute(input: "z", output: "z", value: 0),
            .affine(input: "z", output: "x", center: 1, scale: 1),
        ])
        #expect(after.column("x")?.numbers == [-2, -1, 1.25, -1])
    }

    @Test func `a table without rows goes through every operation`() throws {
        let operations = Self.numeric.map(\.operation) + [.indicator(input: "c", output: "d", level: "p")]
        #expect(try table.rows([]).applying(operations).rowCount == 0)
    }

    @Test func `names, inputs and outputs are those of the bundle`() {
        let operations: [ColumnOperation] = [
            .affine(input: "a", output: "b", center: 0, scale: 1), .clip(input: "a", output: "b", low: 0, high: 1),
            .impute(input: "a", output: "b", value: 0), .imputeLevel(input: "a", output: "b", level: "x"),
            .indicator(input: "a", output: "b", level: "x"), .lookup(input: "a", output: "b", levels: [], numbers: []),
            .linearCombination(inputs: ["a", "c"], output: "b", weights: [1, 1], constant: 0),
            .log(input: "a", output: "b", shift: 0), .power(input: "a", output: "b", exponent: 1),
            .piecewise(input: "a", output: "b", x: [], y: []), .rename(input: "a", output: "b"), .drop(input: "a"),
            .requirePresent(input: "a"), .requireLevel(input: "a", levels: []),
        ]
        #expect(
            operations.map(\.name) == [
                "affine", "clip", "impute", "impute-level", "indicator", "lookup", "linear-combination", "log", "power",
                "piecewise", "rename", "drop", "require-present", "require-level",
            ])
        #expect(operations.map(\.outputs) == [[String]](repeating: ["b"], count: 11) + [[], [], []])
        #expect(operations.map(\.inputs) == operations.map { $0.name == "linear-combination" ? ["a", "c"] : ["a"] })
    }

    // MARK: Refusals

    /// Operations that cannot be applied, and what is said.
    static let refusals: [(operation: ColumnOperation, text: String)] = [
        (.drop(input: "k"), "error[FS512]: Operation 'drop' needs the column 'k', which is not there."),
        (
            .linearCombination(inputs: ["z", "k"], output: "s", weights: [1, 1], constant: 0),
            "error[FS512]: Operation 'linear-combination' needs the column 'k', which is not there."
        ),
        (
            .affine(input: "c", output: "c", center: 0, scale: 1),
            "error[FS513]: Operation 'affine' needs numbers, but column 'c' is categorical."
        ),
        (
            .linearCombination(inputs: ["c"], output: "s", weights: [1], constant: 0),
            "error[FS513]: Operation 'linear-combination' needs numbers, but column 'c' is categorical."
        ),
        (
            .indicator(input: "z", output: "d", level: "p"),
            "error[FS513]: Operation 'indicator' needs categories, but column 'z' is numeric."
        ),
        (
            .lookup(input: "z", output: "d", levels: [], numbers: []),
            "error[FS513]: Operation 'lookup' needs categories, but column 'z' is numeric."
        ),
        (
            .imputeLevel(input: "z", output: "z", level: "p"),
            "error[FS513]: Operation 'impute-level' needs categories, but column 'z' is numeric."
        ),
        (
            .requireLevel(input: "z", levels: ["p"]),
            "error[FS513]: Operation 'require-level' needs categories, but column 'z' is numeric."
        ),
        (
            .requirePresent(input: "c"),
            "data.csv:4: error[FS514]: Column 'c' has no value in this row, and one is required."
        ),
        (
            .requireLevel(input: "c", levels: ["p"]),
            "data.csv:3: error[FS515]: Column 'c' has the level 'q', which was not there in training."
        ),
        (
            .rename(input: "z", output: "y"),
            "error[FS516]: Column 'z' cannot give a column 'y', since there is one of that name."
        ),
        (
            .indicator(input: "c", output: "z", level: "p"),
            "error[FS516]: Column 'c' cannot give a column 'z', since there is one of that name."
        ),
        (
            .affine(input: "z", output: "z", center: 1, scale: 0x1p-1030),
            "data.csv:3: error[FS517]: Operation 'affine' on column 'z' gives a number beyond the range of a double for 2."
        ),
        (
            .linearCombination(inputs: ["z", "z"], output: "s", weights: [1e308, -1e308], constant: 0),
            "data.csv:3: error[FS517]: Operation 'linear-combination' for column 's' gives a number beyond the range of a "
                + "double in this row."
        ),
    ]

    @Test(arguments: refusals.indices)
    func `what cannot be applied is refused`(index: Int) {
        let (operation, text) = Self.refusals[index]
        let failure = #expect(throws: StageFailure.self) { try table.applying([operation]) }
        #expect(failure?.kind == .data)
        #expect(failure?.description == text)
    }
}
