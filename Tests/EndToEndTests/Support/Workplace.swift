import Glibc

/// A folder of its own for a test, removed with everything in it when the test is done.
final class Workplace {
    let path: String

    init() throws {
        var template = Array("/tmp/fsel-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Problem(what: "mkdtemp", number: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    struct Problem: Error {
        let what: String
        let number: Int32
    }

    /// The path of something in the folder.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, making the folders on its way.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let target = file(name)
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o755)
        }
        guard let stream = fopen(target, "w") else { throw Problem(what: target, number: errno) }
        defer { fclose(stream) }
        let content = Array(bytes)
        guard fwrite(content, 1, content.count, stream) == content.count else {
            throw Problem(what: target, number: errno)
        }
        return target
    }

    /// Writes a text file.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// Copies a file of the project into the folder.
    @discardableResult
    func copy(_ source: String, as name: String) throws -> String {
        try write(name, try Self.read(Self.project + "/" + source))
    }

    /// The bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        guard let stream = fopen(path, "r") else { throw Problem(what: path, number: errno) }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, stream)
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    /// Whether something is there.
    func has(_ name: String) -> Bool { access(file(name), F_OK) == 0 }

    /// The names in a folder, sorted.
    func names(in folder: String = ".") -> [String] { Self.names(at: file(folder)) }

    /// The names in a folder, sorted.
    static func names(at path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The project's folder.
    static let project: String = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(4).joined(separator: "/")

    private static func remove(_ path: String) {
        chmod(path, 0o755)
        for name in names(at: path) {
            let inner = "\(path)/\(name)"
            var status = stat()
            if lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { remove(inner) } else { unlink(inner) }
        }
        rmdir(path)
    }
}
