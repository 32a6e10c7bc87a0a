package import PipelineXML
import StageKit

extension PipelinePlan {
    /// The files that stages read: the paths among their options, in document order, named so that no secret is told.
    package var inputFiles: [InputFile] {
        stages.flatMap { stage in
            stage.element.attributes.compactMap { attribute -> InputFile? in
                guard stage.descriptor.element.option(attribute.name)?.type == .path,
                    case .string(let written) = attribute.option.value
                else { return nil }
                return InputFile(
                    written: attribute.text, path: attribute.option.resolvedPath ?? written, stage: stage.id,
                    location: attribute.option.location ?? stage.location)
            }
        }
    }
}
