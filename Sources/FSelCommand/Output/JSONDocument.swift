import FoundationEssentials
import StageKit

/// The one JSON document that a verb prints with `--json`: its payload's members beside `ok` and `diagnostics`.
struct JSONDocument<Payload: Encodable>: Encodable {
    let ok: Bool
    let payload: Payload
    let diagnostics: [Diagnostic]

    private enum Keys: String, CodingKey { case ok, diagnostics }

    func encode(to encoder: any Encoder) throws {
        try payload.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(ok, forKey: .ok)
        try container.encode(diagnostics.map(JSONDiagnostic.init), forKey: .diagnostics)
    }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return escaped(String(decoding: try encoder.encode(self), as: UTF8.self))
    }

    /// The document with what steers terminals, beyond what JSON demands, as `\u` escapes; it stands in strings alone.
    private func escaped(_ document: String) -> String {
        func isPlain(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || !steersTerminals(scalar) }
        guard !document.unicodeScalars.allSatisfy(isPlain) else { return document }
        return document.unicodeScalars.reduce(into: "") { result, scalar in
            if isPlain(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}

/// A payload without members.
struct EmptyPayload: Encodable {}

/// A diagnostic as programs read it.
struct JSONDiagnostic: Encodable {
    let code: String
    let severity: String
    let message: String
    let file: String?
    let line: Int?
    let column: Int?
    let suggestion: String?

    init(_ diagnostic: Diagnostic) {
        code = diagnostic.code
        severity = diagnostic.severity.rawValue
        message = diagnostic.message
        file = diagnostic.location?.file
        line = diagnostic.location?.line
        column = diagnostic.location?.column
        suggestion = diagnostic.suggestion
    }
}
