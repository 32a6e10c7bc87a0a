import StageKit
import Testing

struct StageOptionsTests {
    private static let folds = Option.integer("folds", default: 10, in: 2...100, help: "How many.")
    private static let column = Option<String>.column("column", help: "A column.")
    private static let cv = ElementDescriptor(name: "cv", summary: "Folds.", options: [folds.descriptor])
    private static let element = ElementDescriptor(
        name: "thing", summary: "A thing.", options: [column.descriptor], children: [ChildDescriptor(cv, maxCount: nil)]
    )

    private func failure(_ texts: [String: String]) -> StageFailure? {
        #expect(throws: StageFailure.self) { try StageOptions(Self.element, texts) }
    }

    @Test func `an unknown attribute is refused with its neighbour`() {
        let failure = failure(["colum": "x"])
        #expect(failure?.kind == .pipeline)
        #expect(failure?.description == "error[FS501]: <thing> has no attribute 'colum'.")
        #expect(failure?.diagnostic.suggestion == "did you mean 'column'?")
    }

    @Test func `an unknown attribute without a neighbour has no proposal`() {
        #expect(failure(["zzz": "x"])?.diagnostic.suggestion == nil)
    }

    @Test func `a bad value is refused with what was expected`() {
        let failure = #expect(throws: StageFailure.self) { try StageOptions(Self.cv, ["folds": "1"]) }
        #expect(failure?.kind == .pipeline)
        #expect(
            failure?.description
                == "error[FS502]: Attribute 'folds' of <cv> is '1', expected a whole number >= 2 and <= 100.")
    }

    @Test func `a missing attribute is refused`() {
        let failure = failure([:])
        #expect(failure?.kind == .pipeline)
        #expect(failure?.description == "error[FS503]: <thing> needs the attribute 'column'.")
    }

    @Test func `of several faults the first by name is told`() {
        #expect(failure(["b": "1", "a": "2"])?.diagnostic.message == "<thing> has no attribute 'a'.")
    }

    @Test func `children are found by name, in order`() throws {
        let children = [try StageOptions(Self.cv, ["folds": "3"]), try StageOptions(Self.cv)]
        let options = try StageOptions(Self.element, ["column": "y"], children: children)
        #expect(options.children("cv").map { $0[Self.folds] } == [3, 10])
        #expect(options.child("cv")?[Self.folds] == 3)
        #expect(options.child("path") == nil && options.children("path").isEmpty)
    }

    @Test func `an option is where it is written, or else where its element is`() {
        let (here, there) = (SourceLocation(file: "p.xml", line: 4), SourceLocation(file: "p.xml", line: 5))
        let options = StageOptions(
            descriptor: Self.element, values: ["column": CheckedOption(value: .string("y"), location: there)],
            location: here)
        #expect(options.location(of: "column") == there)
        #expect(options.location(of: "other") == here)
    }

    @Test func `a default is not written, whatever else is`() {
        let origins: [OptionOrigin] = [.written, .parameter("n"), .override, .environment("N"), .standard]
        let written = origins.map { origin in
            StageOptions(
                descriptor: Self.cv, values: ["folds": CheckedOption(value: .integer(5), origin: origin)]
            ).isWritten("folds")
        }
        #expect(written == [true, true, true, true, false])
        #expect(!StageOptions(descriptor: Self.cv, values: [:]).isWritten("folds"))
    }

    @Test func `values are described as they would be written`() {
        let values: [OptionValue] = [.integer(5), .number(0.5), .number(2), .string("a b"), .names(["a", "b"])]
        #expect(values.map(\.description) == ["5", "0.5", "2", "a b", "a b"])
    }

    @Test func `descriptors are found by name`() {
        #expect(Self.element.option("column") == Self.column.descriptor && Self.element.option("folds") == nil)
        #expect(Self.element.child("cv")?.element == Self.cv && Self.element.child("column") == nil)
    }
}
