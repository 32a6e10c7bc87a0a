import StageKit

extension ModelDocument {
    /// The namespaces of the stages that compute columns themselves.
    package var stageNamespaces: Set<String> {
        Set(
            operations.compactMap { operation in
                if case .computed(let computation) = operation { computation.namespace } else { nil }
            })
    }

    /// The same model, whose operations that a stage computes itself are done by stages that are here.
    ///
    /// - Parameters:
    ///   - registry: The stages that are here.
    ///   - bundle: What messages call the bundle.
    /// - Throws: ``StageFailure`` of kind `plugin`, FS636, where one is not, or of another version.
    func bound(to registry: StageRegistry, bundle: String) throws(StageFailure) -> ModelDocument {
        var bound: [ColumnOperation] = []
        for operation in operations {
            guard case .computed(let computation) = operation else {
                bound.append(operation)
                continue
            }
            bound.append(.computed(try computation.bound(to: registry, bundle: bundle)))
        }
        return ModelDocument(inputs: inputs, operations: bound, model: model)
    }
}

extension StageComputation {
    fileprivate func bound(to registry: StageRegistry, bundle: String) throws(StageFailure) -> StageComputation {
        let here = registry.stages.filter { $0.descriptor.name == stage }
        if let definition = here.first(where: { $0.descriptor.namespace == namespace }),
            let function = definition.computation,
            definition.descriptor.version == version
        {
            return done(by: function)
        }
        let needed = "'\(bundle)' needs stage <\(stage)> of '\(namespace)', version \(version), to score rows"
        let found = here.map { definition -> String in
            let descriptor = definition.descriptor
            let owner = definition.program.map { "program '\($0.name)'" } ?? "this fsel"
            return descriptor.namespace != namespace
                ? "\(owner) has it in '\(descriptor.namespace)'"
                : descriptor.version != version
                    ? "\(owner) has version \(descriptor.version)" : "\(owner) computes nothing with it"
        }
        throw StageFailure(
            .plugin, code: "FS636",
            found.isEmpty
                ? "\(needed); name its program with --plugin PATH." : "\(needed); \(found.joined(separator: ", ")).")
    }
}
