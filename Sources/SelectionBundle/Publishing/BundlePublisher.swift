import Glibc
package import StageKit

/// Writes a bundle whole or not at all.
///
/// 1. The folder is made where it is missing, and the lock beside the bundle is taken.
/// 2. Temporary files of runs that died are removed.
/// 3. The bytes go to a temporary file in the same folder, which is brought to the disk, closed, read back, compared
///    with the bytes in memory and read as a bundle with every digest checked.
/// 4. The file takes the bundle's name, and the folder is brought to the disk; where that fails, the old bundle is put
///    back.
///
/// Whatever fails, and wherever the process is killed, the name leads to the old bundle whole, or to the new one whole.
package struct BundlePublisher: Sendable {
    /// The names of the bundle.
    package let path: BundlePath
    /// How many seconds to wait for another run that writes the same bundle.
    package let lockTimeout: Double

    /// - Parameters:
    ///   - path: The bundle's path.
    ///   - lockTimeout: How many seconds to wait for another run that writes the same bundle.
    package init(path: String, lockTimeout: Double = 30) {
        self.path = BundlePath(path)
        self.lockTimeout = lockTimeout
    }

    /// Publishes an archive.
    ///
    /// - Parameters:
    ///   - archive: The bundle's bytes.
    ///   - contents: What is in them; a rejected run goes beside the accepted one.
    /// - Returns: The path at which the bundle is.
    /// - Throws: ``StageFailure``: FS650 the lock, FS651 the system, FS652 permission, FS653 what is read back differs,
    ///   FS656 and FS657 the path names no file.
    package func publish(_ archive: [UInt8], of contents: BundleContents) throws(StageFailure) -> String {
        try check()
        let target = path.target(contents.status)
        try OutputFolder.make(path.folder)
        let lock = try BundleLock(target: path.accepted, timeout: lockTimeout)
        try OutputFolder.removeFiles(in: path.folder, prefix: path.temporaryPrefix)
        let temporary = path.beside("\(path.temporaryPrefix)\(getpid())")
        do throws(StageFailure) {
            try write(archive, to: temporary)
            try verify(temporary, is: archive, contents)
            try Replacement(of: target, by: temporary, in: path.folder).perform()
        } catch {
            unlink(temporary)
            throw error
        }
        lock.release()
        return target
    }

    /// Refuses a path that cannot be a bundle's, so that nothing need be computed first.
    ///
    /// A link that leads to a regular file or nowhere is replaced by the bundle; the file that it leads to stays.
    ///
    /// - Throws: ``StageFailure`` of kind `pipeline`: FS656 it has no name, FS657 a folder, a pipe or a device is there,
    ///   which a renaming would replace as readily as a file.
    package func check() throws(StageFailure) {
        guard path.hasName else {
            throw StageFailure(
                .pipeline, code: "FS656", "The bundle's path '\(path.accepted)' names a folder, and a file is needed.")
        }
        for target in [path.accepted, path.rejected] {
            var status = stat()
            guard stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
            throw StageFailure(
                .pipeline, code: "FS657",
                "The bundle's path '\(target)' leads to a folder, a pipe or a device, and a file is needed.")
        }
    }

    private func write(_ archive: [UInt8], to temporary: String) throws(StageFailure) {
        // A file-size limit must come back as an error of the call, not kill the process.
        let handler = signal(SIGXFSZ, SIG_IGN)
        defer { signal(SIGXFSZ, handler) }
        let file = try FileDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, as: "created")
        try file.write(archive)
        try file.synchronize()
        try file.close()
    }

    private func verify(
        _ temporary: String, is archive: [UInt8], _ contents: BundleContents
    ) throws(StageFailure) {
        let file = try FileDescriptor(temporary, O_RDONLY | O_NOFOLLOW, as: "opened")
        let written = try file.readAll()
        try file.close()
        guard written == archive, try BundleReader.read(written, name: temporary).members == contents.members else {
            throw StageFailure(
                .io, code: "FS653", "\(temporary) does not read back as it was written; the disk is faulty.")
        }
    }
}
