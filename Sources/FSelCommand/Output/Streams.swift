import Glibc

/// Where the program writes: results to standard output, everything else to standard error.
package struct Streams: Sendable {
    private let output: @Sendable (String) throws(OutputClosed) -> Void
    private let error: @Sendable (String) -> Void
    /// Whether standard error is a terminal.
    package let errorIsTerminal: Bool

    /// Standard output could not be written.
    package struct OutputClosed: Error, Sendable {
        /// The system's error number.
        package let number: Int32
    }

    package init(
        output: @escaping @Sendable (String) throws(OutputClosed) -> Void, error: @escaping @Sendable (String) -> Void,
        errorIsTerminal: Bool
    ) {
        self.output = output
        self.error = error
        self.errorIsTerminal = errorIsTerminal
    }

    /// The process's own streams.
    package static var standard: Streams {
        Streams(
            output: { text throws(OutputClosed) in try write(text, to: 1) },
            error: { text in
                // A closed standard error has nobody to tell.
                _ = Result { () throws(OutputClosed) in try write(text, to: 2) }
            },
            errorIsTerminal: isatty(2) == 1)
    }

    /// Writes a result, ended by a newline.
    package func result(_ text: String) throws(OutputClosed) { try output(text.hasSuffix("\n") ? text : text + "\n") }

    /// Writes bytes of a result as they are.
    package func raw(_ text: String) throws(OutputClosed) { try output(text) }

    /// Writes a line for a person.
    package func note(_ text: String) { error(text + "\n") }

    /// Writes to standard error as it is, for a live line.
    package func live(_ text: String) { error(text) }

    private static func write(_ text: String, to descriptor: Int32) throws(OutputClosed) {
        var bytes = ArraySlice(Array(text.utf8))
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw OutputClosed(number: errno)
            }
            bytes = bytes.dropFirst(written)
        }
    }
}
