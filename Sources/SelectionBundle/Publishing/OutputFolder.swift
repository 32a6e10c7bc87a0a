import ArchiveStreams
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
        guard let directory = opendir(folder) else { throw FileFault("listed", folder).failure }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(prefix) { names.append(name) }
        }
        for name in names {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            guard unlink(path) == 0 || errno == ENOENT else { throw FileFault("removed", path).failure }
        }
    }

    /// The bytes of a file, read anew.
    static func bytes(of path: String) throws(StageFailure) -> [UInt8] {
        do throws(ArchiveError) {
            return try StoredFile.bytes(path: path, limit: .max)
        } catch {
            throw StageFailure(.io, code: "FS651", error.description)
        }
    }
}
