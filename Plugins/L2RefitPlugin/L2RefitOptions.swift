import SparseGLM
import StageKit

/// The options of `l2-refit`: a value of this type holds no contradiction.
struct L2RefitOptions: Sendable {
    /// How the strength of the penalty is found.
    enum LambdaChoice: Sendable, Hashable {
        /// By cross-validation, with the features that were selected.
        case auto
        /// By cross-validation together with the place on the selection's path.
        case joint
        /// It is given; 0 is unpenalised.
        case given(Double)
    }

    /// How the strength of the penalty is found.
    let lambda: LambdaChoice
    /// Where `lambda` or the element stands.
    let lambdaLocation: SourceLocation?
    /// How to cross-validate.
    let crossValidation: CrossValidationOptions
    /// Where the element stands.
    let location: SourceLocation?

    static let lambdaOption = Option.wordOrNumber(
        "lambda", words: ["auto", "joint"], default: .word("auto"), in: NumberRange(min: 0),
        help: "The penalty's strength: by cross-validation (auto), together with the selection's own lambda "
            + "(joint), or a number; 0 is unpenalised.")

    /// The element `l2-refit`.
    static let element = ElementDescriptor(
        name: "l2-refit",
        summary: "Fits the selected features again under a ridge penalty, without the shrinkage "
            + "of the selection.",
        options: [lambdaOption.descriptor],
        children: [ChildDescriptor(CrossValidationOptions.element(rule: .minimum))])

    /// Checks what no single option can say.
    ///
    /// - Throws: ``StageFailure`` FS570 where a number and `<cv>` are written.
    init(_ options: StageOptions) throws(StageFailure) {
        location = options.location
        lambdaLocation = options.location(of: "lambda")
        switch options[Self.lambdaOption] {
        case .number(let value): lambda = .given(value)
        case .word("joint"): lambda = .joint
        case .word: lambda = .auto
        }
        crossValidation = CrossValidationOptions(options.child("cv"), rule: .minimum)
        if case .given(let value) = lambda, let cv = options.child("cv") {
            throw StageFailure(
                .pipeline, code: "FS570",
                "<l2-refit> has lambda '\(shortest(value))' and a <cv>, which chooses it; expected one of them.",
                at: cv.location)
        }
    }
}
