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
}
