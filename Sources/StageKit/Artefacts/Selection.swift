public import SparseGLM

/// Which features were kept, on what grounds, and what became of the others.
public struct Selection: Sendable, Hashable {
    /// The family of the model that selected.
    public let family: Family
    /// The classes, one linear predictor each; `nil` for a family of one predictor.
    public let classes: [String]?
    /// Whether the model that selected has a constant term, so that a refit has one too.
    public let fitsIntercept: Bool
    /// The most features that may be selected; `nil` for any number.
    ///
    /// A stage that moves the selection keeps to it.
    public let maxFeatures: Int?
    /// The features that were offered, in the table's order.
    public let candidates: [String]
    /// The features that were kept, in the table's order.
    public let features: [String]
    /// The features that were not kept, each with its reason.
    public let dropped: [DroppedFeature]
    /// The regularisation path; `nil` for a selector that has none.
    public let path: SelectionPath?

    /// Creates a selection.
    ///
    /// - Parameters:
    ///   - family: The family of the model that selected.
    ///   - candidates: The features that were offered, in the table's order.
    ///   - features: The features that were kept, in the table's order.
    ///   - dropped: The features that were not kept, each with its reason.
    ///   - path: The regularisation path; `nil` for a selector that has none.
    ///   - fitsIntercept: Whether the model that selected has a constant term.
    ///   - maxFeatures: The most features that may be selected; `nil` for any number.
    ///   - classes: The classes, one linear predictor each; `nil` for a family of one predictor.
    public init(
        family: Family, candidates: [String], features: [String], dropped: [DroppedFeature] = [],
        path: SelectionPath? = nil, fitsIntercept: Bool = true, maxFeatures: Int? = nil, classes: [String]? = nil
    ) {
        self.family = family
        self.classes = classes
        self.fitsIntercept = fitsIntercept
        self.maxFeatures = maxFeatures
        self.candidates = candidates
        self.features = features
        self.dropped = dropped
        self.path = path
    }
}

/// A feature that was not kept.
public struct DroppedFeature: Sendable, Hashable {
    /// Why a feature was not kept.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It has one value on the training rows.
        case constant
        /// Its coefficient is zero at every λ of the path.
        case neverEntered = "never-entered"
        /// Its coefficient becomes non-zero only below the chosen λ.
        case enteredBelow = "entered-below"
        /// Another feature that is correlated with it (|r| ≥ 0.9) was kept in its place.
        case displaced
        /// It was left out to keep at most `max-features`.
        case overMaxFeatures = "over-max-features"
        /// Its role is not that of a feature.
        case excludedByRole = "excluded-by-role"
        /// A stage dropped it for a reason of its own.
        case droppedByStage = "dropped-by-stage"
    }

    /// The feature.
    public let name: String
    /// Why it was not kept.
    public let reason: Reason
    /// The number or name behind the reason, as a phrase; empty where there is none.
    public let detail: String

    /// Creates the record of a feature that was not kept.
    ///
    /// - Parameters:
    ///   - name: The feature.
    ///   - reason: Why it was not kept.
    ///   - detail: The number or name behind the reason, as a phrase.
    public init(name: String, reason: Reason, detail: String = "") {
        self.name = name
        self.reason = reason
        self.detail = detail
    }
}
