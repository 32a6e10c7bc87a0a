/// The text with control characters made visible, so that a hostile file cannot steer a terminal.
///
/// Shown as `\u{…}` are the C0 and C1 controls, line breaks among them, and the bidirectional overrides, which reorder
/// what a person reads, as in the "Trojan source" attack (CVE-2021-42574).
package func escapeControls(_ text: String) -> String { escapeControls(text, except: []) }

/// The text with control characters made visible but for some that are meant, such as line breaks.
package func escapeControls(_ text: String, except kept: Set<Unicode.Scalar>) -> String {
    func isPlain(_ scalar: Unicode.Scalar) -> Bool { !steersTerminals(scalar) || kept.contains(scalar) }
    guard !text.unicodeScalars.allSatisfy(isPlain) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if isPlain(scalar) {
            result.unicodeScalars.append(scalar)
        } else {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }
    return result
}

/// Whether a terminal, or the eye, takes a character for more than a sign.
package func steersTerminals(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
}
