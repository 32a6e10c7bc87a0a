import Glibc
import StageKit

/// Writes files beneath a folder.
struct FolderWriter {
    /// The folder, which is made where it is missing.
    let folder: String

    /// Refuses what is there already, an empty folder aside.
    ///
    /// - Parameter path: A folder that is to be written, relative to ``folder``; ``folder`` itself where it is empty.
    /// - Throws: ``StageFailure`` of kind `usage`, FS713.
    func requireFree(_ path: String = "") throws(StageFailure) {
        let place = place(of: path)
        var status = stat()
        guard lstat(place, &status) == 0 else { return }
        var isFree = false
        if status.st_mode & S_IFMT == S_IFDIR, let listing = opendir(place) {
            defer { closedir(listing) }
            var count = 0
            while readdir(listing) != nil { count += 1 }
            // `.` and `..` are always there.
            isFree = count <= 2
        }
        guard isFree else {
            throw StageFailure(
                .usage, code: "FS713", "'\(place)' is there already; expected a folder that is new or empty.")
        }
    }

    /// Writes new files, making the folders on their way.
    ///
    /// - Throws: ``StageFailure`` of kind `io` or `permission`, FS714, where one cannot be written or is there already.
    func create(_ files: [Template.File]) throws(StageFailure) {
        for file in files {
            try makeFolders(of: file.path)
            try write(file.text, to: place(of: file.path))
        }
    }

    /// Puts a file in the place of the one of its path, in one step and with the same permissions.
    ///
    /// - Throws: ``StageFailure`` of kind `io` or `permission`, FS714.
    func replace(_ file: Template.File) throws(StageFailure) {
        let place = place(of: file.path)
        let draft = "\(place).new"
        var status = stat()
        guard stat(place, &status) == 0 else { throw failed(place, errno) }
        try write(file.text, to: draft)
        guard chmod(draft, status.st_mode & 0o777) == 0, rename(draft, place) == 0 else {
            let error = errno
            unlink(draft)
            throw failed(place, error)
        }
    }

    private func place(of path: String) -> String { path.isEmpty ? folder : "\(folder)/\(path)" }

    private func makeFolders(of path: String) throws(StageFailure) {
        var made = folder
        for part in [""] + path.split(separator: "/").dropLast().map(String.init) {
            if !part.isEmpty { made += "/\(part)" }
            if mkdir(made, 0o777) != 0, errno != EEXIST { throw failed(made, errno) }
        }
    }

    private func write(_ text: String, to path: String) throws(StageFailure) {
        guard let handle = fopen(path, "wx") else { throw failed(path, errno) }
        let bytes = Array(text.utf8)
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
