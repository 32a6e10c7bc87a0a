import Glibc
import StageKit

/// A checkout of `fsel`.
struct Checkout {
    /// Its folder, absolute and without links.
    let folder: String

    /// A folder, where it is a checkout.
    init?(at folder: String) {
        guard let manifest = fileText("\(folder)/Package.swift"), manifest.contains("    name: \"fsel\",\n") else {
            return nil
        }
        self.folder = resolvedPath(folder)
    }

    /// The nearest checkout that holds a file or folder, or is it.
    init?(around path: String) {
        var folder = resolvedPath(path)[...]
        while !folder.isEmpty {
            if let checkout = Checkout(at: String(folder)) {
                self = checkout
                return
            }
            folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
        }
        return nil
    }

    /// The files that get lines, as they are with them.
    ///
    /// - Throws: ``StageFailure`` of kind `usage`, FS751, where a file cannot be read or has no place for its line.
    func files(after edits: [TreeEdit]) throws(StageFailure) -> [Template.File] {
        var files: [Template.File] = []
        for edit in edits {
            let earlier = files.firstIndex { $0.path == edit.path }
            guard let text = earlier.map({ files[$0].text }) ?? fileText("\(folder)/\(edit.path)") else {
                throw edit.failure("cannot be read; expected it in a checkout of fsel")
            }
            let file = Template.File(path: edit.path, text: try edit.applied(to: text))
            if let earlier { files[earlier] = file } else { files.append(file) }
        }
        return files
    }
}

/// The text of a file; `nil` where it cannot be read.
func fileText(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
}

/// The path without links; as it is where nothing lies there.
func resolvedPath(_ path: String) -> String {
    guard let resolved = Glibc.realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
}
