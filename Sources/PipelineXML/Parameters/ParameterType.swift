/// What a parameter's value may be.
package enum ParameterType: String, Sendable, CaseIterable {
    /// A whole number.
    case int
    /// A finite decimal number.
    case number
    /// Any text.
    case string
    /// A path, relative to the file that declares the parameter.
    case path
    /// One of the words in `values`.
    case choice = "enum"
    /// Text that is never shown, kept or hashed.
    case secret
}
