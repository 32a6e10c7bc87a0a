/// Paths as texts: no file is looked at.
enum PathText {
    /// The part before the last `/`; empty for the current folder.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path seen from a folder.
    ///
    /// - Parameters:
    ///   - path: The path; an absolute one stays as it is.
    ///   - folder: The folder; empty for the current one.
    static func join(_ folder: String, _ path: String) -> String {
        if folder.isEmpty || path.utf8.first == UInt8(ascii: "/") { return path }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + path : "\(folder)/\(path)"
    }

    /// A path that starts from one folder as it reads from another.
    ///
    /// - Parameters:
    ///   - path: The path; an absolute one stays as it is.
    ///   - folder: The folder that it starts from; empty for the current one.
    ///   - target: The folder that it shall start from.
    static func rebased(_ path: String, from folder: String, to target: String) -> String {
        if folder == target || path.utf8.first == UInt8(ascii: "/") { return path }
        let wanted = absolute(join(folder, path))
        let start = absolute(target)
        let shared = zip(wanted, start).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: start.count - shared) + wanted[shared...]).joined(separator: "/")
    }

    /// The parts of the path from the root, without `.` and `..`; links are not followed.
    static func absolute(_ path: String) -> [String] {
        var parts: [String] = []
        for part in join(FileBytes.resolved("") ?? "/", path).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts
    }
}
