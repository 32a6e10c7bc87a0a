import Glibc

extension ExecutableFile {
    /// Why the system could not start the file, as far as its first line tells; `nil` where that tells nothing.
    var startFault: String? {
        let head = firstBytes(256)
        if head.starts(with: [0x7F] + "ELF".utf8) { return nil }
        guard head.starts(with: "#!".utf8) else {
            return "it is no program of this machine, nor a script, which begins such as '#!/usr/bin/env python3'"
        }
        let line = head.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") {
            return "its first line ends with a carriage return, as lines do on Windows; expected a line feed alone"
        }
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let interpreter = words.first else { return "its first line names no interpreter" }
        guard access(interpreter, X_OK) == 0 else {
            return "its first line names the interpreter '\(interpreter)', which is not there"
        }
        guard interpreter.hasSuffix("/env"), words.count == 2, !isOnPath(words[1]) else { return nil }
        return "its first line asks for '\(words[1])', which is in no folder of PATH"
    }

    private func isOnPath(_ name: String) -> Bool {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    private func firstBytes(_ most: Int) -> ArraySlice<UInt8> {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: most)
        return bytes[..<fread(&bytes, 1, most, file)]
    }
}

extension ProgramFault {
    /// The same, with what the file itself tells where it could not be started.
    func explained(by file: ExecutableFile?) -> ProgramFault {
        switch self {
        // A shell and `env` end with these codes where they find nothing to run.
        case .notStarted, .ended(.exited(126), _), .ended(.exited(127), _):
            file?.startFault.map { .notStarted($0) } ?? self
        default: self
        }
    }
}
