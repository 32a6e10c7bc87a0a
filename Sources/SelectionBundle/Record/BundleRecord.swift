package import StageKit

/// Everything that a run hands to its bundle: plain values, filled by the engine.
///
/// The same record gives the same bundle, byte for byte. Lists keep their order where the order says something (stages,
/// columns, operations, metrics); names and digests in ``provenance`` are sorted.
package struct BundleRecord: Sendable {
    /// The pipeline's name.
    package var pipeline: String
    /// The pipeline's description; empty where it has none.
    package var summary: String
    /// The version of the program.
    package var toolVersion: String
    /// The pipeline file as it was written.
    package var pipelineXML: [UInt8]
    /// The same with parameters, includes and defaults expanded.
    package var resolvedXML: [UInt8]
    /// What each selecting stage kept, in document order.
    package var selections: [StageSelection]
    /// The place in ``selections`` of the one that the features folder describes: that of the model.
    package var mainSelection: Int
    /// The λ of each refit, in document order.
    package var refits: [StageRefit]
    /// The final model; nil where no stage gave one that operations can express.
    package var model: ScoringModel?
    /// The metrics, in document order.
    package var evaluations: [StageEvaluation]
    /// The gates, in document order.
    package var gates: [GateResult]
    /// Features that stages other than the main selection removed.
    package var dropped: [DroppedFeature]
    /// What the model card says of the data: rows, dates, files with their digests, one sentence each.
    package var dataFacts: [String]
    /// Warnings of the run, one sentence each, for the model card.
    package var limits: [String]
    /// The report in Markdown.
    package var report: String
    /// Where everything came from.
    package var provenance: ProvenanceRecord
    /// When and where it ran; nil leaves the member out.
    package var run: RunRecord?

    /// - Parameters:
    ///   - pipeline: The pipeline's name.
    ///   - summary: Its description.
    ///   - toolVersion: The version of the program.
    ///   - pipelineXML: The pipeline file as it was written.
    ///   - resolvedXML: The same with everything expanded.
    ///   - selections: What each selecting stage kept, at least one.
    ///   - mainSelection: The place of the one that the features folder describes; the last one by default.
    ///   - refits: The λ of each refit.
    ///   - model: The final model.
    ///   - evaluations: The metrics.
    ///   - gates: The gates.
    ///   - dropped: Features that other stages removed.
    ///   - dataFacts: What the model card says of the data.
    ///   - limits: Warnings of the run, for the model card.
    ///   - report: The report in Markdown.
    ///   - provenance: Where everything came from.
    ///   - run: When and where it ran.
    /// - Precondition: `mainSelection` is a place in `selections`.
    package init(
        pipeline: String, summary: String = "", toolVersion: String, pipelineXML: [UInt8], resolvedXML: [UInt8],
        selections: [StageSelection], mainSelection: Int? = nil, refits: [StageRefit] = [], model: ScoringModel? = nil,
        evaluations: [StageEvaluation] = [], gates: [GateResult] = [], dropped: [DroppedFeature] = [],
        dataFacts: [String] = [], limits: [String] = [], report: String, provenance: ProvenanceRecord,
        run: RunRecord? = nil
    ) {
        let main = mainSelection ?? selections.count - 1
        precondition(selections.indices.contains(main), "BundleRecord: no selection \(main) of \(selections.count)")
        self.pipeline = pipeline
        self.summary = summary
        self.toolVersion = toolVersion
        self.pipelineXML = pipelineXML
        self.resolvedXML = resolvedXML
        self.selections = selections
        self.mainSelection = main
        self.refits = refits
        self.model = model
        self.evaluations = evaluations
        self.gates = gates
        self.dropped = dropped
        self.dataFacts = dataFacts
        self.limits = limits
        self.report = report
        self.provenance = provenance
        self.run = run
    }

    /// Accepted where every gate passed.
    package var status: BundleStatus { gates.allSatisfy(\.passed) ? .accepted : .rejected }
}

/// Whether a run passed its gates.
package enum BundleStatus: String, Sendable, CaseIterable {
    /// Every gate passed.
    case accepted
    /// A gate failed.
    case rejected
}
