import SparseGLM
import StageKit

/// The options of `evaluate`: a value of this type holds no contradiction.
struct EvaluateOptions: Sendable {
    /// On which rows the model is measured.
    enum Rows: String, OptionChoice {
        /// The test part.
        case test
        /// The rows on which it was fitted.
        case train
        /// Rows that are held out in folds, each predicted by the whole pipeline refitted without it.
        case cv
    }

    /// On which rows; `nil` is the test part where there is one, else `cv`.
    let on: Rows?
    /// Where `on` or the element stands.
    let onLocation: SourceLocation?
    /// How many outer folds `cv` has.
    let foldCount: Int
    /// Where `folds` or the element stands.
    let foldsLocation: SourceLocation?
    /// The metrics that are asked for; empty for the family's own.
    let requests: [MetricRequest]
    /// How intervals are made; `nil` for none.
    let bootstrap: BootstrapOptions?
    /// Where the element stands.
    let location: SourceLocation?

    static let onOption: Option<Rows?> = .optionalChoice(
        "on",
        help: "On which rows: test, train, or cv, the whole pipeline refitted in outer folds; test with a "
            + "split and cv without where it is not written.")
    static let foldsOption = Option.integer(
        "folds", default: 10, in: 2...10_000, unit: "folds",
        help: "How many outer folds on=\"cv\" has, stratified for classes and random otherwise.")

    /// The element `evaluate`.
    static let element = ElementDescriptor(
        name: "evaluate", summary: "Measures a model on rows that it was not fitted on.",
        options: [onOption.descriptor, foldsOption.descriptor],
        children: [
            ChildDescriptor(MetricRequest.element, maxCount: nil), ChildDescriptor(BootstrapOptions.element),
        ])

    /// Checks what no single option can say.
    ///
    /// - Throws: ``StageFailure`` FS584 for `folds` without `on="cv"`, FS582 as ``MetricRequest``.
    init(_ options: StageOptions) throws(StageFailure) {
        location = options.location
        on = options[Self.onOption]
        onLocation = options.location(of: "on")
        foldCount = options[Self.foldsOption]
        foldsLocation = options.location(of: "folds")
        requests = try MetricRequest.all(in: options)
        bootstrap = options.child("bootstrap").map(BootstrapOptions.init)
        if options.isChosen("folds"), on != .cv {
            let found = on.map { "on is '\($0.rawValue)'" } ?? "on is not written"
            throw StageFailure(
                .pipeline, code: "FS584", "<evaluate> has folds, but \(found); expected on=\"cv\".", at: foldsLocation)
        }
    }
}
