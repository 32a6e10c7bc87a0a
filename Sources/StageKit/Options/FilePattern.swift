import Glibc

/// A path whose last part stands for several files: `*` for any characters, `?` for one.
///
/// Folders are named as they are, and a name that begins with a point is matched only by a pattern that does.
public struct FilePattern: Sendable, Hashable {
    /// The path as it was given.
    public let path: String
    private let folder: String
    private let name: [Unicode.Scalar]

    /// Takes a path for a pattern.
    ///
    /// - Parameter path: The path.
    /// - Returns: `nil` where its last part has neither `*` nor `?`: it names one file.
    public init?(_ path: String) {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        guard name.contains(where: { $0 == "*" || $0 == "?" }) else { return nil }
        self.path = path
        self.name = Array(name.unicodeScalars)
        folder = String(path.dropLast(name.count))
    }

    /// The files that the pattern stands for, by the bytes of their names; none where the folder cannot be listed.
    ///
    /// Folders whose names match are among them, so that whoever opens them says what is wrong.
    public func files() -> [String] {
        guard let listing = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if matches(name) { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { folder + $0 }
    }

    /// Whether a file's name is one that the pattern stands for.
    ///
    /// - Complexity: O(name · pattern).
    func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        if text.first == ".", name.first != "." { return false }
        // Where the last star stands, and how much of the text it takes.
        var star: (place: Int, taken: Int)?
        var (at, place) = (0, 0)
        while at < text.count {
            if place < name.count, name[place] == "*" {
                star = (place, at)
                place += 1
            } else if place < name.count, name[place] == "?" || name[place] == text[at] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.place, last.taken + 1)
                (at, place) = (last.taken + 1, last.place + 1)
            } else {
                return false
            }
        }
        return name[place...].allSatisfy { $0 == "*" }
    }
}
