import SparseGLM
import StageKit

extension L1SelectOptions {
    /// The family, or `auto` to take it from the target.
    enum FamilyChoice: String, OptionChoice {
        case auto, gaussian, binomial, multinomial, poisson
    }

    /// Whether a constant term is fitted.
    enum InterceptChoice: String, OptionChoice {
        case fit, none
    }

    /// The algorithm.
    enum SolverChoice: String, OptionChoice {
        case auto
        case coordinateDescent = "coordinate-descent"
        case ista, fista, subgradient
    }

    /// What becomes of a solve that does not reach the tolerance.
    enum NonconvergenceChoice: String, OptionChoice {
        case fail, record
    }

    /// What becomes of an empty selection.
    enum EmptyChoice: String, OptionChoice {
        case accept, fail
    }

    /// The scaling of a given λ.
    enum LambdaScale: String, OptionChoice {
        case halfMSE = "half-mse"
        case mse
        case perSample = "per-sample"
    }

    /// The information criterion that chooses λ.
    enum CriterionChoice: String, OptionChoice {
        case aic, bic, ebic
    }

    static let familyOption = Option.choice(
        "family", default: FamilyChoice.auto,
        help: "The distribution of the target; auto is gaussian for numbers, binomial for two classes, multinomial for "
            + "more, and poisson for a <target> of type count.")
    static let l1RatioOption = Option.number(
        "l1-ratio", default: 1, in: NumberRange(min: 0, max: 1, excludesMin: true),
        help: "The share of the L1 part of the penalty; 1 is the lasso, less the elastic net.")
    static let interceptOption = Option.choice(
        "intercept", default: InterceptChoice.fit, help: "Whether an unpenalised constant term is fitted.")
    static let maxFeaturesOption: Option<Int?> = .optionalInteger(
        "max-features", in: 1...10_000_000, unit: "features",
        help: "The most features to select: λ is raised along the path until no more are non-zero.")
    static let solverOption = Option.choice(
        "solver", default: SolverChoice.auto,
        help: "The algorithm; ista, fista and subgradient are the textbook ones and record their trajectory.")
    static let toleranceOption = Option.number(
        "tolerance", default: 1e-7, in: NumberRange(min: 1e-12, max: 1),
        help: "The bound on the duality gap, relative to half the mean deviance of the intercept-only model.")
    static let maxIterationsOption: Option<Int?> = .optionalInteger(
        "max-iterations", in: 1...1_000_000_000, unit: "iterations",
        help: "The most iterations per λ; the solver's own bound where it is not written.")
    static let nonconvergenceOption: Option<NonconvergenceChoice?> = .optionalChoice(
        "on-nonconvergence",
        help: "Whether missing the tolerance fails the run or is recorded; where it is not written, the textbook "
            + "solvers record and the others fail.")
    static let emptyOption = Option.choice(
        "on-empty", default: EmptyChoice.accept, help: "Whether an empty selection is accepted or fails the run.")

    static let lambdasOption = Option.integer(
        "lambdas", default: 100, in: 2...10_000, unit: "values", help: "How many values of λ the path has.")
    static let minRatioOption: Option<Double?> = .optionalNumber(
        "min-ratio", in: NumberRange(min: 0, max: 1, excludesMin: true, excludesMax: true),
        help: "The smallest λ over the largest; 1e-4 where there are at least as many rows as features, else 1e-2.")
    static let lambdaValueOption: Option<Double?> = .optionalNumber(
        "value", in: NumberRange(min: 0, excludesMin: true), isRequired: true, help: "The penalty's strength.")
    static let lambdaScaleOption = Option.choice(
        "scale", default: LambdaScale.halfMSE,
        help: "The scaling of the value: 1/(2n)·RSS + λ‖w‖₁ (half-mse), 1/n·RSS + λ‖w‖₁ (mse, for numbers alone), "
            + "or mean loss + (λ/n)‖w‖₁ (per-sample).")
    static let criterionOption = Option.choice(
        "name", default: CriterionChoice.aic, help: "The information criterion whose least value chooses λ.")
    static let columnOption = Option.column("column", help: "The feature, or the column from which features were made.")
    static let factorOption: Option<Double?> = .optionalNumber(
        "factor", in: NumberRange(min: 0), isRequired: true,
        help: "What λ is multiplied by for this feature; 0 keeps it unpenalised.")
    static let minOption: Option<Double?> = .optionalNumber(
        "min", in: NumberRange(max: 0),
        help: "The least coefficient, on the scale of the table; none where it is "
            + "not written.")
    static let maxOption: Option<Double?> = .optionalNumber(
        "max", in: NumberRange(min: 0),
        help: "The greatest coefficient, on the scale of the table; none where it "
            + "is not written.")

    /// The element `l1-select`.
    static let element = ElementDescriptor(
        name: "l1-select",
        summary: "Selects features by a penalised regression whose coefficients are exactly zero for the others.",
        options: [
            familyOption.descriptor, l1RatioOption.descriptor, interceptOption.descriptor,
            maxFeaturesOption.descriptor, solverOption.descriptor, toleranceOption.descriptor,
            maxIterationsOption.descriptor, nonconvergenceOption.descriptor, emptyOption.descriptor,
            categoricalOption.descriptor, groupL1RatioOption.descriptor,
        ],
        children: choosingChildren + columnChildren + [groupChild])

    private static let choosingChildren = [
        ChildDescriptor(
            ElementDescriptor(
                name: "path",
                summary: "The grid of "
                    + "λ.", options: [lambdasOption.descriptor, minRatioOption.descriptor])),
        ChildDescriptor(CrossValidationOptions.element(rule: .oneStandardError)),
        ChildDescriptor(
            ElementDescriptor(
                name: "lambda", summary: "A λ that is given rather than chosen.",
                options: [lambdaValueOption.descriptor, lambdaScaleOption.descriptor])),
        ChildDescriptor(
            ElementDescriptor(
                name: "criterion", summary: "Chooses λ by an information criterion.",
                options: [criterionOption.descriptor])),
    ]

    private static let columnChildren = [
        ChildDescriptor(
            ElementDescriptor(
                name: "keep", summary: "A feature that is not penalised and so always selected.",
                options: [columnOption.descriptor]), maxCount: nil),
        ChildDescriptor(
            ElementDescriptor(
                name: "penalty", summary: "A feature's own share of the penalty.",
                options: [columnOption.descriptor, factorOption.descriptor]), maxCount: nil),
        ChildDescriptor(
            ElementDescriptor(
                name: "bounds", summary: "Bounds on a feature's coefficient.",
                options: [columnOption.descriptor, minOption.descriptor, maxOption.descriptor]), maxCount: nil),
    ]
}
