import ArgumentParser
import StageKit
import Synchronization
import Testing

@testable import FSelCommand

struct FrontDeskTests {
    private struct Surprise: Error {}

    /// A desk that keeps what it says.
    private final class Desk: Sendable {
        private let texts = Mutex(("", ""))
        var error: String { texts.withLock { $0.1 } }

        func desk(_ arguments: [String] = []) throws -> FrontDesk {
            FrontDesk(
                options: try OutputOptions.parse(arguments),
                streams: Streams(
                    output: { text in self.texts.withLock { $0.0 += text } },
                    error: { text in self.texts.withLock { $0.1 += text } }, errorIsTerminal: false))
        }
    }

    @Test func `an unforeseen error is an internal fault`() async throws {
        let kept = Desk()
        let status = try await kept.desk().serve { throw Surprise() }
        #expect(status == .fault)
        #expect(kept.error == "error[FS703]: An internal fault: Surprise()\n")
    }

    @Test func `a cancelled verb says that nothing was published`() async throws {
        let kept = Desk()
        let status = try await kept.desk().serve { throw CancellationError() }
        #expect(status == .interrupted)
        #expect(kept.error == "error[FS704]: Interrupted. Nothing was published\n")
    }

    @Test(arguments: StageFailure.Kind.allCases) func `each kind of failure has its exit code`(kind: StageFailure.Kind)
        async throws
    {
        let codes: [StageFailure.Kind: Int32] = [
            .stage: 1, .usage: 64, .data: 65, .noInput: 66, .plugin: 69, .fault: 70, .resource: 71, .io: 74, .lock: 75,
            .permission: 77, .pipeline: 78, .verification: 4,
        ]
        let status = try await Desk().desk().serve { throw StageFailure(kind, code: "FS999", "It failed.") }
        #expect(status.rawValue == codes[kind])
    }

    @Test func `warnings are left out by --quiet, notes are shown by --verbose`() throws {
        func shown(_ severity: Diagnostic.Severity, _ arguments: [String]) throws -> Bool {
            let kept = Desk()
            try kept.desk(arguments).report(Diagnostic(code: "FS999", severity: severity, message: "A fact."))
            return !kept.error.isEmpty
        }
        #expect(try shown(.warning, []))
        #expect(try !shown(.warning, ["--quiet"]))
        #expect(try shown(.error, ["--quiet"]))
        #expect(try !shown(.note, []))
        #expect(try shown(.note, ["--verbose"]))
    }

    @Test func `colour is used where it is asked for`() throws {
        let kept = Desk()
        try kept.desk(["--color", "always"]).report(Diagnostic(code: "FS999", severity: .error, message: "It failed."))
        #expect(kept.error == "\u{1B}[1;31merror[FS999]\u{1B}[0m: It failed\n")
    }
}
