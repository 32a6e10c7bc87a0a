import Glibc
import StageKit
import Synchronization

/// Talks to the person or program that called: collects diagnostics, shows progress, prints results.
final class FrontDesk: Sendable {
    let options: OutputOptions
    let streams: Streams
    private let state = Mutex(State())

    private struct State {
        var diagnostics: [Diagnostic] = []
        var liveLineIsShown = false
        var sourceLine: @Sendable (String, Int) -> String? = { _, _ in nil }
    }

    init(options: OutputOptions, streams: Streams) {
        self.options = options
        self.streams = streams
    }

    /// Runs a verb and turns what it throws into diagnostics and an exit code.
    func serve(_ verb: () async throws -> ExitStatus) async -> ExitStatus {
        do {
            return try await verb()
        } catch let failure as StageFailure {
            return fail([failure.diagnostic], as: ExitStatus(failure.kind))
        } catch is CancellationError {
            return fail([interrupted], as: .interrupted)
        } catch let closed as Streams.OutputClosed {
            return streams.lost(closed)
        } catch {
            return fail(
                [Diagnostic(code: "FS703", severity: .error, message: "An internal fault: \(error).")], as: .fault)
        }
    }

    private var interrupted: Diagnostic {
        Diagnostic(code: "FS704", severity: .error, message: "Interrupted. Nothing was published.")
    }

    /// Reports faults and gives the exit code; with `--json` this prints the document.
    func fail(_ diagnostics: [Diagnostic], as status: ExitStatus) -> ExitStatus {
        for diagnostic in diagnostics { report(diagnostic) }
        do {
            try finish(ok: false, EmptyPayload())
            return status
        } catch let closed as Streams.OutputClosed {
            return streams.lost(closed)
        } catch {
            return .io
        }
    }

    /// Prints the JSON document, with `--json`; otherwise the result was printed already.
    func finish(ok: Bool, _ payload: some Encodable) throws {
        clearLive()
        guard options.json else { return }
        let diagnostics = state.withLock { $0.diagnostics }
        try streams.result(try JSONDocument(ok: ok, payload: payload, diagnostics: diagnostics).text())
    }

    /// Prints a result as text, where JSON is not asked for.
    func result(_ text: String) throws {
        if !options.json {
            clearLive()
            try streams.result(text)
        }
    }

    /// Takes a diagnostic: text goes out at once, JSON waits for the document.
    func report(_ reported: Diagnostic) {
        let diagnostic = reported.withoutFullStop.shortened
        let sourceLine = state.withLock { state in
            state.diagnostics.append(diagnostic)
            return state.sourceLine
        }
        guard !options.json, isWanted(diagnostic.severity) else { return }
        clearLive()
        streams.note(DiagnosticPrinter(usesColor: usesColor, sourceLine: sourceLine).text(diagnostic))
    }

    /// Tells from where excerpts of files come.
    func showExcerpts(from sourceLine: @escaping @Sendable (String, Int) -> String?) {
        state.withLock { $0.sourceLine = sourceLine }
    }

    /// A line for a person, left out by `--quiet` and `--json`.
    func note(_ text: String) {
        guard !options.quiet, !options.json else { return }
        clearLive()
        streams.note(text)
    }

    /// A line that is overwritten by the next one; on a terminal only.
    func live(_ text: String) {
        guard !options.quiet, !options.json, streams.errorIsTerminal else { return }
        state.withLock { $0.liveLineIsShown = true }
        streams.live("\r\u{1B}[K" + text)
    }

    private func clearLive() {
        let wasShown = state.withLock { state in
            defer { state.liveLineIsShown = false }
            return state.liveLineIsShown
        }
        if wasShown { streams.live("\r\u{1B}[K") }
    }

    private func isWanted(_ severity: Diagnostic.Severity) -> Bool {
        switch severity {
        case .error: true
        case .warning: !options.quiet
        case .note: options.verbose && !options.quiet
        }
    }

    private var usesColor: Bool {
        switch options.color {
        case .always: true
        case .never: false
        case .auto: streams.errorIsTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
        }
    }
}

/// The system's own words for an error number, in English whatever the locale.
func systemText(_ number: Int32) -> String { String(cString: strerror(number)) }

extension Diagnostic {
    /// The same without the full stop of its message, since a place, a suggestion or an excerpt stands beside it.
    var withoutFullStop: Diagnostic {
        guard message.hasSuffix("."), !message.hasSuffix("..") else { return self }
        return Diagnostic(
            code: code, severity: severity, message: String(message.dropLast()), location: location,
            suggestion: suggestion)
    }
}
