package import StageKit

/// A pipeline that was checked: parameters filled in, options typed, stages wired.
package struct PipelinePlan: Sendable {
    /// The pipeline's name.
    package let name: String
    /// What every random choice is drawn from.
    package let seed: Int
    /// What the pipeline is for; `nil` where it does not say.
    package let description: String?
    /// The folder that the pipeline's relative paths start from; empty for the current one.
    package let folder: String
    /// The pipeline's own attributes, as `plan` shows them.
    package let pipeline: PlannedElement
    /// The parameters in document order.
    package let parameters: [PipelineParameter]
    /// The stages in document order, which is an order in which they can run.
    package let stages: [PlannedStage]
    /// The gates in document order.
    package let gates: [PlannedGate]
    /// Where the results are written.
    package let bundle: PlannedBundle

    /// The stage of an id.
    ///
    /// - Parameter id: The id, given or generated.
    package func stage(_ id: String) -> PlannedStage? { stages.first { $0.id == id } }
}

/// A stage of a plan.
package struct PlannedStage: Sendable {
    /// The id: as it is written, or else the element's name, with `-2`, `-3`, … when that is taken.
    package let id: String
    /// Whether the id is written.
    package let isIDWritten: Bool
    /// What the stage is.
    package let descriptor: StageDescriptor
    /// The element with its checked options.
    package let element: PlannedElement
    /// The id of the earlier stage whose table it takes.
    package let input: String?
    /// The id of the earlier stage whose selection it takes.
    package let features: String?
    /// The id of the earlier stage whose model it takes.
    package let model: String?
    /// Where the element's name stands.
    package let location: SourceLocation

    /// The checked options, as the stage takes them.
    package var options: StageOptions { element.options }
}

/// Bounds on one metric of one stage.
package struct PlannedGate: Sendable, Hashable {
    /// The id of the stage.
    package let of: String
    /// The metric's name.
    package let metric: String
    /// The least value that is accepted, if bounded.
    package let min: Double?
    /// The greatest value that is accepted, if bounded.
    package let max: Double?
    /// Where the gate stands.
    package let location: SourceLocation
}

/// Where the results are written.
package struct PlannedBundle: Sendable, Hashable {
    /// The file, seen from the current folder.
    package let path: String
    /// The path as it is written in the file, relative to the pipeline's folder.
    package let text: String
    /// The kind of archive.
    package let format: BundleFormat
    /// Where the path is written; `nil` for the default.
    package let location: SourceLocation?
}
