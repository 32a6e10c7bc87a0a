/// What earlier stages give to a stage.
public struct StageInput: Sendable {
    /// The training rows, as the earlier stages left them; empty for a stage that takes no table.
    public let table: Table
    /// The test rows, as the earlier stages left them.
    ///
    /// Only a stage that does not learn is given them.
    public let test: Table?
    /// The selection that the stage refers to.
    public let selection: Selection?
    /// The model that the stage refers to.
    public let model: Model?
    /// Refits everything earlier on some of the rows; `nil` where there is no earlier stage.
    public let resampling: (any Resampling)?

    /// Creates the input of a stage.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - test: The test rows.
    ///   - selection: The selection that the stage refers to.
    ///   - model: The model that the stage refers to.
    ///   - resampling: Refits everything earlier on some of the rows.
    public init(
        table: Table, test: Table? = nil, selection: Selection? = nil, model: Model? = nil,
        resampling: (any Resampling)? = nil
    ) {
        self.table = table
        self.test = test
        self.selection = selection
        self.model = model
        self.resampling = resampling
    }
}

/// What a stage gives.
public struct StageOutput: Sendable {
    /// The training rows, for a stage that loads data.
    public let table: Table?
    /// The test rows, for a stage that loads and splits data.
    public let test: Table?
    /// What it learnt; its selection may be another one than a stage that takes a selection was given: ``Fit/selection``.
    public let fit: Fit?
    /// What it measured.
    public let evaluation: Evaluation?
    /// Columns that were left out before any row was learnt from, and why.
    public let dropped: [DroppedFeature]
    /// Facts for the report.
    public let facts: [Fit.Fact]
    /// What the data hold, for a stage that loads them.
    public let profile: TableProfile?
    /// The texts that stand for no value in the data, besides the empty one, for a stage that loads them; a bundle reads
    /// rows to be scored by them.
    public let missingTokens: [String]?

    /// Creates the output of a stage.
    ///
    /// - Parameters:
    ///   - table: The training rows, for a stage that loads data.
    ///   - test: The test rows, for a stage that loads and splits data.
    ///   - fit: What it learnt.
    ///   - evaluation: What it measured.
    ///   - dropped: Columns that were left out before any row was learnt from, and why.
    ///   - facts: Facts for the report.
    ///   - profile: What the data hold, for a stage that loads them.
    ///   - missingTokens: The texts that stand for no value in the data, for a stage that loads them.
    public init(
        table: Table? = nil, test: Table? = nil, fit: Fit? = nil, evaluation: Evaluation? = nil,
        dropped: [DroppedFeature] = [], facts: [Fit.Fact] = [], profile: TableProfile? = nil,
        missingTokens: [String]? = nil
    ) {
        self.table = table
        self.test = test
        self.fit = fit
        self.evaluation = evaluation
        self.facts = facts
        self.dropped = dropped
        self.profile = profile
        self.missingTokens = missingTokens
    }
}

/// Refits all earlier row-learning stages on some of a stage's rows.
///
/// Implemented by the engine; a test may write its own.
public protocol Resampling: Sendable {
    /// Refits on the training rows and applies to both parts.
    ///
    /// What depends on `training` depends on nothing else: whatever stands in the held-out rows, the training part, the
    /// selection and the model come out with the same bits.
    ///
    /// - Parameters:
    ///   - training: Row indices of the stage's own table.
    ///   - heldOut: Row indices of the stage's own table.
    ///   - choosing: Whether every stage chooses anew (its λ, its columns), as nested cross-validation needs, rather than
    ///     keep what it settled on all training rows.
    /// - Returns: Both parts as the stage would be given them, and the selection and model it refers to, refitted.
    func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput
}

/// What a stage would have been given, had the data been the training part of a fold.
public struct FoldInput: Sendable {
    /// The training part.
    public let training: Table
    /// The held-out part, under the training part's operations.
    public let heldOut: Table
    /// The selection on the training part.
    public let selection: Selection?
    /// The model fitted on the training part.
    public let model: Model?

    /// Creates the input of a fold.
    ///
    /// - Parameters:
    ///   - training: The training part.
    ///   - heldOut: The held-out part, under the training part's operations.
    ///   - selection: The selection on the training part.
    ///   - model: The model fitted on the training part.
    public init(training: Table, heldOut: Table, selection: Selection? = nil, model: Model? = nil) {
        self.training = training
        self.heldOut = heldOut
        self.selection = selection
        self.model = model
    }
}
