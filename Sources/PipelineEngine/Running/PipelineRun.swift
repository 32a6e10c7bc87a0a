import PipelineXML
package import SelectionBundle
package import StageKit
import Synchronization

/// Runs a prepared pipeline and publishes its bundle.
///
/// 1. The stages run, and the digests of the files that they read are taken.
/// 2. The files must be the same still.
/// 3. The gates are held against what was measured.
/// 4. The bundle is put together in memory and published whole.
package struct PipelineRun: Sendable {
    /// How a run is done.
    ///
    /// No setting but the time of the archive's entries changes what is computed.
    package struct Settings: Sendable {
        /// How many pieces of work may run at once.
        package var workers = 1
        /// The most bytes that data a stage loads may take; `nil` for no limit.
        package var memoryLimit: Int?
        /// Whether the bundle says when and where it was made.
        package var keepsRunRecord = true
        /// The value of `SOURCE_DATE_EPOCH`, if it is set.
        package var sourceDateEpoch: String?
        /// How many seconds to wait for another run that writes the same bundle.
        package var lockTimeout = 30.0
        /// The version of the program.
        package var toolVersion: String

        package init(toolVersion: String) { self.toolVersion = toolVersion }
    }

    /// What a run came to.
    package struct Result: Sendable {
        /// Where the bundle is.
        package let path: String
        /// Whether it was accepted.
        package let status: BundleStatus
        /// The digest of its content.
        package let contentDigest: String
        /// What the stages learnt and measured.
        package let outcome: RunOutcome
        /// The gates.
        package let gates: [GateResult]
    }

    let pipeline: PreparedPipeline
    let settings: Settings
    let warnings: [Diagnostic]
    let receive: @Sendable (GraphRunner.Event) -> Void

    /// Creates a run.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline.
    ///   - settings: How it is run.
    ///   - warnings: What was said of the pipeline already, for the report.
    ///   - receive: Takes what happens, from any thread.
    package init(
        _ pipeline: PreparedPipeline, settings: Settings, warnings: [Diagnostic] = [],
        receive: @escaping @Sendable (GraphRunner.Event) -> Void = { _ in }
    ) {
        self.pipeline = pipeline
        self.settings = settings
        self.warnings = warnings
        self.receive = receive
    }

    /// Runs everything.
    ///
    /// - Throws: ``StageFailure``, or `CancellationError`; the old bundle is then untouched.
    package func run() async throws -> Result {
        let modified = try BundleTime.modified(sourceDateEpoch: settings.sourceDateEpoch)
        let started = WallClock.now()
        let inputs = pipeline.plan.inputFiles
        let identities = try inputs.map { file throws(StageFailure) in try file.identity() }
        // Read beside the stages, which leave a processor free now and then; the files may not change while both read.
        async let reading = Self.digests(of: inputs)
        let log = RunLog(stages: pipeline.graph.nodes.map(\.id))
        let runner = GraphRunner(
            graph: pipeline.graph, seed: UInt64(pipeline.plan.seed), workers: settings.workers,
            memoryLimit: settings.memoryLimit
        ) { [receive] event in
            log.take(event)
            receive(event)
        }
        let fitted = try await runner.run()
        let digests = try await reading
        for (file, identity) in zip(inputs, identities) { try file.requireUnchanged(since: identity) }
        try InputFile.requireSame(pipeline.plan.inputFiles, as: inputs)
        let outcome = try RunOutcome(graph: pipeline.graph, fitted: fitted)
        let gates = try outcome.results(of: pipeline.plan.gates)
        let runRecord = settings.keepsRunRecord ? log.record(started: started, workers: settings.workers) : nil
        let draft = BundleDraft(
            pipeline: pipeline, outcome: outcome, gates: gates, warnings: warnings.filter(isForReport) + log.warnings,
            materials: zip(inputs, digests).map { ProvenanceRecord.Material(name: $0.written, sha256: $1) },
            toolVersion: settings.toolVersion, run: runRecord)
        let contents = try await BundleContents(draft.record)
        let archive = try contents.archive(format: pipeline.plan.bundle.archiveFormat, modified: modified)
        try Task.checkCancellation()
        let publisher = BundlePublisher(path: pipeline.output, lockTimeout: settings.lockTimeout)
        let path = try publisher.publish(archive, of: contents)
        return Result(
            path: path, status: contents.status, contentDigest: contents.contentDigest, outcome: outcome, gates: gates)
    }

    @concurrent
    private static func digests(of files: [InputFile]) async throws(StageFailure) -> [String] {
        try files.map { file throws(StageFailure) in try file.sha256() }
    }

    private func isForReport(_ diagnostic: Diagnostic) -> Bool { diagnostic.severity == .warning }
}
