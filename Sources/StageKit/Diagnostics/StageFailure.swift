/// What stops a run: a diagnostic, and the kind of failure that decides the exit code.
public struct StageFailure: Error, Sendable, Hashable {
    /// What kind of failure it is; each has its own exit code.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A stage could not do its work, non-convergence included (exit 1).
        case stage
        /// The command line is wrong (exit 64).
        case usage
        /// The data are not what the pipeline needs (exit 65).
        case data
        /// An input file is missing or is no file (exit 66).
        case noInput
        /// A plugin is unknown or refused (exit 69).
        case plugin
        /// A fault of the program itself (exit 70).
        case fault
        /// A limit on memory, size or count would be passed (exit 71).
        case resource
        /// Reading or writing failed (exit 74).
        case io
        /// A lock was not released in time (exit 75).
        case lock
        /// Permission was refused (exit 77).
        case permission
        /// The pipeline file is invalid (exit 78).
        case pipeline
        /// A bundle is readable, but a digest, a golden row or a signature is wrong (exit 4).
        case verification
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// What happened and where.
    public let diagnostic: Diagnostic

    /// Creates a failure from its parts.
    ///
    /// - Parameters:
    ///   - kind: What kind of failure it is.
    ///   - code: A stable code such as `FS401`.
    ///   - message: One full sentence: what was found and what was expected.
    ///   - location: Where it is, if it has a place.
    ///   - suggestion: A proposal such as `did you mean 'target'?`.
    public init(
        _ kind: Kind, code: String, _ message: String, at location: SourceLocation? = nil, suggestion: String? = nil
    ) {
        self.kind = kind
        self.diagnostic = Diagnostic(
            code: code, severity: .error, message: message, location: location, suggestion: suggestion)
    }
}

extension StageFailure: CustomStringConvertible {
    /// The place, the code and the sentence.
    public var description: String {
        let place = diagnostic.location.map { "\($0): " } ?? ""
        return "\(place)error[\(diagnostic.code)]: \(diagnostic.message)"
    }
}
