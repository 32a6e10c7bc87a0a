import StageKit
import Testing

struct OptionTests {
    private enum Colour: String, OptionChoice {
        case red
        case darkBlue = "dark-blue"
    }

    private static let folds = Option.integer("folds", default: 10, in: 2...100, unit: "folds", help: "How many.")
    private static let limit = Option<Int?>.optionalInteger("limit", in: 1...9, help: "At most.")
    private static let ratio = Option.number(
        "ratio", default: 1, in: NumberRange(min: 0, max: 1, excludesMin: true), help: "The share.")
    private static let shift = Option<Double?>.optionalNumber("shift", help: "A shift.")
    private static let colour = Option<Colour>.choice(
        "colour", default: .darkBlue, help: "A colour.", affectsResult: false)
    private static let other = Option<Colour?>.optionalChoice("other", help: "Another colour.")
    private static let lambda = Option.wordOrNumber(
        "lambda", words: ["auto", "joint"], default: .word("auto"), in: NumberRange(min: 0), help: "The strength.")
    private static let fixed = Option.wordOrNumber("fixed", words: ["auto"], default: .number(0.5), help: "A number.")
    private static let title = Option<String>.string("title", default: "untitled", help: "A title.")
    private static let note = Option<String?>.optionalString("note", help: "A note.")
    private static let column = Option<String>.column("column", help: "A column.")
    private static let by = Option<String?>.optionalColumn("by", help: "Another column.")
    private static let path = Option<String>.path("path", help: "A file.")
    private static let tokens = Option<[String]>.names("tokens", default: ["NA"], help: "Words.")

    private static let element = ElementDescriptor(
        name: "thing", summary: "A thing.",
        options: [
            folds.descriptor, limit.descriptor, ratio.descriptor, shift.descriptor, colour.descriptor, other.descriptor,
            lambda.descriptor, fixed.descriptor, title.descriptor, note.descriptor, column.descriptor, by.descriptor,
            path.descriptor, tokens.descriptor,
        ])

    @Test func `what is not written is at its default, or nothing`() throws {
        let options = try StageOptions(Self.element, ["column": "y", "path": "data.csv"])
        #expect(options[Self.folds] == 10)
        #expect(options[Self.limit] == nil)
        #expect(options[Self.ratio] == 1)
        #expect(options[Self.shift] == nil)
        #expect(options[Self.colour] == .darkBlue)
        #expect(options[Self.other] == nil)
        #expect(options[Self.lambda] == .word("auto"))
        #expect(options[Self.fixed] == .number(0.5))
        #expect(options[Self.title] == "untitled")
        #expect(options[Self.note] == nil)
        #expect(options[Self.by] == nil)
        #expect(options[Self.tokens] == ["NA"])
    }

    @Test func `what is written is read`() throws {
        let options = try StageOptions(
            Self.element,
            [
                "folds": "5", "limit": "3", "ratio": "0.5", "shift": "-1e-3", "colour": "red", "other": "dark-blue",
                "lambda": "0.25", "fixed": "auto", "title": "", "note": "n", "column": "y", "by": "z", "path": "d.csv",
                "tokens": "NA -",
            ])
        #expect(options[Self.folds] == 5)
        #expect(options[Self.limit] == 3)
        #expect(options[Self.ratio] == 0.5)
        #expect(options[Self.shift] == -1e-3)
        #expect(options[Self.colour] == .red)
        #expect(options[Self.other] == .darkBlue)
        #expect(options[Self.lambda] == .number(0.25))
        #expect(options[Self.fixed] == .word("auto"))
        #expect(options[Self.title] == "")
        #expect(options[Self.note] == "n")
        #expect(options[Self.column] == "y")
        #expect(options[Self.by] == "z")
        #expect(options[Self.path] == "d.csv")
        #expect(options[Self.tokens] == ["NA", "-"])
    }

    @Test func `a path is read as resolved against the folder of its file`() {
        let options = StageOptions(
            descriptor: Self.element,
            values: ["path": CheckedOption(value: .string("d.csv"), resolvedPath: "/data/d.csv")])
        #expect(options[Self.path] == "/data/d.csv")
    }

    @Test func `a descriptor says everything about its option`() {
        let descriptor = Self.folds.descriptor
        #expect(descriptor.type == .integer(min: 2, max: 100) && descriptor.standard == .integer(10))
        #expect(descriptor.unit == "folds" && descriptor.help == "How many." && descriptor.affectsResult)
        #expect(!Self.colour.descriptor.affectsResult)
        #expect(Self.column.descriptor.isRequired && Self.path.descriptor.isRequired && !Self.by.descriptor.isRequired)
        #expect(Option<[String]>.names("on", isRequired: true, help: "Names.").descriptor.standard == nil)
        #expect(Option<Double?>.optionalNumber("v", isRequired: true, help: "A value.").descriptor.isRequired)
    }

    @Test func `every default is written as it is read`() {
        for option in Self.element.options {
            guard let standard = option.standard else { continue }
            #expect(option.type.parse(standard.description) == standard)
        }
    }
}
