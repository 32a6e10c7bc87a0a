import StageKit
import Testing

struct OptionTypeTests {
    private static let share = OptionType.number(NumberRange(min: 0, max: 1, excludesMin: true))

    @Test(arguments: [
        ("10", 10), ("-3", -3), ("+7", 7), ("007", 7), ("9223372036854775807", Int.max),
    ])
    func `whole numbers are read`(text: String, value: Int) {
        #expect(OptionType.integer(min: nil, max: nil).parse(text) == .integer(value))
    }

    @Test(arguments: ["", " 1", "1 ", "1.0", "1e3", "0x10", "9223372036854775808", "١", "one", "--1"])
    func `what is no whole number is refused`(text: String) {
        #expect(OptionType.integer(min: nil, max: nil).parse(text) == nil)
    }

    @Test func `a whole number lies within its bounds, both included`() {
        let type = OptionType.integer(min: 2, max: 10)
        #expect((1...11).map { type.parse(String($0)) != nil } == [false] + [Bool](repeating: true, count: 9) + [false])
    }

    @Test(arguments: [
        ("0.5", 0.5), ("-2", -2), ("+.5", 0.5), ("1e-7", 1e-7), ("2E3", 2000), ("1.", 1), ("-0", -0.0),
        ("0.1", 0.1), ("1e-400", 0),
    ])
    func `decimal numbers are read`(text: String, value: Double) {
        #expect(OptionType.number(NumberRange()).parse(text) == .number(value))
    }

    @Test(arguments: [
        "", ".", "nan", "inf", "-inf", "infinity", "0x1p3", "1e400", "1,5", "1 ", " 1", "1e", "٣", "1_000",
    ])
    func `what is no finite decimal number is refused`(text: String) {
        #expect(OptionType.number(NumberRange()).parse(text) == nil)
    }

    @Test(arguments: [("0", false), ("1e-300", true), ("1", true), ("1.0000000000000002", false)])
    func `an open bound is excluded and a closed one is not`(text: String, isAllowed: Bool) {
        #expect((Self.share.parse(text) != nil) == isAllowed)
    }

    @Test func `an open upper bound is excluded`() {
        let range = NumberRange(max: 2, excludesMax: true)
        #expect(range.contains(1.99) && !range.contains(2) && range.contains(-1e308))
    }

    @Test func `a word is one of the list, in its own spelling`() {
        let type = OptionType.choice(["zscore", "none"])
        #expect(type.parse("none") == .string("none"))
        #expect(type.parse("None") == nil && type.parse("") == nil)
    }

    @Test func `text may be empty, a path and a column may not`() {
        #expect(OptionType.string.parse("") == .string(""))
        #expect(OptionType.path.parse("") == nil && OptionType.column.parse("") == nil)
        #expect(OptionType.path.parse("a b.csv") == .string("a b.csv"))
        #expect(OptionType.column.parse(" x ") == .string(" x "))
    }

    @Test func `names are separated by white space`() {
        #expect(OptionType.names.parse("  a b\tc\nd ") == .names(["a", "b", "c", "d"]))
        #expect(OptionType.names.parse("") == .names([]))
    }

    @Test func `a word or another type is read as the word first`() {
        let type = OptionType.keyword(["auto", "joint"], or: Self.share)
        #expect(type.parse("joint") == .string("joint"))
        #expect(type.parse("0.25") == .number(0.25))
        #expect(type.parse("2") == nil && type.parse("automatic") == nil)
    }

    /// Types and the phrase that says what is expected.
    static let phrases: [(OptionType, String)] = [
        (.integer(min: nil, max: nil), "a whole number"),
        (.integer(min: 2, max: nil), "a whole number >= 2"),
        (.integer(min: 2, max: 100), "a whole number >= 2 and <= 100"),
        (.number(NumberRange()), "a number"),
        (share, "a number > 0 and <= 1"),
        (.number(NumberRange(max: 0.5, excludesMax: true)), "a number < 0.5"),
        (.choice(["a", "b"]), "one of 'a', 'b'"),
        (.string, "text"), (.path, "a path"), (.column, "a column name"), (.names, "names separated by spaces"),
        (.keyword(["auto", "joint"], or: .number(NumberRange(min: 0))), "'auto', 'joint' or a number >= 0"),
    ]

    @Test(arguments: phrases.indices)
    func `a type says what it expects`(index: Int) {
        #expect(Self.phrases[index].0.description == Self.phrases[index].1)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (10, "10"), (-3, "-3"), (0.1, "0.1"), (1e-7, "1e-07"), (1e15, "1000000000000000"),
        (1e16, "10000000000000000"), (2e16, "2e+16"),
        (999_999_999_999_999, "999999999999999"), (0.1 + 0.2, "0.30000000000000004"),
    ])
    func `a number is written shortest and reads back the same`(value: Double, text: String) {
        #expect(shortest(value) == text)
        #expect(OptionType.number(NumberRange()).parse(text) == .number(value))
    }
}
