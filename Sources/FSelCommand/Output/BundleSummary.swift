import SelectionBundle
import StageKit

/// A bundle as people read it.
enum BundleSummary {
    static func text(_ bundle: Bundle, path: String) -> String {
        let features = features(bundle)
        var lines = [
            "bundle    \(path)", "pipeline  \(bundle.pipeline), made by fsel \(bundle.toolVersion)",
            "status    \(bundle.status.rawValue)", "digest    \(bundle.contentDigest)",
            "features  \(features.count) selected\(features.isEmpty ? "" : ": " + preview(features))", "",
        ]
        let width = bundle.members.map(\.path.count).max() ?? 0
        lines += bundle.members.map { "  \(padded($0.path, width))  \($0.bytes.count) bytes" }
        return lines.map(escapeControls).joined(separator: "\n")
    }

    /// The selected features, by rank.
    static func features(_ bundle: Bundle) -> [String] {
        let bytes = bundle.bytes(at: MemberKind.selected.path) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func preview(_ names: [String]) -> String {
        names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", and \(names.count - 12) more" : "")
    }
}
