import ArgumentParser
import Glibc
import PipelineEngine
import SelectionBundle
import StageKit

/// `fsel run FILE`: runs a pipeline and publishes its bundle.
struct RunCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a pipeline and publishes its bundle; prints the bundle's path.")

    @OptionGroup var pipeline: PipelineArguments

    @Option(help: ArgumentHelp("The bundle's path, instead of the pipeline's own.", valueName: "path"))
    var out: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many pieces of work may run at once; the processors there are by default.", valueName: "n"))
    var jobs: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The most memory that loaded data may take, as 500M or 2G (units of 1024); half of the memory there is by "
                + "default.",
            valueName: "size"))
    var maxMemory: MemorySize?

    @Flag(help: "Leave out when and where the run took place, so that equal runs give equal archives.")
    var noRunRecord = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How long to wait for another run that writes the same bundle.", valueName: "seconds"))
    var lockTimeout = 30.0

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) {
            throw ValidationError("--jobs is \(jobs), expected a whole number from 1 to 1024.")
        }
        guard lockTimeout >= 0, lockTimeout <= 86_400 else {
            throw ValidationError("--lock-timeout is \(shortest(lockTimeout)), expected seconds from 0 to 86400.")
        }
    }

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        let environment = processEnvironment()
        let preparation = try await pipeline.prepare(
            surroundings, output: out, environment: environment, looksAtFiles: true
        ).preparation
        for diagnostic in preparation.diagnostics { desk.report(diagnostic) }
        guard let prepared = preparation.pipeline else {
            desk.note("\(countPhrase(preparation.diagnostics)). Nothing was run.")
            try desk.finish(ok: false, EmptyPayload())
            return preparation.failureKind.map(ExitStatus.init) ?? .pipeline
        }
        let progress = ProgressLines(desk: desk, stages: prepared.graph.nodes.map(\.id))
        let run = PipelineRun(
            prepared, settings: settings(environment), warnings: preparation.diagnostics, receive: progress.take)
        let result = try await surroundings.interruption.during { try await run.run() }
        return try conclude(result, desk)
    }

    private func settings(_ environment: [String: String]) -> PipelineRun.Settings {
        var settings = PipelineRun.Settings(toolVersion: FSelProgram.version)
        settings.workers = jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        settings.memoryLimit = maxMemory?.bytes ?? MachineMemory.halfOfAll
        settings.keepsRunRecord = !noRunRecord
        settings.sourceDateEpoch = environment["SOURCE_DATE_EPOCH"]
        settings.lockTimeout = lockTimeout
        return settings
    }

    private func conclude(_ result: PipelineRun.Result, _ desk: FrontDesk) throws -> ExitStatus {
        for line in RunSummary.lines(result) { desk.note(line) }
        for gate in result.gates where !gate.passed { desk.report(failure(of: gate)) }
        try desk.result(result.path)
        try desk.finish(ok: result.status == .accepted, RunPayload(result))
        return result.status == .accepted ? .success : .gateFailed
    }

    private func failure(of gate: GateResult) -> Diagnostic {
        let found = gate.value.map { significant($0, digits: 6) } ?? "undefined"
        let bounds = [gate.min.map { "at least \(shortest($0))" }, gate.max.map { "at most \(shortest($0))" }]
        return Diagnostic(
            code: "FS706", severity: .error,
            message: "A gate failed: \(gate.metric) of '\(gate.of)' is \(found), expected "
                + "\(bounds.compactMap(\.self).joined(separator: " and ")).",
            location: SourceLocation(file: gate.file, line: gate.line))
    }
}

/// The outcome of a run as programs read it.
private struct RunPayload: Encodable {
    let bundle: String
    let status: String
    let contentDigest: String
    let features: [String]
    let data: [JSONProfile]

    init(_ result: PipelineRun.Result) {
        bundle = result.path
        status = result.status.rawValue
        contentDigest = result.contentDigest
        features = result.outcome.model?.features ?? result.outcome.selection?.features ?? []
        data = JSONProfile.all(in: result.outcome.fitted, of: result.outcome.graph)
    }
}
