import Glibc

/// A file of its own in the temporary folder, removed when it is let go.
final class TemporaryFile: Sendable {
    let path: String
    private let folder: String

    /// - Parameters:
    ///   - name: Its name, by which some formats are told.
    ///   - bytes: What is in it; nothing is written where it is `nil`.
    init(_ name: String, _ bytes: [UInt8]? = []) {
        var template = Array("/tmp/fsel-table-XXXXXX".utf8CString)
        folder = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
        }
        path = folder + "/" + name
        if let bytes { write(bytes) }
    }

    deinit {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
        rmdir(folder)
    }

    func write(_ bytes: [UInt8], beside suffix: String = "") {
        let file = fopen(path + suffix, "w")
        precondition(file != nil, "the temporary folder takes no file")
        if let file {
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
        }
    }
}
