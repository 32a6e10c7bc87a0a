/// Programs that answer wrongly or not at all.
extension HostileProgram {
    static let faulty: [HostileProgram] = [
        HostileProgram(name: "a trap", fit: "kill -ILL $$", code: 1, fault: "FS724", told: "was ended by signal 4"),
        HostileProgram(
            name: "a segmentation fault", fit: "kill -SEGV $$", code: 1, fault: "FS724", told: "was ended by signal 11"),
        HostileProgram(
            name: "an abort", fit: "echo 'assertion x > 0' >&2; kill -ABRT $$", code: 1, fault: "FS724",
            told: "assertion x > 0"),
        HostileProgram(name: "an exit", fit: "exit 3", code: 1, fault: "FS724", told: "ended with exit code 3"),
        HostileProgram(
            name: "an exit with code 0", fit: "exit 0", code: 1, fault: "FS724", told: "ended with exit code 0"),
        HostileProgram(
            name: "an exit in the middle of a message", fit: #"printf '{"message":"reply","id":2,"res'; exit 0"#,
            code: 1, fault: "FS724",
            told: "ended with exit code 0"),
        HostileProgram(
            name: "an endless loop", fit: "while :; do :; done", code: 1, fault: "FS725", told: "gave no sign of life"),
        HostileProgram(
            name: "an endless loop with signs of life", fit: #"while :; do say '{"message":"alive"}'; sleep 0.1; done"#,
            code: 1, fault: "FS725", told: "did not answer 'fit'"),
        HostileProgram(
            name: "an endless line", fit: "tr '\\0' x </dev/zero", code: 1, fault: "FS726", told: "a line of more than"),
        HostileProgram(
            name: "endless messages", fit: #"yes '{"message":"alive"}'"#, code: 1, fault: "FS726",
            told: "messages in one request"),
        HostileProgram(
            name: "endless complaints", fit: "yes complaint >&2", code: 1, fault: "FS725", told: "gave no sign of life"),
        HostileProgram(
            name: "lines that are no JSON", fit: "say hello", code: 1, fault: "FS727", told: "is not valid JSON"),
        HostileProgram(
            name: "bytes that are no text", fit: #"printf '\377\376\n'"#, code: 1, fault: "FS727", told: "is not UTF-8"),
        HostileProgram(
            name: "a message that nobody knows", fit: #"say '{"message":"dance"}'"#, code: 1, fault: "FS727",
            told: "'dance' is unknown"
        ),
        HostileProgram(
            name: "an answer to another request", fit: #"say '{"message":"reply","id":7,"result":{}}'"#, code: 1,
            fault: "FS727",
            told: "it is 7, and request 2 waits"),
        HostileProgram(
            name: "a number that is none",
            fit: operations(#"{"op":"clip","input":"x","output":"x","low":NaN,"high":1}"#),
            code: 1, fault: "FS727", told: "is not valid JSON"),
        HostileProgram(
            name: "an infinite number",
            fit: operations(#"{"op":"clip","input":"x","output":"x","low":-1e999,"high":1}"#),
            code: 1, fault: "FS727", told: "is not valid JSON"),
        HostileProgram(
            name: "an answer of another shape", fit: answer(#"{"operations":{}}"#), code: 1, fault: "FS727",
            told: "wrong form at result.operations"),
        HostileProgram(
            name: "an operation that nobody knows", fit: operations(#"{"op":"magic","input":"x","output":"x"}"#),
            code: 1, fault: "FS727", told: "unknown operation 'magic'"),
        HostileProgram(
            name: "a column that is not there", fit: operations(#"{"op":"drop","input":"nowhere"}"#), code: 1,
            fault: "FS727",
            told: "'nowhere', which is no column"),
        HostileProgram(
            name: "an operation on the target", fit: operations(#"{"op":"drop","input":"y"}"#), code: 1,
            fault: "FS727",
            told: "'y', which is no feature"),
        HostileProgram(
            name: "no feature left",
            fit: operations(#"{"op":"drop","input":"x"},{"op":"drop","input":"z"}"#), code: 1, fault: "FS727",
            told: "leave no feature"),
        HostileProgram(
            name: "a selection that was not announced",
            fit: answer(#"{"operations":[],"dropped":[],"facts":[],"selected":["x"]}"#), code: 1, fault: "FS727",
            told: "gives a table"),
        HostileProgram(
            name: "a closed standard output", fit: "exec 1>&-; sleep 1000", code: 1, fault: "FS724",
            told: "closed its standard output"),
        HostileProgram(
            name: "a grandchild that holds the pipe", fit: "setsid sleep 1000 & exit 5", code: 1, fault: "FS725",
            told: "gave no sign of life"),
        HostileProgram(
            name: "grandchildren in sessions of their own",
            fit: "for i in 1 2 3; do setsid sleep 1000 & done; kill -SEGV $$",
            code: 1, fault: "FS72", told: ""),
        HostileProgram(
            name: "a refusal to die", fit: "trap '' TERM INT HUP QUIT; sleep 1000", code: 1, fault: "FS725",
            told: "gave no sign of life"),
        HostileProgram(
            name: "memory without end", fit: "head -c 100000000000 /dev/zero | tail >/dev/null; exit 9", code: 1,
            fault: "FS724",
            told: "ended with exit code 9"),
        HostileProgram(
            name: "data that it refuses",
            fit: #"say '{"message":"failure","id":2,"kind":"data","text":"Too few rows."}'"#,
            code: 65, fault: "FS728", told: "says: Too few rows"),
        HostileProgram(
            name: "a future version", hello: #"say '{"message":"reply","id":1,"result":{"protocol":2}}'"#, code: 69,
            fault: "FS723",
            told: "speaks version 2 of the stage protocol, and this fsel speaks version 1"),
        HostileProgram(name: "no greeting", hello: "exit 1", code: 69, fault: "FS724", told: "ended with exit code 1"),
        HostileProgram(
            name: "a name that no element can have",
            describe: honestDescription.replacingFirst(#""name":"odd""#, #""name":"Odd One""#), code: 69,
            fault: "FS729", told: "'Odd One' is no name for an element or attribute of XML"),
        HostileProgram(
            name: "no stage", describe: #"say '{"message":"reply","id":2,"result":{"stages":[]}}'"#, code: 69,
            fault: "FS729",
            told: "describes no stage that fsel can use"),
        HostileProgram(
            name: "a stage of ours",
            describe: honestDescription.replacingFirst("urn:example:odd", "urn:fsel:pipeline:1"), code: 69,
            fault: "FS729",
            told: "a namespace of its author's is expected"),
    ]
}

extension String {
    func replacingFirst(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        String(self[..<range.lowerBound]) + new + self[range.upperBound...]
    }
}
