import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct FamilyChoiceTests {
    private static let numbers = Target(name: "y", classes: nil, values: [1, 2])
    private static let two = Target(name: "y", classes: ["no", "yes"], values: [0, 1])
    private static let counts = Target(name: "y", classes: nil, values: [0, 2], isCount: true)
    private static let three = Target(name: "y", classes: ["a", "b", "c"], values: [0, 1])

    private func family(_ word: String, of target: Target) throws -> Family {
        try L1SelectOptions(Samples.placed(Samples.options(["family": word]))).family(of: target)
    }

    @Test func `auto takes the family from the target`() throws {
        #expect(try family("auto", of: Self.numbers) == .gaussian)
        #expect(try family("auto", of: Self.two) == .binomial)
        #expect(try family("auto", of: Self.three) == .multinomial)
        #expect(try family("auto", of: Self.counts) == .poisson)
    }

    @Test func `a family that the target allows is taken`() throws {
        #expect(try family("multinomial", of: Self.two) == .multinomial)
        #expect(try family("gaussian", of: Self.counts) == .gaussian)
        #expect(try family("poisson", of: Target(name: "y", classes: nil, values: [0, 2.5])) == .poisson)
    }

    @Test(arguments: [
        (
            "binomial", three,
            "The family is binomial, but the target 'y' has the classes 'a', 'b', 'c'; expected exactly two."
        ),
        ("multinomial", numbers, "The family is multinomial, but the target 'y' holds numbers; expected classes."),
        ("poisson", three, "The family is poisson, but the target 'y' has the classes 'a', 'b', 'c'; expected counts."),
        (
            "poisson", Target(name: "y", classes: nil, values: [1, -2]),
            "The family is poisson, but the target 'y' has the value -2; expected counts or rates, from 0."
        ),
        ("gaussian", two, "The family is gaussian, but the target 'y' has the classes 'no', 'yes'; expected numbers."),
        ("binomial", numbers, "The family is binomial, but the target 'y' holds numbers; expected two classes."),
    ])
    func `a target of another family is refused`(word: String, target: Target, message: String) async {
        let failure = await Samples.failure { _ = try family(word, of: target) }
        #expect(failure == "pipeline.xml:10:20: error[FS555]: \(message)")
    }

    @Test func `many classes are named up to the tenth`() async {
        let target = Target(name: "y", classes: (0..<12).map(String.init), values: [0])
        let failure = await Samples.failure { _ = try family("binomial", of: target) }
        #expect(failure?.hasSuffix("'8', '9', … (12 in all); expected exactly two.") == true)
    }

    @Test func `an offset that would cancel out, and groups, are refused`() async throws {
        let table = Samples.regression().adding(
            Column(name: "o", role: .offset, values: .numeric([Double](repeating: 1, count: 60))))
        let options = try L1SelectOptions(Samples.placed(Samples.options(["family": "multinomial"])))
        let grouped = PenaltyShape(groups: [ColumnGroup(columns: [0, 1])])
        #expect(
            await Samples.failure { try options.checkSeveralPredictors(Samples.regression(), grouped) }
                == "pipeline.xml:10:20: error[FS555]: The family is multinomial, which does not know groups; expected no "
                + "<group>, and categorical=\"separate\".")
        let failure = await Samples.failure { try options.checkSeveralPredictors(table, PenaltyShape()) }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS555]: The family is multinomial, but the column 'o' has the role "
                + "'offset', which would change nothing there: it is added to the predictor of every class.")
    }

    @Test func `an offset that leaves nothing to fit is refused`() async throws {
        func failure(_ family: Family, _ y: [Double], _ offset: [Double]) async throws -> String? {
            let options = try L1SelectOptions(Samples.placed(Samples.options(["family": "auto"])))
            let table = Table(columns: [
                Column(name: "x", values: .numeric(y)), Column(name: "y", role: .target, values: .numeric(y)),
                Column(name: "o", role: .offset, values: .numeric(offset)),
            ])
            return await Samples.failure { try options.checkOffset(table, family) }
        }
        let place = "pipeline.xml:10:20: error[FS555]: "
        #expect(
            try await failure(.gaussian, [1, 2, 3], [1e300, 1e300, 1e300])
                == place
                + "The target 'y' less the offset 'o' is -1e+300 in all rows but for rounding; expected it to vary.")
        #expect(
            try await failure(.poisson, [1, 2, 3], [0, -50.5, 1])
                == place
                + "The family is poisson, but the column 'o' with the role 'offset' has the value -50.5; expected the "
                + "logarithm of what the counts were counted over, from -50 to 50.")
        #expect(try await failure(.gaussian, [1, 2, 3], [1e9, 1e9, 1e9]) == nil)
        #expect(try await failure(.poisson, [1, 2, 3], [50, -50, 1]) == nil)
        #expect(try await failure(.binomial, [0, 1, 1], [1000, -1000, 1]) == nil)
    }

    @Test func `what another option needs is checked once the family is known`() async throws {
        let mse = try Samples.placed(
            Samples.options([:], Samples.child("lambda", ["value": "1", "scale": "mse"])))
        for target in [Self.two, Self.three, Self.counts] {
            #expect(
                await Samples.failure { _ = try L1SelectOptions(mse).family(of: target) }?.contains("FS558") == true)
        }
        let auc = try Samples.placed(Samples.options([:], Samples.child("cv", ["measure": "auc"])))
        #expect(
            await Samples.failure { _ = try L1SelectOptions(auc).family(of: Self.numbers) }?.contains("FS554") == true)
    }
}
