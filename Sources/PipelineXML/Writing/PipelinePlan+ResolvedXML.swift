internal import StageKit

extension PipelinePlan {
    /// The pipeline as it was understood: parameters, includes and defaults written out, every stage with its id and its
    /// references.
    ///
    /// Secrets stay `${name}` with their `<param>`. Paths start from the pipeline's folder: read as a file of that folder, it
    /// checks to the same plan. The text depends on nothing but the plan.
    ///
    /// - Returns: A pipeline file.
    /// - Complexity: O(elements × attributes).
    package func resolvedXML() -> String {
        var writer = XMLWriter()
        let root = [("xmlns", StageDescriptor.builtInNamespace)] + pipeline.attributes.map { ($0.name, $0.text) }
        writer.element("pipeline", root) { writer in
            if let description { writer.element("description", text: description) }
            for parameter in parameters where parameter.type == .secret {
                let variable = parameter.environmentName.map { [("env", $0)] } ?? []
                writer.element("param", [("name", parameter.name), ("type", parameter.type.rawValue)] + variable)
            }
            for stage in stages { stage.write(to: &writer) }
            if !gates.isEmpty {
                writer.element("gates") { writer in
                    for gate in gates { gate.write(to: &writer) }
                }
            }
            writer.element("bundle", [("path", bundle.text), ("format", bundle.format.rawValue)])
        }
        return writer.text
    }
}

extension PlannedStage {
    fileprivate func write(to writer: inout XMLWriter) {
        let namespace = descriptor.namespace
        let wiring = [("id", id), ("input", input), ("features", features), ("model", model)].compactMap {
            name, value in
            value.map { (name, $0) }
        }
        element.write(
            to: &writer, before: (namespace == StageDescriptor.builtInNamespace ? [] : [("xmlns", namespace)]) + wiring)
    }
}

extension PlannedElement {
    fileprivate func write(to writer: inout XMLWriter, before: [(String, String)] = []) {
        let all = before + attributes.map { ($0.name, $0.text) }
        if let text = options.text, children.isEmpty, !text.isEmpty {
            writer.element(name, all, text: text)
        } else if children.isEmpty {
            writer.element(name, all)
        } else {
            writer.element(name, all) { writer in
                for child in children { child.write(to: &writer) }
            }
        }
    }
}

extension PlannedGate {
    fileprivate func write(to writer: inout XMLWriter) {
        let bounds = [("min", min), ("max", max)].compactMap { name, value in value.map { (name, shortest($0)) } }
        writer.element("gate", [("of", TextTemplate.escaped(of)), ("metric", TextTemplate.escaped(metric))] + bounds)
    }
}
