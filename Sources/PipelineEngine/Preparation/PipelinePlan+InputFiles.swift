package import PipelineXML
import StageKit

extension PipelinePlan {
    /// The files that stages read: the paths among their options, in document order, named so that no secret is told.
    ///
    /// A pattern stands for the files that match it now, and for itself where none does.
    package var inputFiles: [InputFile] {
        stages.flatMap { stage in
            stage.element.attributes.flatMap { attribute -> [InputFile] in
                guard stage.descriptor.element.option(attribute.name)?.type == .path,
                    case .string(let written) = attribute.option.value
                else { return [] }
                let path = attribute.option.resolvedPath ?? written
                let matching = FilePattern(path)?.files() ?? []
                return (matching.isEmpty ? [path] : matching).map { file in
                    InputFile(
                        written: file == path ? attribute.text : Self.name(of: file, matching: attribute.text),
                        path: file, stage: stage.id, location: attribute.option.location ?? stage.location)
                }
            }
        }
    }

    /// What a file is called that matches a pattern: as the pattern is written, its last part replaced by the file's name.
    private static func name(of file: String, matching written: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard let slash = written.lastIndex(of: "/") else {
            // Of a parameter's value nothing is told but the file's own name.
            return written.contains("$") ? "\(written): \(name)" : name
        }
        return written[...slash] + name
    }
}
