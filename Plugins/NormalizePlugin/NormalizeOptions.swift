import StageKit

/// The options of `normalize`, checked.
struct NormalizeOptions: Sendable {
    /// What a column is divided by, after its centre was taken away.
    enum Method: String, OptionChoice {
        case zscore, minmax, maxabs, robust, none
    }

    /// What becomes of a column with one value on the training rows.
    enum ConstantColumns: String, OptionChoice {
        case drop, error
    }

    static let methodOption = Option<Method>.choice(
        "method", default: .zscore,
        help: "How centre and scale are found: mean and standard deviation (1/n), minimum and range, 0 and largest "
            + "magnitude, median and interquartile range, or not at all.")
    static let constantColumnsOption = Option<ConstantColumns>.choice(
        "constant-columns", default: .drop,
        help: "Whether a feature with one value on the training rows is dropped, or stops the run.")

    static let element = ElementDescriptor(
        name: "normalize", summary: "Brings every numeric feature to one scale, learnt from the training rows.",
        options: [methodOption.descriptor, constantColumnsOption.descriptor])

    let method: Method
    let constantColumns: ConstantColumns
    /// Where the stage stands in the pipeline, for messages about columns.
    let location: SourceLocation?

    init(_ options: StageOptions) {
        method = options[Self.methodOption]
        constantColumns = options[Self.constantColumnsOption]
        location = options.location
    }
}
