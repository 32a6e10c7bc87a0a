import StageKit

extension StageGraph {
    /// What a bundle of these stages will need to score new rows, beside itself: said before anything is trained.
    var needsForScoring: [Diagnostic] {
        nodes.filter { !$0.descriptor.isExpressible }.map { node in
            let descriptor = node.descriptor
            let stage = "stage <\(descriptor.name)> of '\(descriptor.namespace)', version \(descriptor.version)"
            let place = node.program.map { "as the program '\($0.name)'" } ?? "compiled in"
            return Diagnostic(
                code: "FS317", severity: .warning,
                message: "The bundle will score new rows only where \(stage), is there, \(place): "
                    + "what it learns cannot be written down as operations.",
                location: node.options.location)
        }
    }
}
