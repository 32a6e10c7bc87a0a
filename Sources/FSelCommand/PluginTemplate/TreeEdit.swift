import StageKit

/// A line that a file of a checkout gets.
struct TreeEdit {
    /// Where the line goes.
    enum Place {
        /// Above the one line that holds nothing but this text, indented like it.
        case above(String)
        /// Among lines that import modules, by name.
        case amongImports
        /// Below the last line that begins with the one text and holds the other.
        case below(prefix: String, part: String)
    }

    /// The file, relative to the checkout.
    let path: String
    /// The line, without indentation.
    let line: String
    /// Where it goes.
    let place: Place

    /// The file's text with the line in it.
    ///
    /// - Parameter text: The file's text.
    /// - Throws: ``StageFailure`` of kind `usage`, FS751, where the place is not to be found, or the line is there already.
    func applied(to text: String) throws(StageFailure) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let contents = lines.map { $0.drop { $0 == " " } }
        guard !contents.contains(line[...]) else {
            throw failure("has the line '\(line)' already; expected a stage that it does not know")
        }
        switch place {
        case .above(let mark):
            let marks = contents.indices.filter { contents[$0] == mark }
            guard marks.count == 1 else {
                throw failure("has the line '\(mark)' \(marks.count) times; expected it once")
            }
            lines.insert(lines[marks[0]].prefix { $0 == " " } + line, at: marks[0])
        case .amongImports:
            let imports = lines.indices.filter { module(lines[$0]) != nil }
            guard let last = imports.last else { throw failure("imports nothing; expected the modules of the stages") }
            let next = imports.first { module(lines[$0]) ?? "" > module(line) ?? "" }
            lines.insert(line, at: next ?? last + 1)
        case .below(let prefix, let part):
            guard let last = lines.lastIndex(where: { $0.hasPrefix(prefix) && $0.contains(part) }) else {
                throw failure("has no table of stages; expected lines that begin with '\(prefix)' and hold '\(part)'")
            }
            lines.insert(line, at: last + 1)
        }
        return lines.joined(separator: "\n")
    }

    /// The module that a line imports, whatever its access level.
    private func module(_ line: String) -> Substring? {
        let words = line.split(separator: " ")
        guard words.count >= 2, words.count <= 3, words[words.count - 2] == "import" else { return nil }
        return words.last
    }

    /// The failure of what stands in the way of the edit.
    func failure(_ what: String) -> StageFailure {
        StageFailure(.usage, code: "FS751", "'\(path)' of the checkout \(what). Nothing was written.")
    }
}
