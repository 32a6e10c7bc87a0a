/// An element as it is written, with the places of its parts.
package struct PipelineElement: Sendable {
    /// The name without prefix.
    package let name: String
    /// The namespace; `nil` where it has none.
    package let namespace: String?
    /// Where the name stands, its prefix included.
    package let nameSpan: SourceSpan
    /// The attributes in the order in which they are written, namespace declarations left out.
    package let attributes: [PipelineAttribute]
    /// The child elements in document order.
    package internal(set) var children: [PipelineElement]
    /// The element's own text, all of it; empty where it is blank.
    package internal(set) var text: String
    /// Where the first text that is not blank stands; `nil` where there is none.
    package internal(set) var textSpan: SourceSpan?

    /// The attribute of a name without namespace.
    ///
    /// - Parameter name: The attribute's name.
    package func attribute(_ name: String) -> PipelineAttribute? {
        attributes.first { $0.name == name && $0.namespace == nil }
    }
}

/// An attribute as it is written, with the places of its name and value.
package struct PipelineAttribute: Sendable {
    /// The name without prefix.
    package let name: String
    /// The namespace; `nil` where it has none, as is usual.
    package let namespace: String?
    /// Where the name stands.
    package let nameSpan: SourceSpan
    /// The value after references were replaced and line ends and tabs became spaces, as XML has it.
    package let value: String
    /// Where the value stands, between its quotes.
    package let valueSpan: SourceSpan
}
