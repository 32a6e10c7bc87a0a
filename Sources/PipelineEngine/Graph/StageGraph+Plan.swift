import PipelineXML
import StageKit

extension StageGraph {
    /// Makes the stages of a plan.
    ///
    /// - Parameters:
    ///   - plan: A checked plan.
    ///   - registry: The stages that the plan was checked against.
    ///   - failures: Takes what stages say against their options, all of them.
    /// - Returns: The stages; `nil` where one could not be made.
    static func make(
        _ plan: PipelinePlan, _ registry: StageRegistry, _ failures: inout [StageFailure]
    ) -> StageGraph? {
        var placeOfID: [String: Int] = [:]
        var nodes: [Node] = []
        for (place, planned) in plan.stages.enumerated() {
            placeOfID[planned.id] = place
            do throws(StageFailure) {
                let definition = try definition(of: planned, registry)
                nodes.append(
                    Node(
                        id: planned.id, stage: try make(planned, definition), descriptor: planned.descriptor,
                        program: definition.program, options: planned.options,
                        input: planned.input.flatMap { placeOfID[$0] },
                        features: planned.features.flatMap { placeOfID[$0] },
                        model: planned.model.flatMap { placeOfID[$0] }))
            } catch {
                failures.append(error)
            }
        }
        return nodes.count == plan.stages.count ? StageGraph(nodes: nodes) : nil
    }

    private static func definition(
        of planned: PlannedStage, _ registry: StageRegistry
    ) throws(StageFailure) -> StageDefinition {
        let descriptor = planned.descriptor
        guard let definition = registry.stage(descriptor.name, namespace: descriptor.namespace) else {
            throw StageFailure(
                .plugin, code: "FS314",
                "No stage <\(descriptor.name)> is known in namespace '\(descriptor.namespace)'.",
                at: planned.location)
        }
        return definition
    }

    private static func make(
        _ planned: PlannedStage, _ definition: StageDefinition
    ) throws(StageFailure) -> any StageInstance {
        do {
            return try definition.instance(planned.options)
        } catch let failure as StageFailure {
            throw failure
        } catch {
            throw StageFailure(
                .pipeline, code: "FS315", "Stage '\(planned.id)' refuses its options: \(error).", at: planned.location)
        }
    }
}
