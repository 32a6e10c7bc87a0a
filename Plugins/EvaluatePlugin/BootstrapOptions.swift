import StageKit

/// The checked options of a `<bootstrap>` element.
struct BootstrapOptions: Sendable {
    /// How many times rows are drawn.
    let replicates: Int
    /// The level of the intervals, in (0, 1).
    let level: Double
    /// Where the element stands.
    let location: SourceLocation?

    static let replicatesOption = Option.integer(
        "replicates", default: 1000, in: 20...1_000_000, unit: "replicates", help: "How many times rows are drawn.")
    static let levelOption = Option.number(
        "level", default: 0.95, in: NumberRange(min: 0, max: 1, excludesMin: true, excludesMax: true),
        help: "The level of the intervals.")

    /// The element `bootstrap`.
    static let element = ElementDescriptor(
        name: "bootstrap",
        summary: "Percentile intervals of the metrics, by drawing the measured rows with "
            + "replacement.",
        options: [replicatesOption.descriptor, levelOption.descriptor])

    /// Reads a `<bootstrap>` element.
    init(_ options: StageOptions) {
        replicates = options[Self.replicatesOption]
        level = options[Self.levelOption]
        location = options.location
    }
}
