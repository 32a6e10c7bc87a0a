import Glibc
import StageKit

/// The folder into which a bundle goes.
enum OutputFolder {
    /// Makes a folder and those above it, where they are missing, and brings their names to the disk.
    static func make(_ folder: String) throws(StageFailure) {
        var status = stat()
        if stat(folder, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw FileFault("used as a folder", folder, code: ENOTDIR).failure
            }
            return
        }
        guard errno == ENOENT else { throw FileFault("used as a folder", folder).failure }
        let above = BundlePath(folder).folder
        if above != folder { try make(above) }
        // Another run may have made it in the meantime.
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw FileFault("made", folder).failure }
        try synchronize(above)
    }

    /// Brings the names in a folder to the disk.
    static func synchronize(_ folder: String) throws(StageFailure) {
        let directory = try FileDescriptor(folder, O_RDONLY | O_DIRECTORY, as: "opened")
        try directory.synchronize()
        try directory.close()
    }

    /// Removes the files of a folder whose names begin so.
    static func removeFiles(in folder: String, prefix: String) throws(StageFailure) {
        for name in try names(in: folder) where name.hasPrefix(prefix) {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            guard unlink(path) == 0 || errno == ENOENT else { throw FileFault("removed", path).failure }
        }
    }

    private static func names(in folder: String) throws(StageFailure) -> [String] {
        guard let directory = opendir(folder) else { throw FileFault("listed", folder).failure }
        var names: [String] = []
        errno = 0
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                    String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
                })
            errno = 0
        }
        let code = errno
        guard closedir(directory) == 0, code == 0 else {
            throw FileFault("listed", folder, code: code == 0 ? errno : code).failure
        }
        return names
    }
}
