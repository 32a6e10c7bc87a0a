import Testing

@testable import StageKit

struct ColumnTests {
    private let numbers = Column(name: "a", values: .numeric([4, 1, 3, 2]))
    private let holed = Column(name: "h", values: .numeric([4, .nan, 3, 2]))
    private let levels = Column(name: "c", values: .categorical(codes: [0, -1, 1, 0], levels: ["x", "y"]))

    @Test func `rows of rows share the stored values`() {
        let part = numbers.rows([3, 0, 1]).rows([2, 0])
        #expect(part.content.stored === numbers.content.stored)
        #expect(part.numbers == [1, 2] && part.count == 2)
        #expect(levels.rows([2, 1]).values == .categorical(codes: [1, -1], levels: ["x", "y"]))
        #expect(levels.numbers == nil && !levels.isNumeric && numbers.isNumeric)
    }

    @Test func `a missing value is found in a view as in the values`() {
        #expect(
            holed.firstMissing == 1 && holed.rows([0, 2, 1]).firstMissing == 2
                && holed.rows([0, 2]).firstMissing == nil)
        #expect(levels.firstMissing == 1 && levels.rows([2, 3]).firstMissing == nil)
        #expect(holed.isMissing(1) && !holed.isMissing(0) && levels.rows([2, 1]).isMissing(1))
        #expect(numbers.firstMissing == nil)
    }

    @Test func `views are equal where their values are, whatever is stored`() {
        let made = Column(name: "a", values: .numeric([1, 2]))
        #expect(numbers.rows([1, 3]) == made)
        #expect(numbers.rows([1, 3]).hashValue == made.hashValue)
        #expect(numbers.rows([1, 2]) != made && numbers.rows([1]) != made)
        #expect("\(numbers.rows([1, 3]))" == "\(made)")
    }

    @Test func `an affine operation and a clip are put off, and give the bits of doing them`() throws {
        let table = Table(columns: [numbers]).rows([2, 0, 1])
        let operations: [ColumnOperation] = [
            .affine(input: "a", output: "a", center: 0.1, scale: 3),
            .clip(input: "a", output: "a", low: 0.5, high: 1),
        ]
        let view = try table.applying(operations).columns[0]
        #expect(view.content.stored === numbers.content.stored)
        #expect(view.numbers == [3.0, 4, 1].map { min(max(($0 - 0.1) / 3, 0.5), 1) })
    }

    @Test func `what might leave the range of a double is done at once`() throws {
        let huge = Table(columns: [Column(name: "a", values: .numeric([1e300, -1e300, 2]))])
        let blowUp = ColumnOperation.affine(input: "a", output: "a", center: 0, scale: 1e-10)
        // The rows that overflow are not there, so that the operation is allowed, but it has to be looked at.
        #expect(try huge.rows([2]).applying([blowUp]).columns[0].numbers == [2 / 1e-10])
        #expect(throws: StageFailure.self) { try huge.applying([blowUp]) }
    }

    @Test func `the indicator of a level is stored once for all rows`() throws {
        let table = Table(columns: [levels, numbers])
        let indicator = ColumnOperation.indicator(input: "c", output: "c=y", level: "y")
        let (whole, part) = (try table.applying([indicator]), try table.rows([2, 0]).applying([indicator]))
        let (a, b) = (try #require(whole.column("c=y")), try #require(part.column("c=y")))
        #expect(a.content.stored === b.content.stored)
        #expect(b.numbers == [1, 0] && a.numbers?.map { $0.isNaN ? -1 : $0 } == [0, -1, 1, 0])
        let unknown = ColumnOperation.indicator(input: "c", output: "c=z", level: "z")
        #expect(try table.rows([0, 2]).applying([unknown]).column("c=z")?.numbers == [0, 0])
        #expect(throws: StageFailure.self) {
            try table.applying([.indicator(input: "a", output: "a=y", level: "y")])
        }
    }

    @Test(arguments: [1, 2, 5]) func `a divided table stores each part on its own`(workers: Int) {
        let table = Table(
            columns: [numbers, levels], origins: RowOrigins(file: "d.csv", lines: [2, 3, 4, 5], numbers: [0, 1, 2, 3]))
        let (first, second) = table.divided([0, 2, 3], [1], workers: workers)
        #expect(first == table.rows([0, 2, 3]) && second == table.rows([1]))
        #expect(first.columns[0].content.rows == nil && first.columns[0].content.stored.count == 3)
        #expect(first.origins?.lines == [2, 4, 5] && second.location(ofRow: 0)?.line == 3)
    }

    @Test func `tables are of the same storage only where every view is`() throws {
        let table = Table(columns: [numbers, levels])
        let part = table.rows([0, 1])
        #expect(table.isSameStorage(as: Table(columns: [numbers, levels])) && part.isSameStorage(as: part))
        #expect(!part.isSameStorage(as: table.rows([0, 1])))
        #expect(!table.isSameStorage(as: Table(columns: [Column(name: "a", values: numbers.values), levels])))
        let scaled = try table.applying([.affine(input: "a", output: "a", center: 0, scale: 2)])
        #expect(!table.isSameStorage(as: scaled))
    }
}
