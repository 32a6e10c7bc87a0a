import StageJSON
import StageKit
import StageProtocol

/// Each way in which a stage's program fails, with its code, its kind of failure and its sentence in one place.
enum ProgramFault: Error {
    case missing
    case isFolder
    case notExecutable
    case folder(String)
    case notStarted(String)
    case protocolVersion(theirs: String)
    case ended(ProgramEnding, lastWords: String)
    case late(String, seconds: Double, lastWords: String)
    case flood(String)
    case malformed(String)
    case told(kind: String, text: String, row: Int?)
    case descriptor(String)
    case cancelled

    /// The failure that stops the run.
    ///
    /// - Parameters:
    ///   - program: The program's path, as it was named.
    ///   - isAtWork: Whether a stage of it was being fitted, rather than the program asked what it is.
    ///   - table: The rows that it worked on, one of which it may blame.
    func failure(of program: String, isAtWork: Bool = false, on table: Table? = nil) -> any Error {
        if case .cancelled = self { return CancellationError() }
        let (code, kind, text) = parts
        // A program that does not even say what it is was refused; one that fails at its work is a stage that failed.
        let refused: StageFailure.Kind = !isAtWork && kind == .stage ? .plugin : kind
        return StageFailure(refused, code: code, "The program '\(program)' \(text)", at: table.flatMap(location))
    }

    /// Where the row began that the program blames.
    private func location(in table: Table) -> SourceLocation? {
        guard case .told(_, _, let row?) = self, (0..<table.rowCount).contains(row) else { return nil }
        return table.location(ofRow: row)
    }

    private var parts: (code: String, kind: StageFailure.Kind, text: String) {
        switch self {
        case .missing: ("FS720", .noInput, "is not there; expected an executable file.")
        case .isFolder: ("FS720", .plugin, "is a folder; expected the file of a program in it.")
        case .notExecutable:
            ("FS720", .plugin, "is not executable; expected a file with permission for it, as 'chmod +x' gives it.")
        case .folder(let reason): ("FS721", .io, "cannot be given a folder for its data: \(reason).")
        case .notStarted(let reason): ("FS722", .plugin, "could not be started: \(reason).")
        case .protocolVersion(let theirs):
            (
                "FS723", .plugin,
                "speaks version \(theirs) of the stage protocol, and this fsel speaks version \(stageProtocolVersion)."
            )
        case .ended(let ending, let words): ("FS724", .stage, "\(ending)\(Self.quoted(words)).")
        case .late(let what, let seconds, let words):
            ("FS725", .stage, "\(what) within \(shortest(seconds)) s, and was ended\(Self.quoted(words)).")
        case .flood(let what): ("FS726", .stage, "\(what), and was ended.")
        case .malformed(let reason): ("FS727", .stage, "broke the stage protocol: \(reason).")
        case .told(let kind, let text, _): ("FS728", StageFailure.Kind(told: kind), "says: \(Self.sentence(text))")
        case .descriptor(let reason): ("FS729", .plugin, "describes no stage that fsel can use: \(reason).")
        case .cancelled: ("FS704", .stage, "was cancelled.")
        }
    }

    /// What a program says as one sentence, whether or not it knows how to end one.
    private static func sentence(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.last.map { ".!?".contains($0) } ?? false ? line : line + "."
    }

    private static func quoted(_ words: String) -> String { words.isEmpty ? "" : "; its last words were: \(words)" }
}

extension StageFailure.Kind {
    /// What a program says its failure is.
    fileprivate init(told kind: String) {
        switch kind {
        case "data": self = .data
        case "options": self = .pipeline
        default: self = .stage
        }
    }
}

/// How a program ended on its own.
enum ProgramEnding: Sendable, CustomStringConvertible {
    case exited(Int)
    case signalled(Int)
    /// It closed its standard output and went on.
    case closedOutput

    var description: String {
        switch self {
        case .exited(let code): "ended with exit code \(code) before it had answered"
        case .signalled(let number): "was ended by signal \(number)\(Self.names[number].map { " (\($0))" } ?? "")"
        case .closedOutput: "closed its standard output before it had answered"
        }
    }

    private static let names = [
        4: "an illegal instruction, as a trap of Swift gives", 6: "abort",
        9: "killed, by the system where memory ran out",
        11: "a segmentation fault", 15: "terminated", 24: "too much processor time", 25: "too large a file",
    ]
}
