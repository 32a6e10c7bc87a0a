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

    /// Makes the three standard descriptors safe to write to.
    ///
    /// A descriptor that the caller closed would be given to the next file that is opened, and results would be written
    /// into it; opened for the wrong direction, it fails as a closed one does. A reader that goes away must not kill a
    /// run of hours either.
    static func secure() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free number is the one just found closed.
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes a result, ended by a newline.
    package func result(_ text: String) throws(OutputClosed) { try output(text.hasSuffix("\n") ? text : text + "\n") }

    /// Says that standard output could not be written, and gives the exit code for it.
    ///
    /// Nothing is said where the reader of a pipe went away, as `head` does: it has what it wanted.
    func lost(_ closed: OutputClosed) -> ExitStatus {
        if closed.number != EPIPE {
            note("error[FS702]: Standard output could not be written: \(systemText(closed.number)).")
        }
        return .io
    }

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
