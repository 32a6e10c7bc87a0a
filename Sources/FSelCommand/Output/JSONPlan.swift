import PipelineEngine
import PipelineXML
import StageKit

/// A plan as programs read it.
struct JSONPlan: Encodable {
    let pipeline: String
    let seed: Int
    let description: String?
    let parameters: [Parameter]
    let stages: [PlanStage]
    let gates: [Gate]
    let bundle: String
    /// What the data hold, where they were read.
    let data: [JSONProfile]?

    struct Parameter: Encodable {
        let name: String
        let value: String
        let origin: String
    }

    struct PlanStage: Encodable {
        let id: String
        let element: String
        let namespace: String
        let input: String?
        let features: String?
        let model: String?
        let options: [PlanOption]
        let children: [PlanElement]
    }

    struct PlanElement: Encodable {
        let name: String
        let options: [PlanOption]
        let children: [PlanElement]

        init(_ element: PlannedElement) {
            name = element.name
            options = element.attributes.map(PlanOption.init)
            children = element.children.map(PlanElement.init)
        }
    }

    struct PlanOption: Encodable {
        let name: String
        let value: String
        let origin: String

        init(_ attribute: PlannedAttribute) {
            name = attribute.name
            value = attribute.text
            origin = attribute.option.origin.word
        }
    }

    struct Gate: Encodable {
        let of: String
        let metric: String
        let min: Double?
        let max: Double?
    }

    init(_ prepared: PreparedPipeline, data: [JSONProfile]? = nil) {
        self.data = data
        let plan = prepared.plan
        pipeline = plan.name
        seed = plan.seed
        description = plan.description
        parameters = plan.parameters.map {
            Parameter(name: $0.name, value: $0.shownValue, origin: $0.origin.word)
        }
        stages = plan.stages.map { stage in
            PlanStage(
                id: stage.id, element: stage.descriptor.name, namespace: stage.descriptor.namespace, input: stage.input,
                features: stage.features, model: stage.model, options: stage.element.attributes.map(PlanOption.init),
                children: stage.element.children.map(PlanElement.init))
        }
        gates = plan.gates.map { Gate(of: $0.of, metric: $0.metric, min: $0.min, max: $0.max) }
        bundle = prepared.output
    }
}
