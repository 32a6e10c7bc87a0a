/// A typed key to an option: a stage declares it once, lists it in its descriptor and reads it from its checked options.
///
/// ```swift
/// static let folds = Option.integer("folds", default: 10, in: 2...1000, help: "How many folds.")
/// …
/// let folds = options[Self.folds]     // an Int, checked
/// ```
public struct Option<Value: Sendable>: Sendable {
    /// What the descriptor lists.
    public let descriptor: OptionDescriptor
    /// Reads the checked value; `nil` is an option that is not written and has no default.
    let read: @Sendable (CheckedOption?) -> Value

    init(_ descriptor: OptionDescriptor, read: @escaping @Sendable (CheckedOption?) -> Value) {
        self.descriptor = descriptor
        self.read = read
    }
}

/// The words of an option that is one of a few: an enumeration whose raw values are the words.
public protocol OptionChoice: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

/// A value that is either one of a few words or a number.
public enum WordOrNumber: Sendable, Hashable {
    /// One of the words.
    case word(String)
    /// A number.
    case number(Double)
}

/// Ends the program: a descriptor and its reader disagree, which no pipeline can bring about.
func inconsistent(_ name: String, _ found: CheckedOption?) -> Never {
    preconditionFailure(
        "Option '\(name)' was read as another type than its descriptor's; found \(String(describing: found)).")
}
