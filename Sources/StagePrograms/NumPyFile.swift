import Glibc

/// Writes arrays as NumPy's files, version 1.0, so that any language with a reader of them maps the numbers without parsing.
struct NumPyFile {
    private let descriptor: Int32
    private let path: String

    /// Begins a file with p columns of n values each, column after column.
    ///
    /// - Parameters:
    ///   - path: The file, which must not be there.
    ///   - type: NumPy's name of the numbers: `<f8` or `<i4`.
    ///   - rows: n.
    ///   - columns: p.
    init(_ path: String, type: String, rows: Int, columns: Int) throws(ProgramFault) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .folder("\(path): \(String(cString: strerror(errno)))") }
        var text = "{'descr': '\(type)', 'fortran_order': True, 'shape': (\(rows), \(columns)), }"
        // Magic, version and length take 10 bytes; the whole header is a multiple of 64.
        let length = (text.utf8.count + 11 + 63) / 64 * 64 - 10
        text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
        try write([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8))
    }

    /// Appends a column.
    func append<Number: BitwiseCopyable>(_ column: [Number]) throws(ProgramFault) {
        var failure: ProgramFault?
        column.withUnsafeBytes { bytes in
            do throws(ProgramFault) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Ends the file.
    func finish() throws(ProgramFault) {
        guard close(descriptor) == 0 else { throw .folder("\(path): \(String(cString: strerror(errno)))") }
    }

    private func write(_ bytes: [UInt8]) throws(ProgramFault) { try append(bytes) }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(ProgramFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, min(rest.count, 1 << 24))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = String(cString: strerror(errno))
                close(descriptor)
                throw .folder("\(path): \(reason)")
            }
            rest = rest.dropFirst(count)
        }
    }
}
