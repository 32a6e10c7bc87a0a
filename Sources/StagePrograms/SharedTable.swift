import CProcess
import Glibc
import StageJSON
import StageKit
import StageProtocol

/// A table that a program may read while it is asked about it.
///
/// Its files are in memory, which is neither written to a disk nor left behind, whatever becomes of this process; a large table
/// lies in the private folder, where the system can do without the memory.
struct SharedTable {
    /// What the request says of the table.
    let description: JSONValue
    private let descriptors: [Int32]
    private let paths: [String]

    /// The bytes from which on a table lies in the private folder.
    private static let mostInMemory = 1 << 30

    /// Writes a table.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - folder: The program's private folder.
    ///   - id: A number that no other table of the folder has.
    /// - Throws: ``ProgramFault/folder(_:)``.
    init(_ table: Table, _ folder: PrivateFolder, id: Int) throws(ProgramFault) {
        let isLarge = table.rowCount * table.columns.count * 8 > Self.mostInMemory
        var descriptors: [Int32] = []
        var paths: [String] = []
        do throws(NumPyFile.Fault) {
            let files = try TableFiles(table) { name throws(NumPyFile.Fault) in
                let path = "\(folder.path)/\(id)-\(name).npy"
                let descriptor =
                    isLarge ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) : process_memory_file(name)
                guard descriptor >= 0 else { throw NumPyFile.Fault(path) }
                descriptors.append(descriptor)
                guard !isLarge else {
                    paths.append(path)
                    return TableFiles.Opened(descriptor: descriptor, path: path)
                }
                // Who may look into this process's open files is this user.
                return TableFiles.Opened(descriptor: descriptor, path: "/proc/\(getpid())/fd/\(descriptor)")
            }
            description = files.description
        } catch {
            Self.close(descriptors, paths)
            throw .folder(error.reason)
        }
        (self.descriptors, self.paths) = (descriptors, paths)
    }

    /// Lets the files go; a program that still reads them keeps what it has opened.
    func close() { Self.close(descriptors, paths) }

    private static func close(_ descriptors: [Int32], _ paths: [String]) {
        for descriptor in descriptors { Glibc.close(descriptor) }
        paths.forEach(PrivateFolder.remove)
    }
}
