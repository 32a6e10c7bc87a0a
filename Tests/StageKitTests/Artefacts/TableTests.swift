import StageKit
import Testing

struct TableTests {
    private let table = Table(
        columns: [
            Column(name: "id", role: .id, values: .categorical(codes: [0, 1, -1], levels: ["ann", "bob"])),
            Column(name: "a", values: .numeric([1, .nan, 2.5])),
            Column(name: "c", values: .categorical(codes: [1, -1, 0], levels: ["x", "y"])),
            Column(name: "w", role: .weight, values: .numeric([1, 2, 0])),
            Column(name: "o", role: .offset, values: .numeric([0, -1, 1])),
            Column(name: "g", role: .group, values: .numeric([7, 7, .nan])),
            Column(name: "f", role: .fold, values: .categorical(codes: [0, 0, 1], levels: ["first", "second"])),
            Column(name: "y", role: .target, values: .categorical(codes: [1, 0, -1], levels: ["no", "yes"])),
        ],
        origins: RowOrigins(file: "data.csv", lines: [2, 4, 5], numbers: [0, 2, 3]))

    @Test func `columns are found by name and by role, in order`() {
        #expect(table.column("a")?.numbers?.first == 1)
        #expect(table.column("zz") == nil)
        #expect(table.features.map(\.name) == ["a", "c"])
        #expect(table.columns(.ignore).isEmpty)
    }

    @Test func `roles have their verbs`() {
        #expect(table.weights == [1, 2, 0])
        #expect(table.offset == [0, -1, 1])
        #expect(table.groups == ["7", "7", ""])
        #expect(table.folds == ["first", "first", "second"])
        #expect(table.target?.name == "y" && table.target?.classes == ["no", "yes"])
        #expect(table.target?.values.map { $0.isNaN ? -1 : $0 } == [1, 0, -1])
    }

    @Test func `a table without a role has none of its values`() {
        let bare = Table(columns: [Column(name: "a", values: .numeric([1]))])
        #expect(bare.target == nil && bare.weights == nil && bare.offset == nil)
        #expect(bare.groups == nil && bare.folds == nil)
    }

    @Test func `a numeric target has no classes`() {
        let target = Table(columns: [Column(name: "y", role: .target, values: .numeric([3, 4]))]).target
        #expect(target == Target(name: "y", classes: nil, values: [3, 4]))
    }

    @Test func `counts stay counts on some of the rows and under another name`() throws {
        let counts = Column(name: "y", role: .target, values: .numeric([3, 0, 4]), holdsCounts: true)
        let table = Table(columns: [counts])
        #expect(table.target == Target(name: "y", classes: nil, values: [3, 0, 4], isCount: true))
        #expect(table.rows([2, 0]).target == Target(name: "y", classes: nil, values: [4, 3], isCount: true))
        let renamed = try table.applying([.rename(input: "y", output: "n")])
        #expect(renamed.target == Target(name: "n", classes: nil, values: [3, 0, 4], isCount: true))
        #expect(counts != Column(name: "y", role: .target, values: .numeric([3, 0, 4])))
    }

    @Test func `rows are taken in the given order with their origins and levels`() {
        let part = table.rows([2, 0, 0])
        #expect(part.rowCount == 3)
        #expect(part.column("a")?.numbers == [2.5, 1, 1])
        #expect(part.column("c")?.values == .categorical(codes: [0, 1, 1], levels: ["x", "y"]))
        #expect(part.origins == RowOrigins(file: "data.csv", lines: [5, 2, 2], numbers: [3, 0, 0]))
    }

    @Test func `no rows are a table with its columns`() {
        #expect(table.rows([]).rowCount == 0 && table.rows([]).columns.count == table.columns.count)
        #expect(Table(columns: [], rowCount: 5).rowCount == 5)
    }

    @Test func `a row has the place and number that it was loaded with`() {
        #expect(table.location(ofRow: 1) == SourceLocation(file: "data.csv", line: 4))
        #expect(table.number(ofRow: 1) == 2)
        let made = Table(columns: [], rowCount: 3)
        #expect(made.location(ofRow: 1) == nil && made.number(ofRow: 1) == 1)
    }

    @Test func `a missing value is NaN or no level`() {
        let numbers = Column(name: "a", values: .numeric([1, .nan]))
        let levels = Column(name: "c", values: .categorical(codes: [0, 0, -1], levels: ["x"]))
        #expect(!numbers.isMissing(0) && numbers.isMissing(1) && numbers.firstMissing == 1)
        #expect(!levels.isMissing(0) && levels.isMissing(2) && levels.firstMissing == 2)
        #expect(Column(name: "b", values: .numeric([0])).firstMissing == nil)
        #expect(Column(name: "d", values: .categorical(codes: [0], levels: ["x"])).firstMissing == nil)
    }

    @Test func `a column is of one type, and comes from itself unless said otherwise`() {
        let column = Column(name: "c=x", values: .categorical(codes: [0], levels: ["x"]), source: "c")
        #expect(column.numbers == nil && column.count == 1 && column.source == "c")
        #expect(Column(name: "a", values: .numeric([])).source == "a")
    }

    @Test func `texts are numbers in shortest form, level names, and nothing for missing values`() {
        #expect(Column(name: "a", values: .numeric([1, 0.5, .nan])).texts == ["1", "0.5", ""])
        #expect(table.column("c")?.texts == ["y", "", "x"])
    }
}
