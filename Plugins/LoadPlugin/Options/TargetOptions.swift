import StageKit

/// What is to be predicted: `<target>`.
struct TargetOptions: Sendable {
    /// What the target is.
    enum Kind: String, OptionChoice { case auto, numeric, binary, multiclass, count }

    /// The column.
    let column: String
    /// What it is.
    let kind: Kind
    /// The class that counts as positive.
    let positive: String?
    /// Where the column's name is written.
    let columnLocation: SourceLocation?
    /// Where the kind is written, or the element.
    let kindLocation: SourceLocation?
    /// Where the positive class is written.
    let positiveLocation: SourceLocation?

    init(_ element: StageOptions) throws(StageFailure) {
        column = element[Self.columnOption]
        kind = element[Self.typeOption]
        positive = element[Self.positiveOption]
        columnLocation = element.location(of: "column")
        kindLocation = element.location(of: "type")
        positiveLocation = element.location(of: "positive")
        if let positive, kind != .auto, kind != .binary {
            throw StageFailure(
                .pipeline, code: "FS444",
                "The target has the positive class '\(positive)' and the type '\(kind.rawValue)'; expected type 'binary'.",
                at: positiveLocation)
        }
    }

    static let columnOption = Option<String>.column("column", help: "The column to predict.")
    static let typeOption = Option<Kind>.choice(
        "type", default: .auto,
        help:
            "What the target is; auto takes texts for classes, the numbers 0 and 1 for two classes, other numbers as they are. "
            + "count is for whole numbers from 0 with a Poisson distribution."
    )
    static let positiveOption = Option<String?>.optionalString(
        "positive",
        help: "Of two classes the one whose probability is modelled; the second in order where it is not written.")

    static let element = ElementDescriptor(
        name: "target", summary: "The column to predict.",
        options: [columnOption.descriptor, typeOption.descriptor, positiveOption.descriptor])
}
