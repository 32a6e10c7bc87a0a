import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct FamilyChoiceTests {
    private static let numbers = Target(name: "y", classes: nil, values: [1, 2])
    private static let two = Target(name: "y", classes: ["no", "yes"], values: [0, 1])
    private static let three = Target(name: "y", classes: ["a", "b", "c"], values: [0, 1])

    private func family(_ word: String, of target: Target) throws -> Family {
        try L1SelectOptions(Samples.placed(Samples.options(["family": word]))).family(of: target)
    }

    @Test func `auto takes the family from the target`() throws {
        #expect(try family("auto", of: Self.numbers) == .gaussian)
        #expect(try family("auto", of: Self.two) == .binomial)
    }

    @Test(arguments: [
        ("auto", three, "The target 'y' has the classes 'a', 'b', 'c'; expected exactly two."),
        ("gaussian", two, "The family is gaussian, but the target 'y' has the classes 'no', 'yes'; expected numbers."),
        ("binomial", numbers, "The family is binomial, but the target 'y' holds numbers; expected two classes."),
    ])
    func `a target of another family is refused`(word: String, target: Target, message: String) async {
        let failure = await Samples.failure { _ = try family(word, of: target) }
        #expect(failure == "pipeline.xml:10:20: error[FS555]: \(message)")
    }

    @Test func `many classes are named up to the tenth`() async {
        let target = Target(name: "y", classes: (0..<12).map(String.init), values: [0])
        let failure = await Samples.failure { _ = try family("auto", of: target) }
        #expect(failure?.hasSuffix("'8', '9', … (12 in all); expected exactly two.") == true)
    }

    @Test func `what another option needs is checked once the family is known`() async throws {
        let mse = try Samples.placed(
            Samples.options([:], Samples.child("lambda", ["value": "1", "scale": "mse"])))
        #expect(
            await Samples.failure { _ = try L1SelectOptions(mse).family(of: Self.two) }?.contains("FS558") == true)
        let auc = try Samples.placed(Samples.options([:], Samples.child("cv", ["measure": "auc"])))
        #expect(
            await Samples.failure { _ = try L1SelectOptions(auc).family(of: Self.numbers) }?.contains("FS554") == true)
    }
}
