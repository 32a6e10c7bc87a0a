import ArgumentParser
import Glibc
import PipelineEngine
import PipelineXML
import StageKit

/// The pipeline file and what overrides its values: the same on every verb that reads one.
struct PipelineArguments: ParsableArguments, Sendable {
    @Argument(help: "The pipeline file.")
    var file: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Overrides a parameter, or an option as stage.option.", valueName: "name=value"))
    var overrides: [String] = []

    @OptionGroup var plugins: PluginArguments

    /// Reads and checks the pipeline, reporting everything that is found.
    ///
    /// - Returns: The prepared pipeline, or the exit code where there is an error.
    func prepare(
        _ surroundings: Surroundings, output: String? = nil, environment: [String: String]?, looksAtFiles: Bool
    ) async throws -> (preparation: Preparation, document: PipelineDocument) {
        let document = try PipelineDocument(path: file)
        surroundings.desk.showExcerpts { document.sourceLine(file: $0, line: $1) }
        var settings = Preparation.Settings()
        settings.overrides = try overrides.map { text throws(StageFailure) in try PipelineOverride(text) }
        settings.output = output
        settings.environment = environment
        settings.looksAtFiles = looksAtFiles
        let registry = try await plugins.registry(surroundings, namespaces: document.namespaces)
        return (Preparation(document, registry: registry, settings: settings), document)
    }
}

/// The variables of the process's environment.
func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
        let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if let name = parts.first, parts.count == 2 { variables[String(name)] = String(parts[1]) }
        entry += 1
    }
    return variables
}

/// `1 error`, `2 errors and 1 warning`.
func countPhrase(_ diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    let parts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
        .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return parts.isEmpty ? "no fault" : parts.joined(separator: " and ")
}
