/// Programs that compute columns themselves, and do it wrongly.
extension HostileProgram {
    /// Lines that write a file of NumPy's with so many rows and columns of one number each, and answer with it.
    ///
    /// - Parameters:
    ///   - shape: The shape that its header has, as a shell sees it.
    ///   - number: The eight bytes of each number, as `printf` takes them.
    static func computed(_ shape: String = "$rows, 1", of number: String = "000000000000f03f") -> String {
        // The number as octal escapes, which every printf has.
        let bytes = stride(from: 0, to: 16, by: 2).map { start -> String in
            let from = number.index(number.startIndex, offsetBy: start)
            let byte = UInt8(number[from...].prefix(2), radix: 16) ?? 0
            return "\\" + String(byte, radix: 8)
        }.joined()
        return """
            { printf '\\223NUMPY\\001\\000\\166\\000'
              printf '%-117s\\n' "{'descr': '<f8', 'fortran_order': True, 'shape': (\(shape)), }"
              i=0; while [ $i -lt $rows ]; do printf '\(bytes)'; i=$((i + 1)); done; } > "$file"; \(answer("{}"))
            """
    }

    /// What a fit leaves to the program.
    static func leaving(
        _ columns: String = #""inputs":["x"],"outputs":["c"]"#, state: String = "AQ==",
        by stage: String = #""stage":"odd","namespace":"urn:example:odd","version":1"#
    ) -> String { operations(#"{"op":"computed",\#(columns),\#(stage),"state":"\#(state)"}"#) }

    /// A program whose fit leaves a column to itself.
    static func computing(
        _ name: String, fit: String = leaving(), apply: String, code: Int32, fault: String = "FS727", told: String
    ) -> HostileProgram {
        HostileProgram(
            name: name,
            describe: honestDescription.replacingFirst(#""options":[]"#, #""options":[],"scoring":"program""#),
            fit: fit, apply: apply, code: code, fault: fault, told: told)
    }

    static let miscomputing: [HostileProgram] = [
        HostileProgram(
            name: "columns that it did not say it computes", fit: leaving(), code: 1, fault: "FS727",
            told: "its descriptor does not say"),
        computing(
            "a state that is no Base64", fit: leaving(state: "?"), apply: "", code: 1, told: "Base64 is needed"),
        computing(
            "a state for another stage",
            fit: leaving(by: #""stage":"odd","namespace":"urn:example:odd","version":2"#), apply: "", code: 1,
            told:
                "leaves columns to stage <odd> of 'urn:example:odd', version 2, and it is <odd> of 'urn:example:odd', version 1"
        ),
        computing(
            "a state that is too large",
            fit: #"state=$(head -c 9000000 /dev/zero | base64 -w0); "#
                + leaving(state: #"'"$state"'"#), apply: "", code: 1, told: "its state has 9000000 bytes"),
        computing(
            "a computed target", fit: leaving(#""inputs":["x"],"outputs":["y"]"#), apply: "", code: 1,
            told: "writes 'y', which is no feature"),
        computing(
            "a column computed from the target", fit: leaving(#""inputs":["y"],"outputs":["c"]"#), apply: "", code: 1,
            told: "touches 'y', which is no feature"),
        computing("no file", apply: answer("{}"), code: 1, told: "No such file"),
        computing(
            "an answer with more than it should", apply: answer(#"{"x":1}"#), code: 1, told: "is more than {}"),
        computing(
            "too few rows", apply: computed("$((rows - 1)), 1"), code: 1, told: "'shape':(3,1),}, expected"),
        computing("too many columns", apply: computed("$rows, 2"), code: 1, told: "'shape':(4,2),}, expected"),
        computing(
            "fewer numbers than it says", apply: "rows=3; " + computed("4, 1"), code: 1,
            told: "24 bytes of numbers, expected 32"),
        computing(
            "a link to a file of ours", apply: #"ln -s /etc/passwd "$file"; "# + answer("{}"), code: 1,
            told: "symbolic links"),
        computing(
            "a pipe instead of a file", apply: #"mkfifo "$file"; "# + answer("{}"), code: 1,
            told: "it is no regular file"),
        computing(
            "an infinite number", apply: computed(of: "000000000000f07f"), code: 1, fault: "FS519",
            told: "Stage <odd> of 'urn:example:odd' gave an infinite number in column 'c'"),
        computing(
            "a missing number", apply: computed(of: "000000000000f87f"), code: 65, fault: "FS5", told: "'c'"),
        computing("an end at work", apply: "exit 4", code: 1, fault: "FS724", told: "ended with exit code 4"),
    ]
}
