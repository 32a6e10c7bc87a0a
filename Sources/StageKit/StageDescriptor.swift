/// The kinds of values that pass between stages.
public enum ArtefactKind: String, Sendable, Hashable, CaseIterable {
    /// Typed columns with roles.
    case table
    /// Which features were kept, and why.
    case selection
    /// A fitted model.
    case model
    /// Metrics on some rows.
    case evaluation

    /// The attribute that refers to the stage that gives it: `input`, `features` or `model`.
    public var reference: String? {
        switch self {
        case .table: "input"
        case .selection: "features"
        case .model: "model"
        case .evaluation: nil
        }
    }
}

/// What a stage is: this one value drives decoding, defaults, help, the schema and the documentation.
public struct StageDescriptor: Sendable, Hashable {
    /// The namespace of the built-in stages.
    public static let builtInNamespace = "urn:fsel:pipeline:1"

    /// The element: its name, summary, attributes and children.
    public let element: ElementDescriptor
    /// The XML namespace of the element.
    public let namespace: String
    /// What it takes from earlier stages.
    public let takes: [ArtefactKind]
    /// What it gives to later stages.
    public let gives: [ArtefactKind]
    /// The version of the algorithm: a new one means that the same options may give another result.
    public let version: Int
    /// Whether its penalty or distance depends on the units of the columns, so that it wants them on one scale.
    public let wantsNormalizedColumns: Bool
    /// Whether it brings the columns to one scale.
    public let normalizesColumns: Bool
    /// Whether its fit can be expressed in ``ColumnOperation``s and a ``Model``, so that a bundle scores without it.
    public let isExpressible: Bool

    /// Creates a descriptor.
    ///
    /// - Parameters:
    ///   - element: The element: its name, summary, attributes and children.
    ///   - namespace: The XML namespace; an author of stages has one of their own.
    ///   - takes: What it takes from earlier stages.
    ///   - gives: What it gives to later stages.
    ///   - version: The version of the algorithm, from 1.
    ///   - wantsNormalizedColumns: Whether its result depends on the units of the columns.
    ///   - normalizesColumns: Whether it brings the columns to one scale.
    ///   - isExpressible: Whether its fit can be expressed in column operations and a model.
    public init(
        _ element: ElementDescriptor, namespace: String, takes: [ArtefactKind], gives: [ArtefactKind],
        version: Int = 1, wantsNormalizedColumns: Bool = false, normalizesColumns: Bool = false,
        isExpressible: Bool = true
    ) {
        self.element = element
        self.namespace = namespace
        self.takes = takes
        self.gives = gives
        self.version = version
        self.wantsNormalizedColumns = wantsNormalizedColumns
        self.normalizesColumns = normalizesColumns
        self.isExpressible = isExpressible
    }

    /// The element's name.
    public var name: String { element.name }
}
