/// The stages that a program knows: a value that is passed in, never a global.
public struct StageRegistry: Sendable {
    /// The stages, in the order in which they are listed to people.
    public let stages: [StageDefinition]

    /// Creates a registry of stages that are compiled in.
    ///
    /// - Parameter stages: The stages.
    /// - Precondition: no two stages have the same namespace and name.
    public init(_ stages: [any Stage.Type]) { self.init(stages.map { StageDefinition($0) }) }

    /// Creates a registry.
    ///
    /// - Parameter stages: The stages.
    /// - Precondition: no two stages have the same namespace and name.
    public init(_ stages: [StageDefinition]) {
        var seen = Set<[String]>()
        for descriptor in stages.map(\.descriptor) {
            precondition(
                seen.insert([descriptor.namespace, descriptor.name]).inserted,
                "StageRegistry: two stages are named <\(descriptor.name)> in \(descriptor.namespace)")
        }
        self.stages = stages
    }

    /// The stage of an element.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - namespace: The element's namespace.
    public func stage(_ name: String, namespace: String) -> StageDefinition? {
        stages.first { $0.descriptor.name == name && $0.descriptor.namespace == namespace }
    }

    /// The descriptors, in order.
    public var descriptors: [StageDescriptor] { stages.map { $0.descriptor } }
}
