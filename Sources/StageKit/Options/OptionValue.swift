/// The checked value of an option.
public enum OptionValue: Sendable, Hashable {
    /// A whole number.
    case integer(Int)
    /// A finite number.
    case number(Double)
    /// Text: a word of a choice, a path, a column name or free text.
    case string(String)
    /// Names in the order in which they were written.
    case names([String])
}

extension OptionValue: CustomStringConvertible {
    /// The value as it would be written in the pipeline.
    public var description: String {
        switch self {
        case .integer(let value): String(value)
        case .number(let value): shortest(value)
        case .string(let value): value
        case .names(let values): values.joined(separator: " ")
        }
    }
}

/// Where an option's value comes from.
public enum OptionOrigin: Sendable, Hashable {
    /// It is written in the pipeline.
    case written
    /// It is the stage's default.
    case standard
    /// It comes from a parameter's default.
    case parameter(String)
    /// It was given with `--set`.
    case override
    /// It comes from the environment, by the named variable.
    case environment(String)
}

/// An option's checked value, where it comes from and where it stands.
public struct CheckedOption: Sendable, Hashable {
    /// The value.
    public let value: OptionValue
    /// Where it comes from.
    public let origin: OptionOrigin
    /// Where it stands in the pipeline, if it is written there.
    public let location: SourceLocation?
    /// For a path: the text resolved against the folder of the file that names it.
    public let resolvedPath: String?

    /// Creates a checked option.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - origin: Where it comes from.
    ///   - location: Where it stands in the pipeline.
    ///   - resolvedPath: For a path, the text resolved against the folder of the file that names it.
    public init(
        value: OptionValue, origin: OptionOrigin = .written, location: SourceLocation? = nil,
        resolvedPath: String? = nil
    ) {
        self.value = value
        self.origin = origin
        self.location = location
        self.resolvedPath = resolvedPath
    }
}
