import Glibc

/// Writes arrays as NumPy's files, version 1.0, so that any language with a reader of them maps the numbers without parsing.
package struct NumPyFile {
    /// Why a file of numbers cannot be written or read.
    package struct Fault: Error {
        /// The file and what is wrong with it, as a phrase.
        package let reason: String

        init(_ path: String, _ reason: String) {
            self.reason = "\(path.split(separator: "/").last.map(String.init) ?? path): \(reason)"
        }

        /// What the system says.
        package init(_ path: String) { self.init(path, String(cString: strerror(errno))) }
    }

    private let descriptor: Int32
    private let path: String

    /// Begins a file of a folder with p columns of n values each, column after column.
    ///
    /// - Parameters:
    ///   - path: The file, which must not be there.
    ///   - type: NumPy's name of the numbers: `<f8`, `<i4` or `<i8`.
    ///   - rows: n.
    ///   - columns: p.
    package init(_ path: String, type: String, rows: Int, columns: Int) throws(Fault) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Fault(path) }
        try self.init(descriptor, path, type: type, rows: rows, columns: columns)
    }

    /// Begins to write what is open already.
    ///
    /// - Parameters:
    ///   - descriptor: The open file.
    ///   - path: What messages call it.
    ///   - type: NumPy's name of the numbers.
    ///   - rows: n.
    ///   - columns: p.
    package init(_ descriptor: Int32, _ path: String, type: String, rows: Int, columns: Int) throws(Fault) {
        self.descriptor = descriptor
        self.path = path
        var text = "{'descr': '\(type)', 'fortran_order': True, 'shape': (\(rows), \(columns)), }"
        // Magic, version and length take 10 bytes; the whole header is a multiple of 64.
        let length = (text.utf8.count + 11 + 63) / 64 * 64 - 10
        text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
        try append([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8))
    }

    /// Appends a column.
    package func append<Number: BitwiseCopyable>(_ column: [Number]) throws(Fault) {
        var failure: Fault?
        column.withUnsafeBytes { bytes in
            do throws(Fault) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Ends a file of a folder.
    package func finish() throws(Fault) {
        guard close(descriptor) == 0 else { throw Fault(path) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, min(rest.count, 1 << 24))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Fault(path) }
            rest = rest.dropFirst(count)
        }
    }
}
