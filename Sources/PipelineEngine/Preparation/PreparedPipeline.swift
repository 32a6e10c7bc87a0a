package import PipelineXML
import SelectionBundle
package import StageKit

/// A pipeline of which everything that can be refused before data is read has been looked at.
package struct PreparedPipeline: Sendable {
    /// The pipeline as it is written.
    package let document: PipelineDocument
    /// The pipeline as it was checked.
    package let plan: PipelinePlan
    /// Its stages, made and wired.
    package let graph: StageGraph
    /// Where the results are written.
    package let output: String
}

/// What preparing a pipeline gives: the prepared pipeline, or everything that is wrong with it.
package struct Preparation: Sendable {
    /// The prepared pipeline; `nil` where there is an error, or where a value waits for the environment.
    package let pipeline: PreparedPipeline?
    /// All errors and warnings, in document order.
    package let diagnostics: [Diagnostic]
    /// The kind that decides the exit code; `nil` where there is no error.
    package let failureKind: StageFailure.Kind?

    /// How a pipeline is prepared.
    package struct Settings: Sendable {
        /// What `--set` says.
        package var overrides: [PipelineOverride] = []
        /// The bundle's path where it is not the pipeline's own.
        package var output: String?
        /// The environment's variables; `nil` leaves them unread.
        package var environment: [String: String]?
        /// Whether to look at the files that stages read and at the bundle's folder.
        package var looksAtFiles = true

        package init() {}
    }

    /// Checks a document against the known stages, makes the stages, and looks at the files they name.
    ///
    /// - Parameters:
    ///   - document: The pipeline as it is written.
    ///   - registry: The stages that are known.
    ///   - settings: How it is prepared.
    package init(_ document: PipelineDocument, registry: StageRegistry, settings: Settings) {
        let check = PipelineCheck(
            document, stages: registry.descriptors, overrides: settings.overrides, environment: settings.environment)
        guard let plan = check.plan else {
            pipeline = nil
            diagnostics = check.diagnostics
            failureKind = check.failureKind
            return
        }
        var failures: [StageFailure] = []
        let output = settings.output ?? plan.bundle.path
        let graph = StageGraph.make(plan, registry, &failures)
        if let graph {
            failures += Self.purpose(graph, document)
            if settings.looksAtFiles {
                failures += Self.environment(plan, output)
                failures += Self.target(output, document, at: settings.output == nil ? plan.bundle.location : nil)
            }
        }
        diagnostics = check.diagnostics + (graph?.needsForScoring ?? []) + failures.map(\.diagnostic)
        failureKind =
            [.pipeline, .plugin].first { kind in failures.contains { $0.kind == kind } } ?? failures.first?.kind
        pipeline =
            failures.isEmpty
            ? graph.map { PreparedPipeline(document: document, plan: plan, graph: $0, output: output) } : nil
    }

    private static func purpose(_ graph: StageGraph, _ document: PipelineDocument) -> [StageFailure] {
        guard !graph.nodes.contains(where: { $0.descriptor.gives.contains(.selection) }) else { return [] }
        return [RunOutcome.nothingToBundle(at: document.root.nameSpan.location)]
    }

    /// What is at the bundle's path already, and may not be replaced.
    private static func target(
        _ output: String, _ document: PipelineDocument, at location: SourceLocation?
    ) -> [StageFailure] {
        if let found = InputFile.existing(output),
            let file = document.files.first(where: { InputFile.existing($0) == found })
        {
            return [
                StageFailure(
                    .pipeline, code: "FS306", "The bundle would overwrite '\(file)', a file of the pipeline itself.",
                    at: location)
            ]
        }
        do throws(StageFailure) {
            try BundlePublisher(path: output).check()
            return []
        } catch {
            return [StageFailure(error.kind, code: error.diagnostic.code, error.diagnostic.message, at: location)]
        }
    }

    private static func environment(_ plan: PipelinePlan, _ output: String) -> [StageFailure] {
        plan.inputFiles.compactMap { file -> StageFailure? in
            do throws(StageFailure) {
                let identity = try file.identity()
                guard identity == InputFile.existing(output) else { return nil }
                return StageFailure(
                    .pipeline, code: "FS305",
                    "The bundle would overwrite '\(file.written)', which stage '\(file.stage)' reads.",
                    at: plan.bundle.location ?? file.location)
            } catch {
                return error
            }
        }
    }
}
