import Testing

/// Programs of stages that crash, hang, flood and lie: the run says which and why, and nothing of them is left.
struct HostileProgramTests {
    /// What a program does once it is asked to fit, as lines of a shell, and what `fsel` makes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Lines that answer `hello`; the honest ones by default.
        var hello = #"say '{"message":"reply","id":1,"result":{"protocol":1}}'"#
        /// Lines that answer `describe`.
        var describe = honestDescription
        /// Lines that answer `fit`.
        var fit = honestFit
        /// Lines that answer `apply`, given the number of rows, `$rows`, and the file to write, `$file`.
        var apply = ""
        let code: Int32
        /// The diagnostic's code, or how it begins.
        var fault = ""
        /// What stands in the message.
        let told: String

        var testDescription: String { name }

        static let honestDescription = #"""
            say '{"message":"reply","id":2,"result":{"stages":[{"name":"odd","namespace":"urn:example:odd","summary":"Odd.",
            "version":1,"takes":["table"],"gives":["table"],"options":[]}]}}'
            """#.split(separator: "\n").joined()
        static let honestFit = answer(#"{"operations":[],"dropped":[],"facts":[],"selected":null}"#)

        static func answer(_ result: String) -> String {
            #"say '{"message":"reply","id":'"$id"',"result":\#(result)}'"#
        }

        static func operations(_ operations: String) -> String {
            answer(#"{"operations":[\#(operations)],"dropped":[],"facts":[],"selected":null}"#)
        }

        /// The program: it answers each request by a line of its own.
        var script: String {
            """
            #!/bin/sh
            say() { printf '%s\\n' "$1"; }
            while read -r line; do
              id=$(printf %s "$line" | sed 's/.*"id": \\([0-9]*\\).*/\\1/')
              case "$line" in
                *'"message": "hello"'*) \(hello) ;;
                *'"message": "describe"'*) \(describe) ;;
                *'"message": "fit"'*) \(fit) ;;
                *'"message": "apply"'*)
                  rows=$(printf %s "$line" | sed 's/.*"rows": \\([0-9]*\\).*/\\1/')
                  file="$TMPDIR/$(printf %s "$line" | sed 's/.*"result": "\\([^"]*\\)".*/\\1/')"
                  \(apply) ;;
              esac
            done
            """
        }
    }

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
              i=0; while [ $i -lt $rows ]; do printf '\(bytes)'; i=$((i + 1)); done; } > "$file"; \(Case.answer("{}"))
            """
    }

    /// What a fit leaves to the program.
    static func leaving(
        _ columns: String = #""inputs":["x"],"outputs":["c"]"#, state: String = "AQ==",
        by stage: String = #""stage":"odd","namespace":"urn:example:odd","version":1"#
    ) -> String { Case.operations(#"{"op":"computed",\#(columns),\#(stage),"state":"\#(state)"}"#) }

    /// A program whose fit leaves a column to itself.
    static func computing(
        _ name: String, fit: String = leaving(), apply: String, code: Int32, fault: String = "FS727", told: String
    ) -> Case {
        Case(
            name: name,
            describe: Case.honestDescription.replacingFirst(#""options":[]"#, #""options":[],"scoring":"program""#),
            fit: fit, apply: apply, code: code, fault: fault, told: told)
    }

    static let computingCases: [Case] = [
        Case(
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
        computing("no file", apply: Case.answer("{}"), code: 1, told: "No such file"),
        computing(
            "an answer with more than it should", apply: Case.answer(#"{"x":1}"#), code: 1, told: "is more than {}"),
        computing(
            "too few rows", apply: computed("$((rows - 1)), 1"), code: 1, told: "'shape':(3,1),}, expected"),
        computing("too many columns", apply: computed("$rows, 2"), code: 1, told: "'shape':(4,2),}, expected"),
        computing(
            "fewer numbers than it says", apply: "rows=3; " + computed("4, 1"), code: 1,
            told: "24 bytes of numbers, expected 32"),
        computing(
            "a link to a file of ours", apply: #"ln -s /etc/passwd "$file"; "# + Case.answer("{}"), code: 1,
            told: "symbolic links"),
        computing(
            "a pipe instead of a file", apply: #"mkfifo "$file"; "# + Case.answer("{}"), code: 1,
            told: "it is no regular file"),
        computing(
            "an infinite number", apply: computed(of: "000000000000f07f"), code: 1, fault: "FS519",
            told: "Stage <odd> of 'urn:example:odd' gave an infinite number in column 'c'"),
        computing(
            "a missing number", apply: computed(of: "000000000000f87f"), code: 65, fault: "FS5", told: "'c'"),
        computing("an end at work", apply: "exit 4", code: 1, fault: "FS724", told: "ended with exit code 4"),
    ]

    static let cases: [Case] = [
        Case(name: "a trap", fit: "kill -ILL $$", code: 1, fault: "FS724", told: "was ended by signal 4"),
        Case(
            name: "a segmentation fault", fit: "kill -SEGV $$", code: 1, fault: "FS724", told: "was ended by signal 11"),
        Case(
            name: "an abort", fit: "echo 'assertion x > 0' >&2; kill -ABRT $$", code: 1, fault: "FS724",
            told: "assertion x > 0"),
        Case(name: "an exit", fit: "exit 3", code: 1, fault: "FS724", told: "ended with exit code 3"),
        Case(name: "an exit with code 0", fit: "exit 0", code: 1, fault: "FS724", told: "ended with exit code 0"),
        Case(
            name: "an exit in the middle of a message", fit: #"printf '{"message":"reply","id":2,"res'; exit 0"#,
            code: 1, fault: "FS724",
            told: "ended with exit code 0"),
        Case(
            name: "an endless loop", fit: "while :; do :; done", code: 1, fault: "FS725", told: "gave no sign of life"),
        Case(
            name: "an endless loop with signs of life", fit: #"while :; do say '{"message":"alive"}'; sleep 0.1; done"#,
            code: 1, fault: "FS725", told: "did not answer 'fit'"),
        Case(
            name: "an endless line", fit: "tr '\\0' x </dev/zero", code: 1, fault: "FS726", told: "a line of more than"),
        Case(
            name: "endless messages", fit: #"yes '{"message":"alive"}'"#, code: 1, fault: "FS726",
            told: "messages in one request"),
        Case(
            name: "endless complaints", fit: "yes complaint >&2", code: 1, fault: "FS725", told: "gave no sign of life"),
        Case(name: "lines that are no JSON", fit: "say hello", code: 1, fault: "FS727", told: "is not valid JSON"),
        Case(
            name: "bytes that are no text", fit: #"printf '\377\376\n'"#, code: 1, fault: "FS727", told: "is not UTF-8"),
        Case(
            name: "a message that nobody knows", fit: #"say '{"message":"dance"}'"#, code: 1, fault: "FS727",
            told: "'dance' is unknown"
        ),
        Case(
            name: "an answer to another request", fit: #"say '{"message":"reply","id":7,"result":{}}'"#, code: 1,
            fault: "FS727",
            told: "it is 7, and request 2 waits"),
        Case(
            name: "a number that is none",
            fit: Case.operations(#"{"op":"clip","input":"x","output":"x","low":NaN,"high":1}"#),
            code: 1, fault: "FS727", told: "is not valid JSON"),
        Case(
            name: "an infinite number",
            fit: Case.operations(#"{"op":"clip","input":"x","output":"x","low":-1e999,"high":1}"#),
            code: 1, fault: "FS727", told: "is not valid JSON"),
        Case(
            name: "an answer of another shape", fit: Case.answer(#"{"operations":{}}"#), code: 1, fault: "FS727",
            told: "wrong form at result.operations"),
        Case(
            name: "an operation that nobody knows", fit: Case.operations(#"{"op":"magic","input":"x","output":"x"}"#),
            code: 1, fault: "FS727", told: "unknown operation 'magic'"),
        Case(
            name: "a column that is not there", fit: Case.operations(#"{"op":"drop","input":"nowhere"}"#), code: 1,
            fault: "FS727",
            told: "'nowhere', which is no column"),
        Case(
            name: "an operation on the target", fit: Case.operations(#"{"op":"drop","input":"y"}"#), code: 1,
            fault: "FS727",
            told: "'y', which is no feature"),
        Case(
            name: "no feature left",
            fit: Case.operations(#"{"op":"drop","input":"x"},{"op":"drop","input":"z"}"#), code: 1, fault: "FS727",
            told: "leave no feature"),
        Case(
            name: "a selection that was not announced",
            fit: Case.answer(#"{"operations":[],"dropped":[],"facts":[],"selected":["x"]}"#), code: 1, fault: "FS727",
            told: "gives a table"),
        Case(
            name: "a closed standard output", fit: "exec 1>&-; sleep 1000", code: 1, fault: "FS724",
            told: "closed its standard output"),
        Case(
            name: "a grandchild that holds the pipe", fit: "setsid sleep 1000 & exit 5", code: 1, fault: "FS725",
            told: "gave no sign of life"),
        Case(
            name: "grandchildren in sessions of their own",
            fit: "for i in 1 2 3; do setsid sleep 1000 & done; kill -SEGV $$",
            code: 1, fault: "FS72", told: ""),
        Case(
            name: "a refusal to die", fit: "trap '' TERM INT HUP QUIT; sleep 1000", code: 1, fault: "FS725",
            told: "gave no sign of life"),
        Case(
            name: "memory without end", fit: "head -c 100000000000 /dev/zero | tail >/dev/null; exit 9", code: 1,
            fault: "FS724",
            told: "ended with exit code 9"),
        Case(
            name: "data that it refuses",
            fit: #"say '{"message":"failure","id":2,"kind":"data","text":"Too few rows."}'"#,
            code: 65, fault: "FS728", told: "says: Too few rows"),
        Case(
            name: "a future version", hello: #"say '{"message":"reply","id":1,"result":{"protocol":2}}'"#, code: 69,
            fault: "FS723",
            told: "speaks version 2 of the stage protocol, and this fsel speaks version 1"),
        Case(name: "no greeting", hello: "exit 1", code: 69, fault: "FS724", told: "ended with exit code 1"),
        Case(
            name: "a name that no element can have",
            describe: Case.honestDescription.replacingFirst(#""name":"odd""#, #""name":"Odd One""#), code: 69,
            fault: "FS729", told: "'Odd One' is no name for an element or attribute of XML"),
        Case(
            name: "no stage", describe: #"say '{"message":"reply","id":2,"result":{"stages":[]}}'"#, code: 69,
            fault: "FS729",
            told: "describes no stage that fsel can use"),
        Case(
            name: "a stage of ours",
            describe: Case.honestDescription.replacingFirst("urn:example:odd", "urn:fsel:pipeline:1"), code: 69,
            fault: "FS729",
            told: "a namespace of its author's is expected"),
    ]

    /// A folder with a program, data, and a pipeline that uses the program's stage.
    private func place(_ program: Case) throws -> Workplace {
        let place = try Workplace()
        try place.write("odd.sh", program.script)
        try place.write("data.csv", "x,z,y\n1,2,1\n2,1,2\n3,5,3\n4,4,5\n")
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" xmlns:o="urn:example:odd" name="p">
              <load path="data.csv"><target column="y"/></load>
              <o:odd id="strange"/>
              <normalize/>
              <l1-select><lambda value="0.1"/></l1-select>
              <bundle path="p.fsel.tar.gz"/>
            </pipeline>
            """)
        return place
    }

    @Test(arguments: cases + computingCases) func `is told of by name and cause, and leaves nothing behind`(
        program: Case
    ) throws {
        let place = try place(program)
        // What is left is found by the marker that every process of the program has in its environment: its private folder.
        let run = try ProgramRun.shell(
            """
            cd '\(place.path)' && mkdir tmp && chmod +x odd.sh
            TMPDIR='\(place.path)/tmp' $fsel run p.xml --plugin ./odd.sh --plugin-silence 4 --plugin-timeout 8 \
              --plugin-memory 0.25 2>&1
            code=$?; ls tmp; grep -al 'TMPDIR=\(place.path)/tmp/fsel-stage' /proc/[0-9]*/environ 2>/dev/null; exit $code
            """)
        #expect(run.code == program.code, "\(run.text)")
        #expect(run.text.contains("error[\(program.fault)") && run.text.contains(program.told), "\(run.text)")
        #expect(run.text.contains("odd.sh'"), "\(run.text)")
        #expect(!run.text.contains("/environ") && !run.text.contains("fsel-stage-"), "\(run.text)")
        if program.code == 1, program.fault != "FS519" {
            #expect(run.text.contains("Stage 'strange': The program './odd.sh' "), "\(run.text)")
        }
        #expect(!place.has("p.fsel.tar.gz"))
    }

    @Test func `the honest one among them runs, and a pipeline alone cannot start it`() throws {
        let place = try place(Case(name: "honest", code: 0, told: ""))
        let run = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel run p.xml --plugin ./odd.sh 2>/dev/null && $fsel verify p.fsel.tar.gz"
        )
        #expect(run.code == 0 && run.text.hasPrefix("p.fsel.tar.gz\n"), "\(run.text)")
        let alone = try ProgramRun.shell("cd '\(place.path)' && $fsel run p.xml 2>&1")
        #expect(alone.code == 69 && alone.text.contains("Nothing provides namespace 'urn:example:odd'"))
    }

    @Test func `an allowed program runs without being named, until a byte of it changes`() throws {
        let place = try place(Case(name: "honest", code: 0, told: ""))
        let start = "cd '\(place.path)' && export XDG_CONFIG_HOME='\(place.path)/config'; chmod +x odd.sh;"
        let empty = try ProgramRun.shell("\(start) $fsel plugin list 2>&1")
        #expect(empty.code == 0 && empty.text == "\(place.path)/config/fsel/plugins.json allows no program.\n")
        let allowed = try ProgramRun.shell(
            "\(start) $fsel plugin allow ./odd.sh && sha256sum odd.sh && stat -c %a config/fsel/plugins.json")
        let lines = allowed.text.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].hasPrefix(lines[0]) && lines[2] == "600", "\(allowed.text)")
        let run = try ProgramRun.shell(
            "\(start) $fsel run p.xml 2>/dev/null; $fsel plugin list; $fsel plugin allow ./odd.sh >/dev/null")
        #expect(
            run.text.hasPrefix("p.fsel.tar.gz\n\(place.path)/odd.sh\n  allowed, SHA-256 \(lines[0])\n"), "\(run.text)")
        #expect(run.text.hasSuffix("  urn:example:odd\n"))
        let changed = try ProgramRun.shell("\(start) echo >> odd.sh; $fsel run p.xml 2>&1; echo $?; $fsel plugin list")
        #expect(
            changed.text.contains("error[FS732]: The program '\(place.path)/odd.sh' has SHA-256 "), "\(changed.text)")
        #expect(changed.text.contains("\n69\n") && changed.text.contains("refused: it has SHA-256"), "\(changed.text)")
        let gone = try ProgramRun.shell("\(start) mv odd.sh even.sh; $fsel run p.xml 2>&1")
        #expect(gone.code == 69 && gone.text.contains("is gone"), "\(gone.text)")
        let open = try ProgramRun.shell("\(start) chmod g+w config/fsel/plugins.json; $fsel run p.xml 2>&1")
        #expect(
            open.code == 69 && open.text.contains("error[FS731]") && open.text.contains("others than you"),
            "\(open.text)")
        let broken = try ProgramRun.shell(
            "\(start) chmod g-w config/fsel/plugins.json; echo '{' > config/fsel/plugins.json; $fsel run p.xml 2>&1")
        #expect(
            broken.code == 69 && broken.text.contains("FS731") && broken.text.contains("not valid JSON at 2:1"),
            "\(broken.text)")
        let homeless = try ProgramRun.shell("\(start) env -u XDG_CONFIG_HOME -u HOME $fsel plugin list 2>&1")
        #expect(homeless.code == 64 && homeless.text.contains("FS719"))
        let readOnly = try ProgramRun.shell(
            "cd '\(place.path)' && mv even.sh odd.sh; XDG_CONFIG_HOME=/proc $fsel plugin allow ./odd.sh 2>&1")
        #expect(readOnly.code == 74 && readOnly.text.contains("FS733"), "\(readOnly.text)")
    }

    @Test func `a program that brings a stage twice, or talks to a person, tells so`() throws {
        let place = try place(Case(name: "honest", code: 0, told: ""))
        let twice = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel stages --plugin ./odd.sh --plugin ./odd.sh 2>&1")
        #expect(twice.code == 69 && twice.text.contains("error[FS718]"), "\(twice.text)")
        let log = #"say '{"message":"log","severity":"warning","text":"Only four rows."}'; "# + Case.honestFit
        try place.write("odd.sh", Case(name: "talkative", fit: log, code: 0, told: "").script)
        let run = try ProgramRun.shell("cd '\(place.path)' && $fsel run p.xml --plugin ./odd.sh 2>&1")
        #expect(run.code == 0 && run.text.contains("p.xml:3:4: warning[FS730]: Only four rows"), "\(run.text)")
        let noRoom = try ProgramRun.shell("cd '\(place.path)' && TMPDIR=/proc $fsel stages --plugin ./odd.sh 2>&1")
        #expect(noRoom.code == 74 && noRoom.text.contains("error[FS721]"), "\(noRoom.text)")
        let check = try ProgramRun.shell("cd '\(place.path)' && $fsel plugin check odd --plugin ./odd.sh 2>&1")
        #expect(check.code == 0 && check.text == "<odd> keeps all 8 promises.\n", "\(check.text)")
    }

    @Test func `a program that computes is honest, or its other answer to the same rows is found`() throws {
        // Nothing of an earlier request is left in the folder when the next one comes.
        let apply = #"ls "$TMPDIR" | grep -q npy && exit 9; "# + Self.computed()
        let place = try place(Self.computing("honest", apply: apply, code: 0, told: ""))
        let run = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel run p.xml --plugin ./odd.sh 2>/dev/null && "
                + "$fsel verify p.fsel.tar.gz --plugin ./odd.sh")
        #expect(run.code == 0 && run.text.hasPrefix("p.fsel.tar.gz\n"), "\(run.text)")
        let leaving = Self.leaving(#""inputs":["x1"],"outputs":["c"]"#)
        let (one, two) = (Self.computed(), Self.computed(of: "0000000000000040"))
        let moody = Self.computing(
            "moody", fit: leaving, apply: "n=$((1 - ${n:-0})); if [ $n = 1 ]; then \(one); else \(two); fi", code: 0,
            told: "")
        try place.write("odd.sh", moody.script)
        let check = try ProgramRun.shell("cd '\(place.path)' && $fsel plugin check odd --plugin ./odd.sh 2>&1")
        #expect(check.code == 1, "\(check.text)")
        #expect(check.text.contains("by itself comes out of the operations otherwise"), "\(check.text)")
    }

    @Test func `a program that a cancelled request ended is started again for the next one`() throws {
        // The sixth request of a program is the fit that the check cancels, and takes longer than a farewell.
        let slow = #"[ "$id" = 6 ] && sleep 0.8; "# + Case.honestFit
        let place = try place(Case(name: "slow", fit: slow, code: 0, told: ""))
        let check = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel plugin check odd --plugin ./odd.sh 2>&1")
        #expect(check.code == 0 && check.text == "<odd> keeps all 8 promises.\n", "\(check.text)")
    }

    @Test func `a check names the first fault of a program, soon`() throws {
        let wrong = #"[ "$id" -gt 3 ] && id=99; "# + Case.honestFit
        for (fit, fault) in [(wrong, "FS727"), (#"[ "$id" -gt 3 ] || "# + Case.honestFit, "FS725")] {
            let place = try place(Case(name: "wrong", fit: fit, code: 0, told: ""))
            let check = try ProgramRun.shell(
                """
                cd '\(place.path)' && chmod +x odd.sh; start=$(date +%s)
                $fsel plugin check odd --plugin ./odd.sh 2>&1; code=$?; echo "took $(($(date +%s) - start))"; exit $code
                """)
            #expect(check.code == 1 && check.text.contains("error[\(fault)]"), "\(check.text)")
            #expect(
                check.text.contains(fault == "FS727" ? "it is 99, and request 4 waits" : "no sign of life within 10 s"))
            let seconds = check.text.split(separator: " ").last.flatMap { Int($0.dropLast()) } ?? 99
            #expect(seconds < 15, "\(check.text)")
        }
    }

    @Test func `a killed fsel takes its program along`() throws {
        let place = try place(Case(name: "slow", fit: "sleep 1000", code: 0, told: ""))
        let run = try ProgramRun.shell(
            """
            cd '\(place.path)' && mkdir tmp && chmod +x odd.sh; export TMPDIR='\(place.path)/tmp'
            { $fsel run p.xml --plugin ./odd.sh & } 2>&1; run=$!; sleep 1.5
            left() { grep -al 'TMPDIR=\(place.path)/tmp/fsel-stage' /proc/[0-9]*/environ 2>/dev/null | wc -l; }
            echo "before $(left)"; kill -KILL $run; wait $run 2>/dev/null; sleep 1; echo "after $(left)"
            """)
        #expect(run.text.contains("after 0") && !run.text.contains("before 0"), "\(run.text)")
    }

    @Test func `a file that is missing or may not be executed is refused`() throws {
        let place = try Workplace()
        try place.write("odd.sh", "#!/bin/sh\n")
        let missing = try ProgramRun.shell("cd '\(place.path)' && $fsel stages --plugin none.sh 2>&1")
        #expect(missing.code == 66 && missing.text.contains("error[FS720]: The program 'none.sh' is not there"))
        let plain = try ProgramRun.shell("cd '\(place.path)' && $fsel stages --plugin ./odd.sh 2>&1")
        #expect(plain.code == 69 && plain.text.contains("error[FS720]: The program './odd.sh' is not executable"))
        let folder = try ProgramRun.shell("cd '\(place.path)' && $fsel stages --plugin . 2>&1")
        #expect(folder.code == 69 && folder.text.contains("FS720"))
        let noProgram = try ProgramRun.shell(
            "cd '\(place.path)' && printf '\\177ELF nonsense' > bad && chmod +x bad && $fsel stages --plugin ./bad 2>&1"
        )
        #expect(
            noProgram.code == 69 && noProgram.text.contains("error[FS722]: The program './bad' could not be started"))
    }

    @Test func `an interrupted run ends the program within a second`() throws {
        let place = try place(Case(name: "slow", fit: "sleep 1000", code: 0, told: ""))
        let run = try ProgramRun.shell(
            """
            cd '\(place.path)' && mkdir tmp && chmod +x odd.sh; export TMPDIR='\(place.path)/tmp'
            { $fsel run p.xml --plugin ./odd.sh & } 2>&1; run=$!; sleep 1.5; kill -INT $run
            { sleep 10; kill -KILL $run; } >/dev/null 2>&1 & wait $run; code=$?
            ls tmp; grep -al 'TMPDIR=\(place.path)/tmp/fsel-stage' /proc/[0-9]*/environ 2>/dev/null; exit $code
            """)
        #expect(run.code == 130, "\(run.text)")
        #expect(!run.text.contains("/environ") && !run.text.contains("fsel-stage-"), "\(run.text)")
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        String(self[..<range.lowerBound]) + new + self[range.upperBound...]
    }
}
