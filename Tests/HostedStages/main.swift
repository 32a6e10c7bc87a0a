import CorrelationFilterPlugin
import ExampleStages
import StageHosting
import StageKit
import VarianceFilterPlugin
import WinsorizePlugin

/// Stages that ship, under another namespace, so that a pipeline can name either.
let stages: [any LearningStage.Type] = [
    WinsorizeStage.self, VarianceFilterStage.self, CorrelationFilterStage.self,
]
let hosted = stages.map { stage in
    let descriptor = stage.descriptor
    return StageDefinition(
        descriptor: StageDescriptor(
            descriptor.element, namespace: "urn:fsel:hosted", takes: descriptor.takes, gives: descriptor.gives,
            version: descriptor.version)
    ) { try stage.init(options: $0) }
}

await StageHost(hosted + [StageDefinition(CentredProductStage.self)]).serve()
