import StageKit

/// What `<load>` was told, checked as far as it can be without the data.
struct LoadOptions: Sendable {
    /// What becomes of rows with missing values.
    enum MissingPolicy: String, OptionChoice {
        case error
        case dropRow = "drop-row"
        case keep
    }

    /// What is read and how.
    let source: SourceOptions
    /// What becomes of rows with missing values.
    let missing: MissingPolicy
    /// Where `missing` is written, or the element.
    let missingLocation: SourceLocation?
    /// What is to be predicted.
    let target: TargetOptions
    /// What was said of single columns.
    let columns: [ColumnOptions]
    /// How rows are divided; `nil` for not at all.
    let split: SplitOptions?

    /// Reads checked options.
    ///
    /// - Throws: ``StageFailure`` of kind `pipeline` where they contradict each other.
    init(_ options: StageOptions) throws(StageFailure) {
        source = try SourceOptions(options)
        missing = options[Self.missingOption]
        missingLocation = options.location(of: "missing")
        guard let target = options.child("target") else {
            throw StageFailure(.pipeline, code: "FS446", "<load> has no <target>; expected one.", at: options.location)
        }
        let checkedTarget = try TargetOptions(target)
        let checkedColumns = try ColumnOptions.all(options.children("column"), target: checkedTarget)
        self.target = checkedTarget
        columns = checkedColumns
        split = try options.child("split").flatMap { element throws(StageFailure) in
            try SplitOptions(element, target: checkedTarget, columns: checkedColumns)
        }
    }
}

// MARK: Keys

extension LoadOptions {
    static let missingOption = Option<MissingPolicy>.choice(
        "missing", default: .error,
        help: "What to do with missing values: refuse them, drop their rows, or keep them but for rows without target.")

    /// What `<load>` takes.
    static let element = ElementDescriptor(
        name: "load", summary: "Reads a table from a file and may set test rows apart.",
        options: [
            SourceOptions.pathOption.descriptor, SourceOptions.formatOption.descriptor,
            SourceOptions.delimiterOption.descriptor, missingOption.descriptor,
            SourceOptions.missingTokensOption.descriptor,
        ],
        children: [
            ChildDescriptor(QueryOptions.element, minCount: 0, maxCount: 1),
            ChildDescriptor(TargetOptions.element, minCount: 1, maxCount: 1),
            ChildDescriptor(ColumnOptions.element, minCount: 0, maxCount: nil),
            ChildDescriptor(SplitOptions.element, minCount: 0, maxCount: 1),
        ])
}
