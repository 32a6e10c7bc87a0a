import Glibc

/// A folder that is gone after the test.
final class TemporaryFolder {
    struct Failure: Error {
        let call: String
        let code: Int32
    }

    let path: String

    /// Makes a folder with files, by relative path.
    init(_ files: [String: String]) throws {
        var template = Array("/tmp/pipeline-xml-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(call: "mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, text) in files { try write(name, text) }
    }

    deinit {
        TemporaryFolder.removeTree(path)
    }

    func write(_ name: String, _ text: String) throws {
        let parts = name.split(separator: "/")
        for count in 1..<max(1, parts.count) {
            mkdir(path + "/" + parts[..<count].joined(separator: "/"), 0o755)
        }
        guard let file = fopen(path + "/" + name, "w") else { throw Failure(call: "fopen", code: errno) }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(call: "fwrite", code: errno) }
    }

    func link(_ name: String, to target: String) throws {
        guard symlink(target, path + "/" + name) == 0 else { throw Failure(call: "symlink", code: errno) }
    }

    func pipe(_ name: String) throws {
        guard mkfifo(path + "/" + name, 0o600) == 0 else { throw Failure(call: "mkfifo", code: errno) }
    }

    private static func removeTree(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                let child = path + "/" + name
                if name == "." || name == ".." || unlink(child) == 0 { continue }
                removeTree(child)
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
