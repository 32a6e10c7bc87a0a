import StageKit

extension StageGraph {
    /// The files that stages read: the paths among their options, in document order.
    package var inputFiles: [InputFile] {
        nodes.flatMap { node in
            node.options.descriptor.options.compactMap { option -> InputFile? in
                guard option.type == .path, let checked = node.options.values[option.name],
                    case .string(let written) = checked.value
                else { return nil }
                return InputFile(
                    written: written, path: checked.resolvedPath ?? written, stage: node.id,
                    location: checked.location ?? node.options.location)
            }
        }
    }
}
