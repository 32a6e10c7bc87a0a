import SparseGLM
import StageKit

/// The checked options of a `<cv>` element.
struct CrossValidationOptions: Sendable {
    /// How many folds; where a column gives them, it decides.
    let foldCount: Int
    /// Whether the number is written, so that a column of folds must agree with it.
    let isFoldCountWritten: Bool
    /// Which λ the curve points to.
    let rule: FoldRule
    /// How rows are dealt; `nil` leaves it to the target: stratified for classes, else random.
    let split: FoldSplit?
    /// What a fold is scored with.
    let measure: FoldMeasure
    /// Where `folds` or the element stands.
    let foldsLocation: SourceLocation?
    /// Where `split` or the element stands.
    let splitLocation: SourceLocation?
    /// Where `measure` or the element stands.
    let measureLocation: SourceLocation?

    private static let folds = Option.integer(
        "folds", default: 10, in: 2...10_000, unit: "folds",
        help: "How many folds; with split=\"column\" the column decides.")
    private static let splitOption: Option<FoldSplit?> = .optionalChoice(
        "split",
        help: "How rows are dealt into folds; stratified for classes and random otherwise where it is not "
            + "written.")
    private static let measureOption = Option.choice(
        "measure", default: FoldMeasure.deviance,
        help: "What a fold is scored with: auc and error are for classes, mae for numbers.")
    private static func ruleOption(_ standard: FoldRule) -> Option<FoldRule> {
        .choice(
            "rule", default: standard,
            help: "The largest λ within one standard error of the best score (1se), or the best one (min).")
    }

    /// The `<cv>` element.
    ///
    /// - Parameter standard: The rule where none is written.
    static func element(rule standard: FoldRule) -> ElementDescriptor {
        ElementDescriptor(
            name: "cv", summary: "Chooses λ by cross-validation.",
            options: [
                folds.descriptor, ruleOption(standard).descriptor, splitOption.descriptor, measureOption.descriptor,
            ])
    }

    /// Reads a `<cv>` element, or takes its defaults.
    ///
    /// - Parameters:
    ///   - options: The element; `nil` where it is not written.
    ///   - standard: The rule where none is written.
    init(_ options: StageOptions?, rule standard: FoldRule) {
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

    /// The folds that a split makes by default.
    ///
    /// - Parameters:
    ///   - foldCount: How many folds.
    ///   - location: Where the number stands.
    init(foldCount: Int, location: SourceLocation?) {
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
