import StageKit

@testable import PipelineXML

/// Parses a text as the pipeline file `p.xml`.
func parse(_ text: String) throws(StageFailure) -> PipelineElement {
    try XMLTreeParser.parse(SourceFile(path: "p.xml", bytes: Array(text.utf8)))
}

/// The failure that a text or some bytes give.
func parseFailure(_ bytes: [UInt8]) -> StageFailure? {
    do throws(StageFailure) {
        _ = try XMLTreeParser.parse(SourceFile(path: "p.xml", bytes: bytes))
        return nil
    } catch {
        return error
    }
}

/// `line:column+length` of a place.
func mark(_ span: SourceSpan?) -> String {
    guard let location = span?.location else { return "none" }
    return "\(location.line):\(location.column ?? 0)+\(location.length)"
}

/// `code line:column+length message` of a failure.
func account(_ failure: StageFailure?) -> String {
    guard let failure else { return "none" }
    return account(failure.diagnostic)
}

/// `code line:column+length message` of a diagnostic, the suggestion behind ` | `.
func account(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { " \($0.line):\($0.column ?? 0)+\($0.length)" } ?? ""
    return "\(diagnostic.code)\(place) \(diagnostic.message)" + (diagnostic.suggestion.map { " | \($0)" } ?? "")
}
