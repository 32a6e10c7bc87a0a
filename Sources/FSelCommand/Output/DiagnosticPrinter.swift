package import StageKit

/// Writes diagnostics as text for people.
///
/// ```
/// pipeline.xml:14:24: error[FS103]: <normalize> has no attribute 'metod'
///    14 |   <normalize id="norm" metod="zscore"/>
///       |                        ^~~~~ did you mean 'method'?
/// ```
package struct DiagnosticPrinter: Sendable {
    /// Whether to colour severities.
    package let usesColor: Bool
    /// The text of a line of a file, where it is known.
    package let sourceLine: @Sendable (_ file: String, _ line: Int) -> String?

    package init(usesColor: Bool, sourceLine: @escaping @Sendable (_ file: String, _ line: Int) -> String?) {
        self.usesColor = usesColor
        self.sourceLine = sourceLine
    }

    /// The lines for one diagnostic.
    package func text(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { "\(escapeControls("\($0)")): " } ?? ""
        let head = "\(place)\(severity(diagnostic)): "
        let suggestion = diagnostic.suggestion.map(escapeControls)
        guard let excerpt = excerpt(diagnostic, suggestion) else {
            return head + escapeControls(diagnostic.sentence)
        }
        return head + escapeControls(diagnostic.message) + "\n" + excerpt
    }

    private func severity(_ diagnostic: Diagnostic) -> String {
        let label = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        guard usesColor else { return label }
        let color =
            switch diagnostic.severity {
            case .error: "31"
            case .warning: "33"
            case .note: "36"
            }
        return "\u{1B}[1;\(color)m\(label)\u{1B}[0m"
    }

    private func excerpt(_ diagnostic: Diagnostic, _ suggestion: String?) -> String? {
        guard let location = diagnostic.location, let column = location.column,
            let line = sourceLine(location.file, location.line)
        else { return nil }
        let characters = Array(line)
        let first = max(0, min(column - 1, characters.count))
        // A long line is shown around the place only.
        let start = first > 100 ? first - 60 : 0
        let shown = String(characters[start..<min(characters.count, start + 160)]).map { $0 == "\t" ? " " : $0 }
        let number = "\(location.line)"
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        let blank = String(repeating: " ", count: margin.count + number.count)
        let underline = String(repeating: "~", count: max(0, min(location.length, 160 - (first - start)) - 1))
        let pointer = String(repeating: " ", count: first - start) + "^" + underline
        let tail = suggestion.map { " \($0)" } ?? ""
        return "\(margin)\(number) | \(escapeControls(String(shown)))\n\(blank) | \(pointer)\(tail)"
    }
}

extension Diagnostic {
    /// The message, and the suggestion behind it where there is one.
    var sentence: String {
        guard let suggestion else { return message }
        return "\(message.hasSuffix(".") ? String(message.dropLast()) : message); \(suggestion)"
    }

    /// The same without the middle of texts that repeat a value of thousands of characters.
    var shortened: Diagnostic {
        Diagnostic(
            code: code, severity: severity, message: abridged(message), location: location,
            suggestion: suggestion.map(abridged))
    }
}

/// A text for a person, without its middle where it is longer than anybody reads.
func abridged(_ text: String) -> String {
    text.utf8.count <= 1_000 ? text : "\(text.prefix(300)) … \(text.suffix(300))"
}
