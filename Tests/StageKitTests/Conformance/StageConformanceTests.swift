import SparseGLM
import StageKit
import StageKitTesting
import Testing

struct StageConformanceTests {
    /// Faults of a stage and the promises that they break.
    private static let broken: [(fault: FaultyStage.Fault, promises: Set<ConformanceViolation.Promise>)] = [
        (.none, []), (.secondRun, [.determinism, .cancellation]), (.workers, [.determinism, .cancellation]),
        (.diagnosticOrder, [.determinism, .cancellation]), (.unpromisedModel, [.output]),
        (.unpromisedSelection, [.output]),
        (.notANumber, [.output, .badInput]), (.muttering, [.output]), (.seenLevels, [.application]),
        (.settledNumbers, [.heldOut]), (.firstRow, [.rowOrder]), (.ownError, [.badInput]),
        (.cancellation, [.cancellation]),
    ]

    private func violations(_ fault: FaultyStage.Fault) async throws -> [ConformanceViolation] {
        let options = try StageOptions(FaultyStage.descriptor.element, ["fault": fault.rawValue])
        var columns = StageConformance.table(hasCategories: true).columns
        // A level that stands in odd rows alone, so that half of the rows lack it.
        columns.append(
            Column(
                name: "parity", values: .categorical(codes: (0..<48).map { Int32($0 % 2) }, levels: ["even", "odd"])))
        return await StageConformance(FaultyStage.self, options: options, table: Table(columns: columns)).violations()
    }

    @Test(arguments: broken.indices)
    func `a broken promise is found, and no other`(index: Int) async throws {
        let (fault, promises) = Self.broken[index]
        let found = Set(try await violations(fault).map(\.promise))
        let isContained = fault == .secondRun ? promises.isSubset(of: found) : promises == found
        #expect(isContained, "\(fault): \(found)")
    }

    @Test func `a stage that remembers rows it was once shown is found`() async throws {
        #expect(try await violations(.memory).contains { $0.promise == .heldOut })
    }

    @Test func `a violation says what happened`() async throws {
        #expect(
            try await violations(.firstRow).map(\.description) == [
                "rowOrder: With the rows reversed, operation 'affine' on 'x1' has other numbers."
            ])
        #expect(
            try await violations(.seenLevels).map(\.description) == [
                "application: What every other row taught does not apply: error[FS515]: Column 'parity' has the level "
                    + "'odd', which was not there in training."
            ])
    }

    /// Gives a model of no feature and the selection behind it, in the place of the one it was given.
    private struct Replacing: LearningStage {
        static let descriptor = StageDescriptor(
            ElementDescriptor(name: "replacing", summary: "Models without features."), namespace: "urn:example",
            takes: [.table, .selection], gives: [.model])
        init(options: StageOptions) {}
        func fit(_ input: StageInput, settled: Fit?, context: StageContext) -> Fit {
            Fit(
                selection: Selection(family: .gaussian, candidates: input.table.features.map(\.name), features: []),
                model: Model(family: .gaussian, classes: nil, features: [], intercepts: [0], coefficients: [[]]))
        }
    }

    @Test func `a stage that takes a selection may give back the one behind its model`() async {
        let options = StageOptions(descriptor: Replacing.descriptor.element, values: [:])
        let found = await StageConformance(Replacing.self, options: options, table: StageConformance.table())
            .violations()
        #expect(found == [])
    }

    @Test func `a table that the stage refuses is no ground for checks`() async throws {
        let table = Table(columns: [Column(name: "x", values: .numeric([1, .nan]))])
        let options = try StageOptions(FaultyStage.descriptor.element, ["fault": "own-error"])
        let found = await StageConformance(FaultyStage.self, options: options, table: table).violations()
        #expect(found.map(\.promise) == [.output])
    }

    @Test func `faults of a descriptor are listed`() async throws {
        let options = StageOptions(descriptor: Misdescribed.descriptor.element, values: [:])
        let found = await StageConformance(Misdescribed.self, options: options).violations()
        #expect(
            found.map(\.message) == [
                "The name of <Bad_Name> is not kebab-case.", "The summary of <Bad_Name> is not one line of text.",
                "<Bad_Name> has two options 'id'.", "<Bad_Name> has two children <cv>.",
                "Option 'id' of <Bad_Name> has a reserved name.", "Option 'id' of <Bad_Name> has no sentence of help.",
                "Option 'id' of <Bad_Name> allows no whole number.", "Option 'id' of <Bad_Name> has a reserved name.",
                "Option 'id' of <Bad_Name> is required and has a default.",
                "Option 'share' of <Bad_Name> has the default '2', which is not a number >= 0 and <= 1.",
                "Option 'word' of <Bad_Name> lists 'a' twice.", "Option 'none' of <Bad_Name> allows no number.",
                "<Bad_Name> <cv> may occur 2 to 1 times, which is never.",
                "Option '3d' of <Bad_Name> <cv> is not kebab-case.", "The namespace is empty.",
                "The version is 0, expected 1 or more.", "It takes nothing and gives nothing.",
            ])
    }

    private struct Misdescribed: Stage {
        static let descriptor = StageDescriptor(
            ElementDescriptor(
                name: "Bad_Name", summary: "",
                options: [
                    OptionDescriptor(name: "id", type: .integer(min: 2, max: 1), help: "no sentence"),
                    OptionDescriptor(
                        name: "id", type: .string, standard: .string("x"), isRequired: true, help: "A name."),
                    OptionDescriptor(
                        name: "share", type: .number(NumberRange(min: 0, max: 1)), standard: .number(2),
                        help: "A share."),
                    OptionDescriptor(name: "word", type: .choice(["a", "a"]), help: "A word."),
                    OptionDescriptor(
                        name: "none", type: .number(NumberRange(min: 0, max: 0, excludesMin: true)), help: "Nothing."),
                ],
                children: [
                    ChildDescriptor(
                        ElementDescriptor(
                            name: "cv", summary: "Folds.",
                            options: [OptionDescriptor(name: "3d", type: .string, help: "Odd.")]), minCount: 2),
                    ChildDescriptor(ElementDescriptor(name: "cv", summary: "Folds.")),
                ]), namespace: "", takes: [], gives: [], version: 0)
        init(options: StageOptions) {}
        func run(_ input: StageInput, context: StageContext) -> StageOutput { StageOutput() }
    }
}
