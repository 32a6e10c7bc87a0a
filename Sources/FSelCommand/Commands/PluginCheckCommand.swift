import ArgumentParser
import StageKit
import StageKitTesting

/// `fsel plugin check NAME`: whether a stage keeps the promises of a stage.
struct PluginCheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks a stage's promises on made tables; prints each one that is broken.",
        discussion: "Deterministic, blind to held-out rows and to their order, strict on bad input, quick to cancel.")

    @Argument(help: "The stage's name.")
    var name: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("An option of the stage, which has its default otherwise.", valueName: "option=value"))
    var options: [String] = []

    @Flag(help: "The stage draws rows by their place, so that their order may matter.")
    var rowOrderMatters = false

    @OptionGroup var plugins: PluginArguments

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let named = try await plugins.registry(surroundings, standardSilence: 10).stages(named: name)
        // An author's stage goes before one that ships under the same name.
        let stage = named.first { $0.descriptor.namespace != StageDescriptor.builtInNamespace } ?? named[0]
        try requireTableAlone(stage.descriptor)
        let checked = try stage.options(options)
        let desk = surroundings.desk
        var violations: [ConformanceViolation] = []
        // What fails already without weights is told before more time goes by.
        for hasWeights in [false, true] where violations.isEmpty {
            desk.live("\(hasWeights ? "with" : "without") weights")
            let table = StageConformance.table(hasWeights: hasWeights)
            let conformance = StageConformance(
                stage, options: checked, table: table,
                rowOrder: rowOrderMatters ? .matters : .rounding(relativeTolerance: 1e-9))
            let found = try await surroundings.interruption.during { await conformance.violations() }
            violations += found.filter { !violations.contains($0) }
        }
        for violation in violations {
            desk.report(Diagnostic(code: "FS716", severity: .error, message: "\(violation)"))
        }
        let kept = ConformanceViolation.Promise.allCases.filter { promise in
            !violations.contains { $0.promise == promise }
        }
        if violations.isEmpty { try desk.result("<\(name)> keeps all \(kept.count) promises.") }
        try desk.finish(ok: violations.isEmpty, PluginCheckPayload(stage, kept: kept))
        return violations.isEmpty ? .success : .stageFailed
    }

    /// The made tables stand for loaded rows; selections and models would have to come from stages before this one.
    private func requireTableAlone(_ descriptor: StageDescriptor) throws(StageFailure) {
        guard descriptor.takes == [.table] else {
            let takes = descriptor.takes.map(\.rawValue).joined(separator: " and ")
            throw StageFailure(
                .usage, code: "FS715",
                "<\(name)> takes \(takes.isEmpty ? "no table" : takes); expected a stage that takes a table alone.",
                suggestion: "StageConformance of StageKitTesting checks it in a test, with the stages before it")
        }
    }
}

/// The outcome of a check as programs read it.
private struct PluginCheckPayload: Encodable {
    let stage: String
    let namespace: String
    let kept: [String]
    let broken: [String]

    init(_ stage: StageDefinition, kept: [ConformanceViolation.Promise]) {
        self.stage = stage.descriptor.name
        namespace = stage.descriptor.namespace
        self.kept = kept.map(\.rawValue)
        broken = ConformanceViolation.Promise.allCases.filter { !kept.contains($0) }.map(\.rawValue)
    }
}

extension StageDefinition {
    /// Options of the stage from `option=value` texts.
    fileprivate func options(_ texts: [String]) throws -> StageOptions {
        var values: [String: String] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw StageFailure(.usage, code: "FS717", "--set is '\(text)'; expected option=value.")
            }
            values[String(parts[0])] = String(parts[1])
        }
        return try StageOptions(descriptor.element, values)
    }
}
