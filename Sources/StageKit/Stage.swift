/// A step of a pipeline that was made from its options, ready to run.
///
/// Who implements it: every ``Stage``, and the engine's stand-in for a stage that is a program of its own, which has its
/// descriptor from that program.
public protocol StageInstance: Sendable {
    /// Does the stage's work.
    ///
    /// - Parameters:
    ///   - input: What earlier stages gave.
    ///   - context: Seed, workers, progress, cancellation.
    /// - Returns: What the descriptor says it gives.
    /// - Throws: ``StageFailure``, or an error of the author's own.
    func run(_ input: StageInput, context: StageContext) async throws -> StageOutput
}

/// A step of a pipeline.
///
/// Who implements it: every built-in stage under `Plugins/` and every custom one, in the same way.
/// What each must write: a descriptor, an initializer from checked options, and `run`; a stage that learns from rows
/// conforms to ``LearningStage`` instead and writes `fit`.
///
/// Life cycle:
/// 1. The pipeline's text is checked against ``descriptor``; faults are reported with their places.
/// 2. ``init(options:)`` checks what no single option can say, before any data is read.
/// 3. ``StageInstance/run(_:context:)`` is called once per run, in document order, with what earlier stages gave.
///
/// A stage never parses the pipeline's text, never prints and never decides on which rows it is fitted.
public protocol Stage: StageInstance {
    /// What the stage is.
    static var descriptor: StageDescriptor { get }

    /// A complete pipeline that shows each option of the stage at its default, for help; `nil` for none.
    static var sample: String? { get }

    /// Takes checked options.
    ///
    /// - Parameter options: Options that agree with the descriptor.
    /// - Throws: ``StageFailure`` of kind `pipeline` where options contradict each other.
    init(options: StageOptions) throws
}

extension Stage {
    /// No sample.
    public static var sample: String? { nil }
}

/// A step that learns from rows, made from its options.
public protocol LearningStageInstance: StageInstance {
    /// Learns from the rows of `input.table`.
    ///
    /// - Parameters:
    ///   - input: The training rows as the earlier stages left them, and what else those gave.
    ///   - settled: What this stage's fit on all training rows chose, when it is refitted on some of them for
    ///     cross-validation: a λ, a set of columns that stays. `nil` when it has to choose for itself.
    ///   - context: Seed, workers, progress, cancellation.
    /// - Returns: What was learnt: what the descriptor says it gives, and from a stage that takes a selection another one
    ///   where that is the one behind its model.
    /// - Throws: ``StageFailure``, or an error of the author's own.
    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit
}

/// A stage that learns from rows: an imputer, scaler, selector or model.
///
/// It is fitted on the rows it is given and says what it learnt as column operations, a selection and a model, which the
/// engine applies to any rows. The engine decides which rows, so that a later stage can have every earlier one refitted
/// inside each of its training folds.
public protocol LearningStage: Stage, LearningStageInstance {}

extension LearningStageInstance {
    /// Fits on the training rows.
    ///
    /// - Parameters:
    ///   - input: What earlier stages gave.
    ///   - context: Seed, workers, progress, cancellation.
    public func run(_ input: StageInput, context: StageContext) async throws -> StageOutput {
        StageOutput(fit: try await fit(input, settled: nil, context: context))
    }
}

/// What a learning stage learnt from some rows.
public struct Fit: Sendable, Hashable {
    /// What it does to columns, in order.
    public var operations: [ColumnOperation]
    /// What it selected, if it selects.
    ///
    /// A stage that takes a selection may give back another one without saying in its descriptor that it gives one: the
    /// selection behind its model, where it settled on other features than those it was given. The bundle then tells of
    /// that one; later stages are still given the one of the stage whose descriptor says that it gives one.
    public var selection: Selection?
    /// The model it fitted, if it fits one.
    public var model: Model?
    /// Features that it removes with its operations, and why.
    public var dropped: [DroppedFeature]
    /// Facts for the report, as names and texts, in order.
    public var facts: [Fact]
    /// What the stage learns from some of its rows where it keeps what this fit settled on, as far as it knows already.
    ///
    /// A stage that chose by cross-validation has fitted its folds; a later stage with the same folds is then given these
    /// fits rather than have them made again. Each must be what ``LearningStageInstance/fit(_:settled:context:)`` gives on those
    /// rows, up to the tolerance of a solver.
    public var refits: [Refit]

    /// What a stage learns from some of its rows.
    public struct Refit: Sendable, Hashable {
        /// The rows, ascending.
        public let training: [Int]
        /// What is learnt from them.
        public let fit: Fit

        /// Creates the record of a refit.
        ///
        /// - Parameters:
        ///   - training: The rows, ascending, in indices of the table of the fit that it belongs to.
        ///   - fit: What is learnt from them.
        public init(training: [Int], fit: Fit) {
            self.training = training
            self.fit = fit
        }
    }

    /// A fact for the report.
    public struct Fact: Sendable, Hashable {
        /// What it is about.
        public let name: String
        /// The fact.
        public let text: String

        /// Creates a fact.
        ///
        /// - Parameters:
        ///   - name: What it is about.
        ///   - text: The fact.
        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Creates a fit.
    ///
    /// - Parameters:
    ///   - operations: What it does to columns, in order.
    ///   - selection: What it selected, if it selects.
    ///   - model: The model it fitted, if it fits one.
    ///   - dropped: Features that it removes with its operations, and why.
    ///   - facts: Facts for the report.
    ///   - refits: What the stage learns from some of its rows, as far as it knows already.
    public init(
        operations: [ColumnOperation] = [], selection: Selection? = nil, model: Model? = nil,
        dropped: [DroppedFeature] = [], facts: [Fact] = [], refits: [Refit] = []
    ) {
        self.operations = operations
        self.selection = selection
        self.model = model
        self.dropped = dropped
        self.facts = facts
        self.refits = refits
    }
}
