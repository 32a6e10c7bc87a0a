/// Everything there is to say about one option: it drives decoding, defaults, help, the schema and the README.
public struct OptionDescriptor: Sendable, Hashable {
    /// The attribute's name in the pipeline, kebab-case.
    public let name: String
    /// What its text may be.
    public let type: OptionType
    /// The value where it is not written; `nil` for none.
    public let standard: OptionValue?
    /// Whether it must be written.
    public let isRequired: Bool
    /// The unit of a number, such as `rows`; `nil` for none.
    public let unit: String?
    /// What it does, in a sentence.
    public let help: String
    /// Whether a different value can change the result (and so must change a cache key).
    public let affectsResult: Bool

    /// Creates a descriptor.
    ///
    /// - Parameters:
    ///   - name: The attribute's name, kebab-case.
    ///   - type: What its text may be.
    ///   - standard: The value where it is not written.
    ///   - isRequired: Whether it must be written.
    ///   - unit: The unit of a number.
    ///   - help: What it does, in a sentence.
    ///   - affectsResult: Whether a different value can change the result.
    public init(
        name: String, type: OptionType, standard: OptionValue? = nil, isRequired: Bool = false, unit: String? = nil,
        help: String, affectsResult: Bool = true
    ) {
        self.name = name
        self.type = type
        self.standard = standard
        self.isRequired = isRequired
        self.unit = unit
        self.help = help
        self.affectsResult = affectsResult
    }
}
