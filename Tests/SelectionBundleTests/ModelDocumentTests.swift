import SparseGLM
import StageJSON
import StageKit
import Testing

@testable import SelectionBundle

struct ModelDocumentTests {
    private static let source = JSONFields.Source(bundle: "b.fsel.tar.gz", member: "model/model.json")

    /// One operation of each kind.
    private static let operations: [ColumnOperation] = [
        .affine(input: "a", output: "a", center: 0.1, scale: -3), .clip(input: "a", output: "b", low: -1, high: 2.5),
        .impute(input: "b", output: "b", value: -0.0), .imputeLevel(input: "c", output: "c", level: "x"),
        .indicator(input: "c", output: "c=x", level: "x"),
        .lookup(input: "c", output: "d", levels: ["x", "y"], numbers: [1, 2]),
        .linearCombination(inputs: ["a", "b"], output: "e", weights: [0.5, 1e-300], constant: 7),
        .log(input: "a", output: "f", shift: 1), .power(input: "a", output: "g", exponent: 0.5),
        .piecewise(input: "a", output: "h", x: [0, 1, 4], y: [3, 2, 1]), .drop(input: "f"),
        .rename(input: "g", output: "k"), .requirePresent(input: "a"), .requireLevel(input: "c", levels: ["x", "y"]),
    ]

    private static func document(_ operations: [ColumnOperation] = operations) -> ModelDocument {
        ModelDocument(inputs: ["a", "c"], operations: operations, model: SampleRecord.model(.binomial))
    }

    private func failure(_ text: String) -> String? {
        do throws(StageFailure) {
            _ = try ModelDocument(reading: Array(text.utf8), in: Self.source)
            return nil
        } catch {
            return error.description
        }
    }

    /// The failure of a document in which one text was put in place of another.
    private func failure(replacing old: String, by new: String) throws -> String? {
        let text = String(decoding: CanonicalJSON.bytes(of: Self.document().json), as: UTF8.self)
        let place = try #require(text.firstRange(of: old), "'\(old)' is not in the document")
        return failure(text.replacingCharacters(in: place, with: new))
    }

    @Test func `every operation comes back as it was`() throws {
        let bytes = CanonicalJSON.bytes(of: Self.document().json)
        let read = try ModelDocument(reading: bytes, in: Self.source)
        #expect(read.operations == Self.operations)
        #expect(read.inputs == ["a", "c"])
        #expect(read.model.features == SampleRecord.features)
        #expect(read.model.coefficients == [[0.1, -1.25, 1.0 / 3]])
        #expect(CanonicalJSON.bytes(of: read.json) == bytes)
    }

    @Test func `several linear predictors and counts come back as they were`() throws {
        for model in [SampleRecord.model(.multinomial), SampleRecord.model(.poisson)] {
            let bytes = CanonicalJSON.bytes(of: ModelDocument(inputs: ["a"], operations: [], model: model).json)
            let read = try ModelDocument(reading: bytes, in: Self.source)
            #expect(read.model.family == model.family && read.model.classes == model.classes)
            #expect(read.model.intercepts == model.intercepts && read.model.coefficients == model.coefficients)
        }
    }

    @Test(arguments: [
        (
            "\"intercepts\": [0.5, -0.25, -0.25]", "\"intercepts\": [0.5, -0.25]",
            "intercepts: 3 numbers are needed, one a class."
        ),
        (
            "\"classes\": [\"low\", \"mid\", \"high\"]", "\"classes\": [\"low\", \"mid\"]",
            "intercepts: 2 numbers are needed, one a class."
        ),
        ("[\"low\", \"mid\", \"high\"]", "[\"low\"]", "classes: two classes at least are needed."),
        ("[\"low\", \"mid\", \"high\"]", "null", "classes: two classes at least are needed."),
        ("\"family\": \"multinomial\"", "\"family\": \"poisson\"", "classes: null is needed."),
        ("\"family\": \"multinomial\"", "\"family\": \"binomial\"", "classes: two classes are needed."),
    ])
    func `a document whose predictors are not its classes' is refused`(old: String, new: String, text: String) throws {
        let document = ModelDocument(inputs: ["a"], operations: [], model: SampleRecord.model(.multinomial))
        let whole = String(decoding: CanonicalJSON.bytes(of: document.json), as: UTF8.self)
        let place = try #require(whole.firstRange(of: old), "'\(old)' is not in \(whole)")
        #expect(
            failure(whole.replacingCharacters(in: place, with: new))
                == "error[FS603]: b.fsel.tar.gz: model/model.json has the wrong form at \(text)")
    }

    @Test(arguments: [
        (
            "\"formatVersion\": 1", "\"formatVersion\": 2",
            "FS604]: b.fsel.tar.gz: model/model.json has format version 2; this program reads version 1."
        ),
        (
            "\"op\": \"affine\"", "\"op\": \"run\"",
            "FS606]: b.fsel.tar.gz: model/model.json has the unknown operation 'run' at operations[0]."
        ),
        (
            "\"center\": 0.1", "\"centre\": 0.1",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[0]: 'center' is missing."
        ),
        (
            "\"scale\": -3", "\"scale\": -3, \"more\": 1",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[0]: 'more' is unknown."
        ),
        (
            "\"scale\": -3", "\"scale\": 0",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[0]: the scale is 0."
        ),
        (
            "\"low\": -1", "\"low\": 9",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[1]: 'low' is above 'high'."
        ),
        (
            "\"numbers\": [1, 2]", "\"numbers\": [1]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[5]: there are 2 levels and 1 numbers."
        ),
        (
            "\"levels\": [\"x\", \"y\"]", "\"levels\": [\"x\", \"x\"]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[5]: a level is there twice."
        ),
        (
            "\"weights\": [0.5, ", "\"weights\": [",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[6]: there are 2 inputs and 1 weights."
        ),
        (
            "\"y\": [3, 2, 1]", "\"y\": [3, 2]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[9]: there are 3 numbers in 'x' and 2 in 'y'."
        ),
        (
            "\"x\": [0, 1, 4]", "\"x\": [0, 0, 4]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[9]: 'x' does not increase."
        ),
        (
            "\"family\": \"binomial\"", "\"family\": \"gamma\"",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at family: 'gamma' is no known family."
        ),
        (
            "\"family\": \"binomial\"", "\"family\": \"gaussian\"",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at classes: null is needed."
        ),
        (
            "\"link\": \"logit\"", "\"link\": \"probit\"",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at link: 'logit' is needed."
        ),
        (
            "\"classes\": [\"no\", \"yes\"]", "\"classes\": [\"no\"]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at classes: two classes are needed."
        ),
        (
            "\"classes\": [\"no\", \"yes\"]", "\"classes\": [\"no\", \"no\"]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at classes: 'no' is there twice."
        ),
        (
            "\"inputs\": [\"a\", \"c\"]", "\"inputs\": [\"a\", 1]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at inputs: a list of texts is needed."
        ),
        (
            "\"intercepts\": [0.5]", "\"intercepts\": [0.5, 1]",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at intercepts: one number is needed."
        ),
        (
            "\"intercepts\": [0.5]", "\"intercepts\": 0.5",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at intercepts: a list is needed."
        ),
        (
            "[0.1, -1.25, ", "[0.1, ",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at coefficients[0]: 3 numbers are needed, one a feature."
        ),
        (
            "\"features\": [\"age\"", "\"features\": [\"League=N\"",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at features: 'League=N' is there twice."
        ),
        (
            "\"link\"", "\"code\": \"x\", \"link\"",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at its top: 'code' is unknown."
        ),
        (
            "\"shift\": 1", "\"shift\": \"1\"",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[7].shift: a number is needed."
        ),
        (
            "\"op\": \"clip\",", "",
            "FS603]: b.fsel.tar.gz: model/model.json has the wrong form at operations[1]: 'op' is missing."
        ),
        (
            "\"family\": ", "\"family\": ,",
            "FS602]: b.fsel.tar.gz: model/model.json is not valid JSON at 3:13: this is no JSON value."
        ),
    ])
    func `a document in another form is refused at its place`(old: String, new: String, text: String) throws {
        #expect(try failure(replacing: old, by: new) == "error[\(text)")
    }

    @Test func `a document that is no object is refused`() {
        #expect(
            failure("[]")
                == "error[FS603]: b.fsel.tar.gz: model/model.json has the wrong form at its top: an object is needed.")
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
