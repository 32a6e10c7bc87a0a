import StageJSON
import StageKit
import StageProtocol
import Testing

struct StageOptionsJSONTests {
    private let element = StageDescriptorJSONTests.descriptor.element

    private func read(_ members: [JSONValue.Member]) throws -> StageOptions {
        let line = CanonicalJSON.line(of: .object(members))
        var fields = try JSONFields(JSONFields.Source.message.value(of: line), at: "", in: .message)
        let options = try StageOptions(&fields, element)
        try fields.finish()
        return options
    }

    @Test func `a program reads the values, the children and what was written`() throws {
        let inner = StageOptions(descriptor: element.children[0].element, values: [:], text: "Four.")
        let options = StageOptions(
            descriptor: element,
            values: [
                "share": CheckedOption(value: .number(0.1 + 0.2)), "count": CheckedOption(value: .integer(7)),
                "lambda": CheckedOption(value: .number(1e300)), "of": CheckedOption(value: .names(["a", "b", "c"])),
                "file": CheckedOption(value: .string("data.csv"), resolvedPath: "/data/data.csv"),
            ], children: [inner, inner], text: "Two.")
        let found = try read(options.members)
        for name in ["share", "count", "lambda", "of", "kind", "note", "by"] {
            #expect(found.values[name]?.value == options.values[name]?.value, "\(name)")
            #expect(found.isWritten(name) == options.isWritten(name), "\(name)")
        }
        #expect(found.values["file"]?.resolvedPath == "/data/data.csv")
        #expect(found.children.map(\.text) == ["Four.", "Four."] && found.text == "Two.")
    }

    @Test func `a path is absolute, since the program works in a folder of its own`() throws {
        let options = StageOptions(
            descriptor: element, values: ["file": CheckedOption(value: .string("a"), resolvedPath: "b/a")])
        let path = try #require(try read(options.members).values["file"]?.resolvedPath)
        #expect(path.hasPrefix("/") && path.hasSuffix("/b/a"))
    }

    @Test func `a value that no option may have is refused`() throws {
        let options = StageOptions(descriptor: element, values: ["count": CheckedOption(value: .integer(0))])
        let failure = #expect(throws: StageFailure.self) { try read(options.members) }
        #expect(
            failure?.diagnostic.message
                == "a message has the wrong form at options.count: it is not a whole number >= 1")
    }
}
