/// An element of the pipeline: its attributes and children.
public struct ElementDescriptor: Sendable, Hashable {
    /// The element's name, kebab-case.
    public let name: String
    /// What it is for, in a line.
    public let summary: String
    /// The attributes.
    public let options: [OptionDescriptor]
    /// The child elements.
    public let children: [ChildDescriptor]
    /// What text the element holds; `nil` where it holds none.
    public let text: String?

    /// Creates a descriptor.
    ///
    /// - Parameters:
    ///   - name: The element's name, kebab-case.
    ///   - summary: What it is for, in a line.
    ///   - options: The attributes.
    ///   - children: The child elements.
    ///   - text: What text the element holds; `nil` where it holds none.
    public init(
        name: String, summary: String, options: [OptionDescriptor] = [], children: [ChildDescriptor] = [],
        text: String? = nil
    ) {
        self.name = name
        self.summary = summary
        self.options = options
        self.children = children
        self.text = text
    }

    /// The option of a name.
    ///
    /// - Parameter name: The attribute's name.
    public func option(_ name: String) -> OptionDescriptor? { options.first { $0.name == name } }

    /// The child of a name.
    ///
    /// - Parameter name: The element's name.
    public func child(_ name: String) -> ChildDescriptor? { children.first { $0.element.name == name } }
}

/// A child element and how often it may occur.
public struct ChildDescriptor: Sendable, Hashable {
    /// The child.
    public let element: ElementDescriptor
    /// The least number of occurrences.
    public let minCount: Int
    /// The greatest number of occurrences; `nil` for any.
    public let maxCount: Int?

    /// Creates a descriptor.
    ///
    /// - Parameters:
    ///   - element: The child.
    ///   - minCount: The least number of occurrences, from 0.
    ///   - maxCount: The greatest number of occurrences; `nil` for any.
    public init(_ element: ElementDescriptor, minCount: Int = 0, maxCount: Int? = 1) {
        self.element = element
        self.minCount = minCount
        self.maxCount = maxCount
    }
}
