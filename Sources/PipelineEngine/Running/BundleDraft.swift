import ArchiveStreams
import PipelineXML
import SelectionBundle
import StageKit

/// Puts together what a run hands to its bundle.
struct BundleDraft {
    let pipeline: PreparedPipeline
    let outcome: RunOutcome
    let gates: [GateResult]
    let warnings: [Diagnostic]
    let materials: [ProvenanceRecord.Material]
    let toolVersion: String
    let run: RunRecord?

    var record: BundleRecord {
        let plan = pipeline.plan
        let selections = places { outcome.fitted.fits[$0]?.selection != nil }
        return BundleRecord(
            pipeline: plan.name, summary: plan.description ?? "", toolVersion: toolVersion,
            pipelineXML: pipeline.document.source.bytes, resolvedXML: Array(plan.resolvedXML().utf8),
            selections: selections.compactMap { place in
                outcome.fitted.fits[place]?.selection.map { StageSelection(stage: id(place), selection: $0) }
            },
            mainSelection: selections.firstIndex(of: outcome.selectionPlace),
            refits: places { outcome.fitted.fits[$0]?.model?.refitLambda != nil }.map {
                StageRefit(stage: id($0), lambda: outcome.fitted.fits[$0]?.model?.refitLambda)
            },
            model: outcome.scoringModel,
            evaluations: outcome.graph.nodes.indices.compactMap { place in
                outcome.fitted.evaluations[place].map { StageEvaluation(stage: id(place), evaluation: $0) }
            },
            gates: gates, dropped: outcome.dropped, dataFacts: dataFacts, limits: warnings.map(\.message),
            report: report, provenance: provenance, run: run)
    }

    private func places(where isWanted: (Int) -> Bool) -> [Int] { outcome.graph.nodes.indices.filter(isWanted) }

    private func id(_ place: Int) -> String { outcome.graph.nodes[place].id }

    private var report: String {
        MarkdownReport(
            pipeline: pipeline.plan.name, summary: pipeline.plan.description ?? "", outcome: outcome, gates: gates,
            warnings: warnings.map(\.message)
        ).text
    }

    private var dataFacts: [String] {
        let training = outcome.loaded.map { "\($0.rowCount) training rows, \($0.features.count) feature columns." }
        let test = outcome.loadedTest.map { "\($0.rowCount) test rows, on which nothing was fitted." }
        let files = materials.map { "Read from `\($0.name)`, SHA-256 \($0.sha256)." }
        return [training, test].compactMap(\.self) + files
    }

    private var provenance: ProvenanceRecord {
        ProvenanceRecord(
            seed: UInt64(pipeline.plan.seed),
            parameters: pipeline.plan.parameters.map {
                ProvenanceRecord.Parameter(
                    name: $0.name, value: $0.type == .secret ? nil : $0.value, origin: $0.origin.word)
            },
            materials: materials,
            stages: outcome.graph.nodes.map {
                ProvenanceRecord.StageVersion(
                    id: $0.id, element: $0.descriptor.name, namespace: $0.descriptor.namespace,
                    version: $0.descriptor.version,
                    program: $0.program.map { ProvenanceRecord.Material(name: $0.name, sha256: $0.sha256) })
            })
    }
}

extension PlannedBundle {
    /// The archive's format in the archive layer's terms.
    var archiveFormat: ArchiveFormat {
        switch format {
        case .tarGzip: .tarGzip
        case .zip: .zip
        }
    }
}

extension OptionOrigin {
    /// Where a value comes from, in a word.
    package var word: String {
        switch self {
        case .written: "written"
        case .standard, .parameter: "default"
        case .override: "set"
        case .environment: "environment"
        }
    }
}
