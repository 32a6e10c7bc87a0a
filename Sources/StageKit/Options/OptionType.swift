/// What an option's text may be.
public indirect enum OptionType: Sendable, Hashable {
    /// A whole number within bounds, either of which may be open.
    case integer(min: Int?, max: Int?)
    /// A finite decimal number within bounds.
    case number(NumberRange)
    /// One of a few words; the first is the default where the design names one.
    case choice([String])
    /// Any text.
    case string
    /// A path, relative to the file that names it.
    case path
    /// The name of a column.
    case column
    /// Names separated by spaces.
    case names
    /// One of a few words, or else a value of another type.
    case keyword([String], or: OptionType)
}

/// Bounds on a decimal number.
public struct NumberRange: Sendable, Hashable {
    /// The lower bound, if any.
    public let min: Double?
    /// The upper bound, if any.
    public let max: Double?
    /// Whether the lower bound itself is excluded.
    public let excludesMin: Bool
    /// Whether the upper bound itself is excluded.
    public let excludesMax: Bool

    /// Creates bounds.
    ///
    /// - Parameters:
    ///   - min: The lower bound, or `nil` for none.
    ///   - max: The upper bound, or `nil` for none.
    ///   - excludesMin: Whether the lower bound itself is excluded.
    ///   - excludesMax: Whether the upper bound itself is excluded.
    public init(min: Double? = nil, max: Double? = nil, excludesMin: Bool = false, excludesMax: Bool = false) {
        self.min = min
        self.max = max
        self.excludesMin = excludesMin
        self.excludesMax = excludesMax
    }

    /// Whether a number lies within the bounds.
    ///
    /// - Parameter value: The number.
    public func contains(_ value: Double) -> Bool {
        if let min, excludesMin ? value <= min : value < min { return false }
        if let max, excludesMax ? value >= max : value > max { return false }
        return true
    }
}
