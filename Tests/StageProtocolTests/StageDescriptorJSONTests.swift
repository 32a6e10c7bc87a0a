import StageJSON
import StageKit
import StageProtocol
import Testing

struct StageDescriptorJSONTests {
    /// A stage with everything that a descriptor can say.
    static let descriptor = StageDescriptor(
        ElementDescriptor(
            name: "odd", summary: "Odd.",
            options: [
                OptionDescriptor(
                    name: "count", type: .integer(min: 1, max: nil), standard: .integer(3), unit: "rows",
                    help: "How many."),
                OptionDescriptor(
                    name: "share", type: .number(NumberRange(min: 0, max: 1, excludesMin: true, excludesMax: true)),
                    standard: .number(1e-7), help: "Which share."),
                OptionDescriptor(name: "kind", type: .choice(["a", "b"]), standard: .string("b"), help: "Which kind."),
                OptionDescriptor(name: "note", type: .string, help: "A note."),
                OptionDescriptor(name: "file", type: .path, isRequired: true, help: "A file."),
                OptionDescriptor(name: "by", type: .column, help: "A column."),
                OptionDescriptor(name: "of", type: .names, standard: .names(["x", "y"]), help: "Names."),
                OptionDescriptor(
                    name: "lambda", type: .keyword(["auto"], or: .number(NumberRange(min: 0))),
                    standard: .string("auto"),
                    help: "A word or a number."),
            ],
            children: [
                ChildDescriptor(
                    ElementDescriptor(name: "inner", summary: "Inner.", text: "A sentence."), minCount: 1, maxCount: nil
                )
            ], text: "A query."),
        namespace: "urn:example", takes: [.table], gives: [.selection], version: 4, wantsNormalizedColumns: true,
        normalizesColumns: true, isExpressible: false)

    private func read(_ value: JSONValue) throws -> StageDescriptor {
        try StageDescriptor(value, at: "stage", in: .message)
    }

    @Test func `what is written is read again`() throws {
        let bytes = CanonicalJSON.line(of: Self.descriptor.json)
        #expect(try read(JSONFields.Source.message.value(of: bytes)) == Self.descriptor)
    }

    @Test(arguments: [
        ("\"scoring\": \"program\"", "\"scoring\": \"magic\"", "it is 'magic'; expected 'program' or nothing"),
        ("\"type\": \"column\"", "\"type\": \"colour\"", "'colour' is no type of an option"),
        ("\"default\": \"3\"", "\"default\": \"0\"", "'0' is not a whole number >= 1"),
        ("\"takes\": [\"table\"]", "\"takes\": [\"chair\"]", "'chair' is no kind of artefact"),
        ("\"min\": 1", "\"min\": 1.5", "a whole number is needed"),
        ("\"version\": 4", "\"version\": 4, \"colour\": 1", "'colour' is unknown"),
    ])
    func `what is wrong is told with its place`(part: String, wrong: String, text: String) throws {
        let line = String(decoding: CanonicalJSON.line(of: Self.descriptor.json), as: UTF8.self)
        #expect(line.contains(part))
        let value = try JSONFields.Source.message.value(of: Array(line.replacing(part, with: wrong).utf8))
        let failure = #expect(throws: StageFailure.self) { try read(value) }
        #expect(failure?.diagnostic.message.contains(text) == true, "\(failure?.diagnostic.message ?? "")")
    }
}
