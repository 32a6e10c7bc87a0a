import StageKit

/// The options of `encode`, checked.
struct EncodeOptions: Sendable {
    /// Which levels get a column.
    enum Method: String, OptionChoice {
        case dropFirst = "drop-first"
        case oneHot = "one-hot"
    }

    /// What becomes of a level that was not there in training.
    enum UnknownLevels: String, OptionChoice {
        case error, ignore
    }

    static let methodOption = Option<Method>.choice(
        "method", default: .dropFirst,
        help: "Whether every level but the first gets a column, or every level.")
    static let unknownLevelsOption = Option<UnknownLevels>.choice(
        "unknown-levels", default: .error,
        help: "Whether a level that was not there in training is refused, or gives 0 in every column.")

    static let element = ElementDescriptor(
        name: "encode", summary: "Turns every categorical feature into columns of 0 and 1, one per level.",
        options: [methodOption.descriptor, unknownLevelsOption.descriptor])

    let method: Method
    let unknownLevels: UnknownLevels
    /// Where the stage stands in the pipeline, for messages about columns.
    let location: SourceLocation?

    init(_ options: StageOptions) {
        method = options[Self.methodOption]
        unknownLevels = options[Self.unknownLevelsOption]
        location = options.location
    }
}
