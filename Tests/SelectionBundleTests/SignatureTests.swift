import SparseGLM
import StageJSON
import StageKit
import Testing

@testable import SelectionBundle

struct SignatureTests {
    private static let source = JSONFields.Source(bundle: "b", member: "model/signature.json")

    @Test func `training gives types, ranges, levels and policies`() {
        let signature = SampleRecord.scoring(.binomial).signature
        #expect(
            signature.inputs == [
                Signature.Input(name: "age", type: .numeric(range: 29...51), missing: .accept),
                Signature.Input(name: "body, mass", type: .numeric(range: -2.25...7)),
                Signature.Input(name: "League", type: .categorical(levels: ["A", "N"])),
            ])
        #expect(signature.outputs == ["prediction", "probability:no", "probability:yes"])
    }

    private func policies(_ column: Column, _ operations: [ColumnOperation], feature: String) -> [Signature.Policy] {
        let model = Model(family: .gaussian, classes: nil, features: [feature], intercepts: [0], coefficients: [[1]])
        let input = Signature(inputs: [column], operations: operations, model: model, target: "y").inputs[0]
        return [input.missing, input.unknownLevels]
    }

    @Test func `what a stage that computes makes of odd values is its own business`() {
        let computation = StageComputation(
            stage: "s", namespace: "urn:s", version: 1, inputs: ["a"], outputs: ["b"], state: [])
        let number = Column(name: "a", values: .numeric([1, .nan]))
        #expect(policies(number, [.computed(computation)], feature: "b") == [.accept, .error])
        let level = Column(name: "a", values: .categorical(codes: [0, -1], levels: ["x"]))
        #expect(policies(level, [.computed(computation)], feature: "b") == [.accept, .accept])
    }

    @Test func `a policy says what scoring does`() throws {
        let number = Column(name: "a", values: .numeric([1, .nan]))
        let level = Column(name: "a", values: .categorical(codes: [0, -1, 1], levels: ["x", "new"]))
        let scale = ColumnOperation.affine(input: "a", output: "a", center: 0, scale: 1)
        let indicator = ColumnOperation.indicator(input: "a", output: "a=x", level: "x")
        let cases: [(Column, [ColumnOperation], String, [Signature.Policy])] = [
            (number, [scale], "a", [.error, .error]),
            (number, [scale, .impute(input: "a", output: "a", value: 0)], "a", [.accept, .error]),
            (
                number, [.requirePresent(input: "a"), .impute(input: "a", output: "a", value: 0)], "a",
                [.error, .error]
            ),
            (level, [indicator], "a=x", [.error, .accept]),
            (level, [.imputeLevel(input: "a", output: "a", level: "x"), indicator], "a=x", [.accept, .accept]),
            (level, [.requireLevel(input: "a", levels: ["x"]), indicator], "a=x", [.error, .error]),
            (level, [.lookup(input: "a", output: "n", levels: ["x"], numbers: [1])], "n", [.error, .error]),
            (
                level,
                [
                    .lookup(input: "a", output: "n", levels: ["x"], numbers: [1]),
                    .impute(input: "n", output: "n", value: 0),
                ], "n", [.accept, .accept]
            ),
            (
                number, [.rename(input: "a", output: "b"), .impute(input: "b", output: "b", value: 1)], "b",
                [.accept, .error]
            ),
        ]
        for (column, operations, feature, expected) in cases {
            #expect(policies(column, operations, feature: feature) == expected, "\(operations)")
            // The policy is what the operations and the model do with such a row.
            let model = Model(
                family: .gaussian, classes: nil, features: [feature], intercepts: [0], coefficients: [[1]])
            let row = Table(columns: [column.rows([1])])
            let isTaken = (try? model.linearPredictors(on: row.applying(operations))) != nil
            #expect(isTaken == (expected[0] == .accept))
        }
    }

    @Test(arguments: [["NA"], [], ["-", "n/a"]])
    func `a signature comes back as it was, and says what stands for no value unless it is NA`(_ tokens: [String])
        throws
    {
        let signature = Signature(
            inputs: [
                Signature.Input(name: "a", type: .numeric(range: nil), missing: .accept),
                Signature.Input(name: "o", role: .offset, type: .numeric(range: -1...0.5)),
                Signature.Input(name: "c", type: .categorical(levels: ["x", "\""]), unknownLevels: .accept),
            ], target: "y", classes: ["0", "1"], missingTokens: tokens)
        let bytes = CanonicalJSON.bytes(of: signature.json)
        #expect(String(decoding: bytes, as: UTF8.self).contains("missingTokens") == (tokens != ["NA"]))
        #expect(try Signature(reading: bytes, in: Self.source) == signature)
    }

    @Test(arguments: [
        ("\"role\": \"feature\"", "\"role\": \"target\"", "inputs[0].role: 'feature' or 'offset' is needed"),
        ("\"type\": \"numeric\"", "\"type\": \"date\"", "inputs[0]: 'type', 'levels' and 'range' do not fit together"),
        ("\"range\": [29, 51]", "\"range\": [51, 29]", "inputs[0]: 'type', 'levels' and 'range' do not fit together"),
        ("\"missing\": \"accept\"", "\"missing\": \"maybe\"", "inputs[0].missing: 'error' or 'accept' is needed"),
        ("\"name\": \"age\"", "\"name\": \"League\"", "inputs: 'League' is there twice"),
        (
            "\"name\": \"prediction\"", "\"name\": \"score\"",
            "outputs: the columns that follow from 'classes' are needed"
        ),
        ("\"target\"", "\"goal\"", "its top: 'target' is missing"),
    ])
    func `another form is refused at its place`(old: String, new: String, reason: String) throws {
        let text = String(decoding: CanonicalJSON.bytes(of: SampleRecord.scoring().signature.json), as: UTF8.self)
        let place = try #require(text.firstRange(of: old))
        let changed = String(text[..<place.lowerBound]) + new + String(text[place.upperBound...])
        let error = #expect(throws: StageFailure.self) {
            try Signature(reading: Array(changed.utf8), in: Self.source)
        }
        #expect(error?.description == "error[FS603]: b: model/signature.json has the wrong form at \(reason).")
        #expect(error?.kind == .data)
    }
}
