/// What names may look like.
enum NameRule {
    /// Ids and parameters: a letter or `_`, then letters, digits, `_` and `-`.
    static let identifierPattern = "[A-Za-z_][A-Za-z0-9_\\-]*"
    /// What is expected of an id or a parameter's name, as a phrase.
    static let identifierPhrase = "a name of letters, digits, '_' and '-' that begins with a letter or '_'"
    /// The pipeline's name, which becomes part of a file's name.
    static let pipelinePattern = "[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,99}"
    /// What is expected of the pipeline's name, as a phrase.
    static let pipelinePhrase =
        "up to 100 letters, digits, '.', '_' and '-', the first a letter, a digit or '_'"

    /// Whether a text can be an id or a parameter's name.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
    }

    /// Whether a text can be the pipeline's name.
    static func isPipelineName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || isDigit(first) || first == UInt8(ascii: "_") else {
            return false
        }
        return text.utf8.count <= 100 && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "._-".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
