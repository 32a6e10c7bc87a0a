/// Something that a person should know, with its place: a value that stages report and only the command line prints.
public struct Diagnostic: Sendable, Hashable {
    /// How grave a diagnostic is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The run cannot go on, or did not.
        case error
        /// The run goes on, and its result may not be what was wanted.
        case warning
        /// A fact about the run.
        case note
    }

    /// A stable code such as `FS103`.
    public let code: String
    /// How grave it is.
    public let severity: Severity
    /// One full sentence: what was found and what was expected.
    public let message: String
    /// Where it is, if it has a place.
    public let location: SourceLocation?
    /// A proposal such as `did you mean 'method'?`, without the message.
    public let suggestion: String?

    /// Creates a diagnostic.
    ///
    /// - Parameters:
    ///   - code: A stable code such as `FS103`.
    ///   - severity: How grave it is.
    ///   - message: One full sentence: what was found and what was expected.
    ///   - location: Where it is, if it has a place.
    ///   - suggestion: A proposal such as `did you mean 'method'?`.
    public init(
        code: String, severity: Severity, message: String, location: SourceLocation? = nil, suggestion: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.suggestion = suggestion
    }
}
