import Glibc
import StageJSON
public import StageKit

/// The programs that a user allows to be run without naming them each time, each pinned to its bytes.
///
/// It is the user's own file, `fsel/plugins.json` in the configuration folder (`XDG_CONFIG_HOME`, or `.config` in the home folder):
///
/// ```json
/// {"programs": [{"path": "/opt/stages.py", "sha256": "…", "namespaces": ["urn:example:stages"]}]}
/// ```
public struct AllowList: Sendable {
    /// A program that is allowed.
    public struct Entry: Sendable, Hashable {
        /// The file's absolute path without links.
        public let path: String
        /// The SHA-256 that the file must have.
        public let sha256: String
        /// The namespaces of its stages: it is started for a pipeline that uses one of them.
        public let namespaces: [String]
        /// The list that it stands in.
        let list: String
    }

    /// Where the list lies.
    public let file: String
    /// The programs, by path.
    public private(set) var entries: [Entry]

    /// The file in a user's configuration folder.
    ///
    /// - Parameter environment: The variables of the process.
    /// - Returns: `nil` where neither folder is named.
    public static func file(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/fsel/plugins.json" }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.config/fsel/plugins.json" : nil }
    }

    /// Reads the list; one that is not there is empty.
    ///
    /// - Parameter file: Where it lies.
    /// - Throws: ``StageFailure`` of kind `plugin`, FS731: it is no such list, or others than its owner may write it.
    public init(file: String) throws(StageFailure) {
        self.file = file
        entries = []
        var status = stat()
        guard stat(file, &status) == 0 else { return }
        // Whoever can write the list decides what runs.
        guard status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0 else {
            throw Self.failure(file, "others than you may write it; expected it to be yours alone (chmod go-w)")
        }
        guard let bytes = Self.bytes(of: file) else { throw Self.failure(file, String(cString: strerror(errno))) }
        let source = JSONFields.Source(file: file, part: "") { source, fault in
            switch fault {
            case .malformed(let failure):
                Self.failure(
                    source.file, "it is not valid JSON at \(failure.line):\(failure.column): \(failure.reason)")
            case .shape(let place, let reason):
                Self.failure(source.file, "it has the wrong form at \(place): \(reason)")
            case .unknownOperation(let place, _): Self.failure(source.file, "it has the wrong form at \(place)")
            }
        }
        var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
        for (place, program) in try fields.array("programs").enumerated() {
            var inner = try JSONFields(program, at: "programs[\(place)]", in: source)
            entries.append(
                Entry(
                    path: try inner.string("path"), sha256: try inner.string("sha256"),
                    namespaces: try inner.strings("namespaces"), list: file))
            try inner.finish()
        }
        try fields.finish()
    }

    /// The programs that may hold stages of some namespaces.
    ///
    /// - Parameter namespaces: The namespaces; `nil` for all programs.
    public func entries(for namespaces: Set<String>?) -> [Entry] {
        entries.filter { entry in namespaces.map { !$0.isDisjoint(with: entry.namespaces) } ?? true }
    }

    /// Allows a program as it is now, in place of an earlier entry of the same path.
    ///
    /// - Parameter program: The program, opened.
    /// - Throws: ``StageFailure`` of kind `io`, FS733, where the list cannot be written.
    public mutating func allow(_ program: StageProgram) throws(StageFailure) {
        entries.removeAll { $0.path == program.executable }
        entries.append(
            Entry(
                path: program.executable, sha256: program.sha256,
                namespaces: Array(Set(program.stages.map(\.descriptor.namespace))).sorted(), list: file))
        entries.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        try write()
    }

    /// Takes a program from the list.
    ///
    /// - Parameter path: The file, which may be gone.
    /// - Throws: ``StageFailure``: the list has no such program (kind `usage`, FS734), or cannot be written (kind `io`, FS733).
    public mutating func forbid(_ path: String) throws(StageFailure) {
        let names = [path, StageProgram.resolved(path), Self.withFolderResolved(path)]
        guard let place = entries.firstIndex(where: { names.contains($0.path) }) else {
            throw StageFailure(
                .usage, code: "FS734", "'\(file)' allows no program '\(path)'; 'fsel plugin list' shows which it does.")
        }
        entries.remove(at: place)
        try write()
    }

    /// The path of a file that may be gone, in its folder's path without links.
    private static func withFolderResolved(_ path: String) -> String? {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? "."
        guard let resolved = realpath(folder, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved) + "/" + path[(slash.map(path.index(after:)) ?? path.startIndex)...]
    }

    private func write() throws(StageFailure) {
        let programs = entries.map { entry -> JSONValue in
            ["path": .string(entry.path), "sha256": .string(entry.sha256), "namespaces": .init(entry.namespaces)]
        }
        let bytes = CanonicalJSON.bytes(of: ["programs": .array(programs)])
        var folder = ""
        for part in file.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o700)
        }
        // Whole or not at all: the new list takes the place of the old one in one step.
        let draft = "\(file).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable(draft) }
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isSynced = fsync(descriptor) == 0
        guard close(descriptor) == 0, isSynced, count == bytes.count, rename(draft, file) == 0 else {
            throw unwritable(file)
        }
    }

    private func unwritable(_ path: String) -> StageFailure {
        StageFailure(
            .io, code: "FS733",
            "The list of allowed programs, '\(path)', could not be written: \(String(cString: strerror(errno))).")
    }

    private static func failure(_ file: String, _ reason: String) -> StageFailure {
        StageFailure(.plugin, code: "FS731", "The list of allowed programs, '\(file)', is not used: \(reason).")
    }

    private static func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&block, 1, block.count, file), count > 0, bytes.count < 1 << 22 {
            bytes += block[..<count]
        }
        return bytes
    }
}

extension AllowList.Entry {
    /// What has become of the file; `nil` where it is the one that was allowed.
    public var change: String? {
        guard let file = ExecutableFile(path) else { return "is gone" }
        guard let sha256 = file.sha256 else { return "cannot be read" }
        return sha256 == self.sha256 ? nil : "has SHA-256 \(sha256) now"
    }

    /// The program's path, where it is the one that was allowed.
    ///
    /// - Throws: ``StageFailure`` of kind `plugin`, FS732, where its bytes are others now, or it is gone.
    public func verified() throws(StageFailure) -> String {
        guard let change else { return path }
        throw StageFailure(
            .plugin, code: "FS732",
            "The program '\(path)' \(change); expected the one with SHA-256 \(sha256), which \(list) allows.",
            suggestion: "look at it, and allow it anew with 'fsel plugin allow', or drop it with 'fsel plugin forbid'")
    }
}
