import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct L1SelectOptionsTests {
    @Test func `the defaults are those of the documentation`() throws {
        let options = try L1SelectOptions(Samples.options())
        #expect(options.family == .auto)
        #expect(options.l1Ratio == 1)
        #expect(options.fitsIntercept)
        #expect(options.maxFeatures == nil)
        #expect(options.settings == SolverSettings(solver: .auto, tolerance: 1e-7, maxIterations: nil))
        #expect(options.failsOnNonconvergence)
        #expect(!options.failsOnEmpty)
        #expect(options.lambdaCount == 100)
        #expect(options.minRatio == nil)
        guard case .crossValidation(let cv) = options.choice else {
            Issue.record("λ is not chosen by cross-validation")
            return
        }
        #expect(cv.foldCount == 10)
        #expect(cv.rule == .oneStandardError)
        #expect(cv.split == nil)
        #expect(cv.measure == .deviance)
    }

    @Test(arguments: [
        ("auto", true), ("coordinate-descent", true), ("ista", false), ("fista", false), ("subgradient", false),
    ])
    func `only the textbook solvers record a missed tolerance by default`(solver: String, fails: Bool) throws {
        #expect(try L1SelectOptions(Samples.options(["solver": solver])).failsOnNonconvergence == fails)
        let written = ["solver": solver, "on-nonconvergence": fails ? "record" : "fail"]
        #expect(try L1SelectOptions(Samples.options(written)).failsOnNonconvergence == !fails)
    }

    @Test func `the three scalings of lambda are one penalty`() throws {
        let lambdas = try [("0.1", "half-mse"), ("0.2", "mse"), ("5", "per-sample")].map { value, scale in
            FixedLambda(try Samples.child("lambda", ["value": value, "scale": scale])).lambda(rowCount: 50)
        }
        #expect(lambdas == [0.1, 0.1, 0.1])
    }

    struct Contradiction: Sendable, CustomTestStringConvertible {
        var attributes: [String: String] = [:]
        var children: [(name: String, attributes: [String: String])]
        let text: String
        var testDescription: String { text }
    }

    static let contradictions = [
        Contradiction(
            children: [("cv", ["folds": "5"]), ("lambda", ["value": "1"])],
            text: "pipeline.xml:12:3: error[FS558]: <l1-select> has <cv> and <lambda>, expected at most one of "
                + "<cv>, <lambda> and <criterion>."
        ),
        Contradiction(
            attributes: ["family": "binomial"], children: [("lambda", ["value": "1", "scale": "mse"])],
            text: "pipeline.xml:11:20: error[FS558]: <lambda> has scale 'mse', which is for the gaussian family "
                + "alone; expected 'half-mse' or 'per-sample'."
        ),
        Contradiction(
            attributes: ["family": "poisson"], children: [("lambda", ["value": "1", "scale": "mse"])],
            text: "pipeline.xml:11:20: error[FS558]: <lambda> has scale 'mse', which is for the gaussian family "
                + "alone; expected 'half-mse' or 'per-sample'."
        ),
        Contradiction(
            attributes: ["family": "multinomial"], children: [("cv", ["measure": "auc"])],
            text: "pipeline.xml:11:20: error[FS554]: <cv> has measure 'auc', which is for a target of two classes, "
                + "but the family is multinomial; expected 'deviance' or 'error'."
        ),
        Contradiction(
            children: [("keep", ["column": "a"]), ("penalty", ["column": "a", "factor": "2"])],
            text: "pipeline.xml:12:20: error[FS558]: <penalty> names the column 'a', of which a <keep> above speaks "
                + "already."
        ),
        Contradiction(
            children: [("bounds", ["column": "a"])],
            text: "pipeline.xml:11:3: error[FS558]: <bounds> has neither 'min' nor 'max', expected at least one of "
                + "them."
        ),
        Contradiction(
            attributes: ["family": "gaussian"], children: [("cv", ["measure": "auc"])],
            text: "pipeline.xml:11:20: error[FS554]: <cv> has measure 'auc', which is for a target of two classes, "
                + "but the family is gaussian; expected 'deviance' or 'mae'."
        ),
        Contradiction(
            attributes: ["family": "binomial"], children: [("cv", ["measure": "mae"])],
            text: "pipeline.xml:11:20: error[FS554]: <cv> has measure 'mae', which is for a numeric target, but the "
                + "family is binomial; expected 'deviance', 'auc' or 'error'."
        ),
    ]

    @Test(arguments: contradictions)
    func `a contradiction is refused at its place`(_ contradiction: Contradiction) async throws {
        let children = try contradiction.children.map { try Samples.child($0.name, $0.attributes) }
        let options = try StageOptions(
            L1SelectStage.descriptor.element, contradiction.attributes, children: children)
        #expect(await Samples.failure { _ = try L1SelectStage(options: Samples.placed(options)) } == contradiction.text)
    }

    @Test func `a family that is not there is refused`() async {
        let failure = await Samples.failure { _ = try Samples.options(["family": "gamma"]) }
        #expect(
            failure
                == "error[FS502]: Attribute 'family' of <l1-select> is 'gamma', expected one of 'auto', 'gaussian', "
                + "'binomial', 'multinomial', 'poisson'.")
    }
}
