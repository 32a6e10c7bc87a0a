import Glibc
import StageKit

/// Writes files into a new folder.
struct FolderWriter {
    /// The folder, which must not be there yet or be empty.
    let folder: String

    /// Writes all files.
    ///
    /// - Throws: ``StageFailure``: the folder is there and not empty, or a file (kind `usage`, FS713); it cannot be written
    ///   (kind `io`, FS714).
    func write(_ files: [PluginTemplate.File]) throws(StageFailure) {
        try checkIsFree()
        for file in files {
            try makeFolders(of: file.path)
            try write(file)
        }
    }

    private func checkIsFree() throws(StageFailure) {
        var status = stat()
        guard lstat(folder, &status) == 0 else { return }
        var isFree = false
        if status.st_mode & S_IFMT == S_IFDIR, let listing = opendir(folder) {
            defer { closedir(listing) }
            var count = 0
            while readdir(listing) != nil { count += 1 }
            isFree = count <= 2
        }
        guard isFree else {
            throw StageFailure(
                .usage, code: "FS713", "'\(folder)' is there already; expected a folder that is new or empty.")
        }
    }

    private func makeFolders(of path: String) throws(StageFailure) {
        var made = folder
        for part in [""] + path.split(separator: "/").dropLast().map(String.init) {
            if !part.isEmpty { made += "/\(part)" }
            if mkdir(made, 0o777) != 0, errno != EEXIST { throw failed(made, errno) }
        }
    }

    private func write(_ file: PluginTemplate.File) throws(StageFailure) {
        let path = "\(folder)/\(file.path)"
        guard let handle = fopen(path, "wx") else { throw failed(path, errno) }
        let bytes = Array(file.text.utf8)
        let count = fwrite(bytes, 1, bytes.count, handle)
        let error = errno
        guard fclose(handle) == 0, count == bytes.count else { throw failed(path, error) }
    }

    private func failed(_ path: String, _ error: Int32) -> StageFailure {
        StageFailure(
            error == EACCES || error == EPERM ? .permission : .io, code: "FS714",
            "'\(path)' could not be written: \(systemText(error)).")
    }
}
