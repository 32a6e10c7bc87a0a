import Glibc

/// A folder that this user alone may enter, removed with everything in it at the end.
final class PrivateFolder: Sendable {
    /// The folder's path.
    let path: String

    /// Makes a folder in the place for temporary files.
    ///
    /// - Throws: ``ProgramFault/folder(_:)``.
    init() throws(ProgramFault) {
        let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/fsel-stage-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .folder("\(parent): \(String(cString: strerror(errno)))") }
        path = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    deinit { remove() }

    /// Removes it with everything in it.
    func remove() { Self.remove(path) }

    /// Removes a file or a folder with everything in it; links are removed and not followed.
    static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        if let folder = opendir(path) {
            var names: [String] = []
            while let entry = readdir(folder) {
                names.append(
                    withUnsafePointer(to: &entry.pointee.d_name) {
                        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                    })
            }
            closedir(folder)
            for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
        }
        rmdir(path)
    }
}
