import Glibc

/// The columns of a NumPy file, version 1.0, mapped into memory.
///
/// The file may be somebody else's: it is waited for as no pipe, and read only where its header and its size are what was agreed
/// upon.
package final class NumPyColumns {
    private let base: UnsafeMutableRawPointer
    private let size: Int
    private let start: Int
    private let rows: Int

    /// Maps a file of n × p numbers, column after column.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - type: NumPy's name of the numbers: `<f8`, `<i4` or `<i8`.
    ///   - rows: n.
    ///   - columns: p.
    ///   - followsLinks: Whether the path may be a link, as those of open files in `/proc` are.
    /// - Throws: ``NumPyFile/Fault`` where it is not such a file.
    package init(
        _ path: String, type: String, rows: Int, columns: Int, followsLinks: Bool = true
    ) throws(NumPyFile.Fault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw NumPyFile.Fault(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw NumPyFile.Fault(path, "it is no regular file")
        }
        let size = Int(status.st_size)
        guard size >= 10, let mapped = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED
        else { throw NumPyFile.Fault(path, "it is no file of NumPy's") }
        (base, self.size, self.rows) = (mapped, size, rows)
        let bytes = UnsafeRawBufferPointer(start: mapped, count: size)
        start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
        guard bytes.prefix(8).elementsEqual([0x93] + Array("NUMPY".utf8) + [1, 0]), start <= size else {
            throw NumPyFile.Fault(path, "it is no file of NumPy's, version 1.0")
        }
        let header = bytes[10..<start].filter { !" \n".utf8.contains($0) }
        let expected = "{'descr':'\(type)','fortran_order':True,'shape':(\(rows),\(columns)),}"
        guard header.elementsEqual(expected.utf8) else {
            let found = String(decoding: header.prefix(120), as: UTF8.self)
            throw NumPyFile.Fault(path, "its header is \(found), expected \(expected)")
        }
        let width = type == "<i4" ? 4 : 8
        guard size - start == rows * columns * width else {
            throw NumPyFile.Fault(path, "it has \(size - start) bytes of numbers, expected \(rows * columns * width)")
        }
    }

    deinit { munmap(base, size) }

    /// The numbers of a column, copied.
    ///
    /// - Parameter place: The column, from 0.
    package func column<Number: BitwiseCopyable>(_ place: Int, as type: Number.Type = Number.self) -> [Number] {
        let width = MemoryLayout<Number>.size
        return Array(unsafeUninitializedCapacity: rows) { out, count in
            // The header may have any length, so that the numbers need not be aligned.
            if rows > 0, let target = out.baseAddress {
                memcpy(target, base + start + place * rows * width, rows * width)
            }
            count = rows
        }
    }
}
