/// A text with gaps, and what fills them.
struct Template {
    /// A file to be written.
    struct File {
        /// Its path, relative to the folder of all files.
        let path: String
        /// What it holds.
        let text: String
    }

    /// What stands for each gap: `__name__` and the like.
    let values: [(gap: String, text: String)]

    /// A file from a text with gaps.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - template: The text, in UTF-8.
    func file(_ path: String, _ template: [UInt8]) -> File {
        var text = Substring(String(decoding: template, as: UTF8.self))
        var filled = ""
        while let mark = text.firstRange(of: "__") {
            filled += text[..<mark.lowerBound]
            text = text[mark.lowerBound...]
            // A value is never looked at again, whatever it holds.
            if let (gap, value) = values.first(where: { text.hasPrefix($0.gap) }) {
                filled += value
                text = text.dropFirst(gap.count)
            } else {
                filled += "__"
                text = text.dropFirst(2)
            }
        }
        return File(path: path, text: filled + text)
    }

    /// Lines that import modules, in order of their names.
    static func imports(_ modules: String...) -> String {
        modules.sorted().map { "import \($0)" }.joined(separator: "\n")
    }
}
