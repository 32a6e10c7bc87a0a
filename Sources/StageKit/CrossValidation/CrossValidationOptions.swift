public import SparseGLM

/// The checked options of a `<cv>` element.
///
/// ```swift
/// children: [ChildDescriptor(CrossValidationOptions.element(rule: .minimum))]       // in a stage's descriptor
/// …
/// let cv = CrossValidationOptions(options.child("cv"), rule: .minimum)              // in its initializer
/// ```
public struct CrossValidationOptions: Sendable {
    /// How many folds, from 2, 10 by default; where a column gives them, it decides.
    public let foldCount: Int
    /// Whether the number is written, so that a column of folds must agree with it.
    let isFoldCountWritten: Bool
    /// Which λ the curve points to.
    public let rule: SelectionRule
    /// How rows are dealt; `nil` leaves it to the target: stratified for classes, else random.
    public let split: FoldSplit?
    /// What a fold is scored with; the deviance by default.
    public let measure: FoldMeasure
    /// Where `folds` or the element stands.
    public let foldsLocation: SourceLocation?
    /// Where `split` or the element stands.
    public let splitLocation: SourceLocation?
    /// Where `measure` or the element stands.
    public let measureLocation: SourceLocation?

    private static let folds = Option.integer(
        "folds", default: 10, in: 2...10_000, unit: "folds",
        help: "How many folds; with split=\"column\" the column decides.")
    private static let splitOption: Option<FoldSplit?> = .optionalChoice(
        "split",
        help: "How rows are dealt into folds; stratified for classes and random otherwise where it is not "
            + "written.")
    private static let measureOption = Option.choice(
        "measure", default: FoldMeasure.deviance,
        help: "What a fold is scored with: auc is for two classes, error for classes, mae for numbers and counts.")
    private static func ruleOption(_ standard: SelectionRule) -> Option<SelectionRule> {
        .choice(
            "rule", default: standard,
            help: "The largest λ within one standard error of the best score (1se), or the best one (min).")
    }

    /// The `<cv>` element, for the descriptor of a stage.
    ///
    /// - Parameter standard: The rule where none is written.
    /// - Returns: An element with the options `folds`, `rule`, `split` and `measure`.
    public static func element(rule standard: SelectionRule) -> ElementDescriptor {
        ElementDescriptor(
            name: "cv", summary: "Chooses λ by cross-validation.",
            options: [
                folds.descriptor, ruleOption(standard).descriptor, splitOption.descriptor, measureOption.descriptor,
            ])
    }

    /// Reads a `<cv>` element, or takes its defaults.
    ///
    /// - Parameters:
    ///   - options: The element, as ``element(rule:)`` describes it; `nil` where it is not written.
    ///   - standard: The rule where none is written.
    public init(_ options: StageOptions?, rule standard: SelectionRule) {
        let options = options ?? StageOptions(descriptor: Self.element(rule: standard), values: [:])
        foldCount = options[Self.folds]
        isFoldCountWritten = options.isChosen("folds")
        rule = options[Self.ruleOption(standard)]
        split = options[Self.splitOption]
        measure = options[Self.measureOption]
        foldsLocation = options.location(of: "folds")
        splitLocation = options.location(of: "split")
        measureLocation = options.location(of: "measure")
    }

    /// A number of folds, dealt as the target asks for and scored by the deviance, for a stage without `<cv>`.
    ///
    /// - Parameters:
    ///   - foldCount: How many folds, from 2.
    ///   - location: Where the number stands.
    public init(foldCount: Int, location: SourceLocation?) {
        self.foldCount = foldCount
        isFoldCountWritten = true
        rule = .minimum
        split = nil
        measure = .deviance
        foldsLocation = location
        splitLocation = location
        measureLocation = location
    }
}
