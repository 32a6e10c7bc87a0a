/// The checked options of a stage or of one of its children: every value is of its type and in its range.
public struct StageOptions: Sendable, Hashable {
    /// What these are the options of.
    public let descriptor: ElementDescriptor
    /// The values by option name: every option that is written or has a default.
    public let values: [String: CheckedOption]
    /// The child elements in document order.
    public let children: [StageOptions]
    /// The element's text, trimmed; `nil` where it may hold none.
    public let text: String?
    /// Where the element stands.
    public let location: SourceLocation?

    /// Wraps values that were checked already; missing ones take their defaults.
    ///
    /// - Parameters:
    ///   - descriptor: What these are the options of.
    ///   - values: Checked values by option name.
    ///   - children: The child elements in document order.
    ///   - text: The element's text.
    ///   - location: Where the element stands.
    public init(
        descriptor: ElementDescriptor, values: [String: CheckedOption], children: [StageOptions] = [],
        text: String? = nil, location: SourceLocation? = nil
    ) {
        self.descriptor = descriptor
        self.children = children
        self.text = text
        self.location = location
        var complete = values
        for option in descriptor.options where complete[option.name] == nil {
            complete[option.name] = option.standard.map { CheckedOption(value: $0, origin: .standard) }
        }
        self.values = complete
    }

    /// The value of an option.
    ///
    /// - Parameter option: The typed key, which must be listed in the descriptor.
    public subscript<Value>(_ option: Option<Value>) -> Value {
        option.read(values[option.descriptor.name])
    }

    /// The children of a name, in document order.
    ///
    /// - Parameter name: The element's name.
    public func children(_ name: String) -> [StageOptions] { children.filter { $0.descriptor.name == name } }

    /// The first child of a name.
    ///
    /// - Parameter name: The element's name.
    public func child(_ name: String) -> StageOptions? { children.first { $0.descriptor.name == name } }

    /// Where an option is written, or else the element.
    ///
    /// - Parameter name: The option's name.
    public func location(of name: String) -> SourceLocation? { values[name]?.location ?? location }

    /// Whether an option is written, rather than left to its default.
    ///
    /// - Parameter name: The option's name.
    public func isWritten(_ name: String) -> Bool { values[name].map { $0.origin != .standard } ?? false }

    /// Whether an option was given another value than its default.
    ///
    /// A default that is written out, as a resolved pipeline does, is no choice: it means what leaving it out means.
    ///
    /// - Parameter name: The option's name.
    public func isChosen(_ name: String) -> Bool {
        guard let checked = values[name] else { return false }
        return checked.value != descriptor.option(name)?.standard
    }
}

extension StageOptions {
    /// Checks texts against a descriptor, as the pipeline does: for tests and for programs that build a stage by hand.
    ///
    /// - Parameters:
    ///   - descriptor: What these are the options of.
    ///   - texts: Attribute texts by name.
    ///   - children: Children, each checked in the same way.
    /// - Throws: ``StageFailure`` of kind `pipeline` at the first unknown, missing or bad option.
    public init(
        _ descriptor: ElementDescriptor, _ texts: [String: String] = [:], children: [StageOptions] = []
    ) throws(StageFailure) {
        var values: [String: CheckedOption] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard let option = descriptor.option(name) else {
                let nearest = nearestName(to: name, among: descriptor.options.map(\.name))
                throw StageFailure(
                    .pipeline, code: "FS501", "<\(descriptor.name)> has no attribute '\(name)'.",
                    suggestion: nearest.map { "did you mean '\($0)'?" })
            }
            guard let value = option.type.parse(text) else {
                throw StageFailure(
                    .pipeline, code: "FS502",
                    "Attribute '\(name)' of <\(descriptor.name)> is '\(text)', expected \(option.type).")
            }
            values[name] = CheckedOption(value: value)
        }
        for option in descriptor.options where option.isRequired && values[option.name] == nil {
            throw StageFailure(
                .pipeline, code: "FS503", "<\(descriptor.name)> needs the attribute '\(option.name)'.")
        }
        self.init(descriptor: descriptor, values: values, children: children)
    }
}
