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
        return String(decoding: try encoder.encode(self), as: UTF8.self)
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
