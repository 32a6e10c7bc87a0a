import Glibc
import StageJSON
import StageKit
import StageProtocol

/// One request and everything until its answer.
struct Exchange {
    let message: String
    let members: JSONValue
    let limits: ProgramLimits
    let seconds: Double
    let flag: Cancellation
    let receive: @Sendable (ProgramSession.Event) -> Void
    let child: ProgramChild

    /// Runs it; blocks the thread.
    ///
    /// - Parameters:
    ///   - line: The program's messages.
    ///   - lastID: The number of the last request.
    ///   - fault: Why the program cannot be asked any more, if so.
    func run(_ line: inout ProgramLine, _ lastID: inout Int, _ fault: inout ProgramFault?) -> Result<
        JSONValue, ProgramFault
    > {
        if let fault { return .failure(fault) }
        lastID += 1
        do throws(ProgramFault) {
            return .success(try answer(to: lastID, &line))
        } catch {
            if case .told = error { return .failure(error) }
            fault = error
            return .failure(error)
        }
    }

    private func answer(to id: Int, _ line: inout ProgramLine) throws(ProgramFault) -> JSONValue {
        var unsent = CanonicalJSON.line(of: request(id))[...]
        let start = now()
        var lastSign = start
        var cancelledAt: Double?
        var events = 0
        while true {
            line.wait(20, wantsToSend: !unsent.isEmpty)
            if !unsent.isEmpty {
                // A program that reads no more may still have answered, or will be found to have ended.
                unsent = line.send(unsent).map { unsent.dropFirst($0) } ?? []
            }
            var isAtEnd = false
            reading: while true {
                switch line.next() {
                case .line(let bytes):
                    lastSign = now()
                    if let result = try take(bytes, id) { return result }
                    events += 1
                    guard events <= limits.events else {
                        throw .flood("sent more than \(limits.events) messages in one request")
                    }
                case .nothing: break reading
                case .end:
                    isAtEnd = true
                    break reading
                case .tooLong: throw .flood("sent a line of more than \(limits.messageBytes) bytes")
                }
            }
            if isAtEnd { throw ended(&line) }
            let time = now()
            if flag.isSet, cancelledAt == nil { cancelledAt = time }
            if let cancelledAt, time - cancelledAt > limits.farewellSeconds { throw .cancelled }
            if time - start > seconds {
                throw .late("did not answer '\(message)'", seconds: seconds, lastWords: line.lastWords)
            }
            // A program that starts may load what it needs before it says a word.
            if message != "hello", time - lastSign > limits.silenceSeconds {
                throw .late("gave no sign of life", seconds: limits.silenceSeconds, lastWords: line.lastWords)
            }
        }
    }

    private func request(_ id: Int) -> JSONValue {
        var all = [
            JSONValue.Member(key: "message", value: .string(message)), JSONValue.Member(key: "id", value: .integer(id)),
        ]
        if case .object(let members) = members { all += members }
        return .object(all)
    }

    /// What a message means for the one who waits.
    private enum Received {
        case result(JSONValue)
        case failure(ProgramFault)
        case event
    }

    /// Takes one message; gives the result where it is the answer.
    private func take(_ bytes: [UInt8], _ id: Int) throws(ProgramFault) -> JSONValue? {
        let received: Received
        do throws(StageFailure) { received = try read(bytes, id) } catch { throw .malformed(error.diagnostic.message) }
        switch received {
        case .result(let value): return value
        case .failure(let fault): throw fault
        case .event: return nil
        }
    }

    private func read(_ bytes: [UInt8], _ id: Int) throws(StageFailure) -> Received {
        let source = JSONFields.Source.message
        var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
        var received = Received.event
        switch try fields.string("message") {
        case "reply":
            try requireNumber(&fields, id)
            received = .result(try fields.take("result"))
        case "failure":
            try requireNumber(&fields, id)
            received = .failure(
                .told(
                    kind: try fields.string("kind"), text: String(try fields.string("text").prefix(2000)),
                    row: try fields.integerIfPresent("row")))
        case "log":
            let severity = try fields.string("severity")
            guard ["warning", "note"].contains(severity) else {
                throw source.wrong("severity", "it is '\(severity)', neither 'warning' nor 'note'")
            }
            receive(.log(isWarning: severity == "warning", String(try fields.string("text").prefix(2000))))
        case "progress":
            receive(.progress(completed: try fields.integer("completed"), total: try fields.integer("total")))
        case "alive": break
        case let other: throw source.wrong("message", "'\(other.prefix(40))' is unknown")
        }
        try fields.finish()
        return received
    }

    private func requireNumber(_ fields: inout JSONFields, _ id: Int) throws(StageFailure) {
        let found = try fields.integer("id")
        guard found == id else { throw fields.source.wrong("id", "it is \(found), and request \(id) waits") }
    }

    /// The program's output is at its end: it has ended, or is about to, or goes on without.
    private func ended(_ line: inout ProgramLine) -> ProgramFault {
        let deadline = now() + limits.farewellSeconds
        while child.hasEnded == nil, now() < deadline { line.wait(10, wantsToSend: false) }
        line.wait(0, wantsToSend: false)
        return .ended(child.hasEnded ?? .closedOutput, lastWords: line.lastWords)
    }

    /// Seconds of a clock that nobody sets.
    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
