import PipelineEngine
import PipelineXML
import StageKit

/// A plan as people read it.
enum PlanText {
    static func text(_ prepared: PreparedPipeline) -> String {
        let plan = prepared.plan
        var lines = ["pipeline \(plan.name), seed \(plan.seed)"]
        if let description = plan.description, !description.isEmpty { lines.append("  \(description)") }
        if !plan.parameters.isEmpty {
            lines += ["", "parameters"]
            let width = plan.parameters.map(\.name.count).max() ?? 0
            lines += plan.parameters.map { "  \(padded($0.name, width)) = \($0.shownValue)   (\(origin($0.origin)))" }
        }
        for (place, stage) in plan.stages.enumerated() {
            lines += ["", "\(place + 1). \(stage.id)  <\(stage.descriptor.name)>\(wiring(stage))"]
            lines += element(stage.element, indent: "   ")
        }
        if !plan.gates.isEmpty { lines += ["", "gates"] + plan.gates.map(gate) }
        lines += ["", "bundle \(prepared.output) (\(plan.bundle.format.rawValue))"]
        return lines.map(escapeControls).joined(separator: "\n")
    }

    private static func wiring(_ stage: PlannedStage) -> String {
        let references = [("input", stage.input), ("features", stage.features), ("model", stage.model)]
        let parts = references.compactMap { name, id in id.map { "\(name) \($0)" } }
        return parts.isEmpty ? "" : "  from " + parts.joined(separator: ", ")
    }

    private static func element(_ element: PlannedElement, indent: String) -> [String] {
        let width = element.attributes.map(\.name.count).max() ?? 0
        let attributes = element.attributes.map {
            "\(indent)\(padded($0.name, width)) = \($0.text)   (\(origin($0.option.origin)))"
        }
        let children = element.children.flatMap { child in
            ["\(indent)<\(child.name)>"] + self.element(child, indent: indent + "  ")
        }
        return attributes + children
    }

    private static func gate(_ gate: PlannedGate) -> String {
        let bounds = [gate.min.map { ">= \(shortest($0))" }, gate.max.map { "<= \(shortest($0))" }]
        return "  \(gate.metric) of \(gate.of) \(bounds.compactMap(\.self).joined(separator: " and "))"
    }

    private static func origin(_ origin: OptionOrigin) -> String {
        switch origin {
        case .written: "written"
        case .standard: "default"
        case .parameter(let name): "parameter \(name)"
        case .override: "--set"
        case .environment(let name): "environment \(name)"
        }
    }
}
