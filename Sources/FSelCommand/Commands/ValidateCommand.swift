import ArgumentParser
import PipelineEngine
import StageKit

/// `fsel validate FILE`: all faults at once, each with its place.
struct ValidateCommand: Verb {
    /// How faults are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, github
    }

    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks a pipeline and reports every fault at once.")

    @OptionGroup var pipeline: PipelineArguments

    @Option(help: "How faults are written: text, json, or github (workflow annotations).")
    var format = Format.text

    @Flag(help: "Also look at environment variables and at the files that stages read.")
    var withEnvironment = false

    @OptionGroup var shared: OutputOptions

    /// `--format json` is `--json`.
    var output: OutputOptions {
        var options = shared
        if format == .json { options.json = true }
        return options
    }

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        do {
            let preparation = try await pipeline.prepare(
                surroundings, environment: withEnvironment ? processEnvironment() : nil, looksAtFiles: withEnvironment
            ).preparation
            return try conclude(preparation.diagnostics, preparation.failureKind, desk)
        } catch let failure as StageFailure {
            return try conclude([failure.diagnostic], failure.kind, desk)
        }
    }

    private func conclude(
        _ diagnostics: [Diagnostic], _ kind: StageFailure.Kind?, _ desk: FrontDesk
    ) throws -> ExitStatus {
        let status = kind.map(ExitStatus.init) ?? .success
        switch format {
        case .github:
            for diagnostic in diagnostics { try desk.result(GitHubAnnotation.text(diagnostic)) }
        case .json, .text:
            for diagnostic in diagnostics { desk.report(diagnostic) }
            if kind == nil {
                try desk.result(
                    "\(pipeline.file): \(diagnostics.isEmpty ? "valid" : "valid, with " + countPhrase(diagnostics))")
            } else {
                desk.note("\(countPhrase(diagnostics)). Nothing was run.")
            }
        }
        try desk.finish(ok: kind == nil, ValidationPayload(file: pipeline.file, valid: kind == nil))
        return status
    }
}

/// The outcome of a check as programs read it.
private struct ValidationPayload: Encodable {
    let file: String
    let valid: Bool
}

/// Annotations that show faults beside the lines of a change.
enum GitHubAnnotation {
    /// `::error file=…,line=…,col=…,title=FS103::message`.
    static func text(_ diagnostic: Diagnostic) -> String {
        let kind = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
        var properties: [String] = []
        if let location = diagnostic.location {
            properties += ["file=\(property(location.file))", "line=\(location.line)"]
            if let column = location.column { properties.append("col=\(column)") }
        }
        properties.append("title=\(property(diagnostic.code))")
        let message = escapeControls(diagnostic.withoutFullStop.shortened.sentence, except: ["\r", "\n"])
        return "::\(kind) \(properties.joined(separator: ","))::\(data(message))"
    }

    private static func data(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func property(_ text: String) -> String {
        var result = ""
        for character in data(text) {
            switch character {
            case ":": result += "%3A"
            case ",": result += "%2C"
            default: result.append(character)
            }
        }
        return result
    }
}
