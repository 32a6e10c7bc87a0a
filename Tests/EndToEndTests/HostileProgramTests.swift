import Testing

/// Programs of stages that crash, hang, flood and lie: the run says which and why, and nothing of them is left.
struct HostileProgramTests {
    /// A folder with a program, data, and a pipeline that uses the program's stage.
    private func place(_ program: HostileProgram) throws -> Workplace {
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

    @Test(arguments: HostileProgram.faulty + HostileProgram.miscomputing)
    func `is told of by name and cause, and leaves nothing behind`(
        program: HostileProgram
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
        let place = try place(HostileProgram(name: "honest", code: 0, told: ""))
        let run = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel run p.xml --plugin ./odd.sh 2>/dev/null && $fsel verify p.fsel.tar.gz"
        )
        #expect(run.code == 0 && run.text.hasPrefix("p.fsel.tar.gz\n"), "\(run.text)")
        let alone = try ProgramRun.shell("cd '\(place.path)' && $fsel run p.xml 2>&1")
        #expect(alone.code == 69 && alone.text.contains("Nothing provides namespace 'urn:example:odd'"))
    }

    @Test func `an allowed program runs without being named, until a byte of it changes`() throws {
        let place = try place(HostileProgram(name: "honest", code: 0, told: ""))
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
        let place = try place(HostileProgram(name: "honest", code: 0, told: ""))
        let twice = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel stages --plugin ./odd.sh --plugin ./odd.sh 2>&1")
        #expect(twice.code == 69 && twice.text.contains("error[FS718]"), "\(twice.text)")
        let log = #"say '{"message":"log","severity":"warning","text":"Only four rows."}'; "# + HostileProgram.honestFit
        try place.write("odd.sh", HostileProgram(name: "talkative", fit: log, code: 0, told: "").script)
        let run = try ProgramRun.shell("cd '\(place.path)' && $fsel run p.xml --plugin ./odd.sh 2>&1")
        #expect(run.code == 0 && run.text.contains("p.xml:3:4: warning[FS730]: Only four rows"), "\(run.text)")
        let noRoom = try ProgramRun.shell("cd '\(place.path)' && TMPDIR=/proc $fsel stages --plugin ./odd.sh 2>&1")
        #expect(noRoom.code == 74 && noRoom.text.contains("error[FS721]"), "\(noRoom.text)")
        let check = try ProgramRun.shell("cd '\(place.path)' && $fsel plugin check odd --plugin ./odd.sh 2>&1")
        #expect(check.code == 0 && check.text == "<odd> keeps all 8 promises.\n", "\(check.text)")
    }

    @Test func `a program that computes is honest, or its other answer to the same rows is found`() throws {
        // Nothing of an earlier request is left in the folder when the next one comes.
        let apply = #"ls "$TMPDIR" | grep -q npy && exit 9; "# + HostileProgram.computed()
        let place = try place(HostileProgram.computing("honest", apply: apply, code: 0, told: ""))
        let run = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel run p.xml --plugin ./odd.sh 2>/dev/null && "
                + "$fsel verify p.fsel.tar.gz --plugin ./odd.sh")
        #expect(run.code == 0 && run.text.hasPrefix("p.fsel.tar.gz\n"), "\(run.text)")
        let leaving = HostileProgram.leaving(#""inputs":["x1"],"outputs":["c"]"#)
        let (one, two) = (HostileProgram.computed(), HostileProgram.computed(of: "0000000000000040"))
        let moody = HostileProgram.computing(
            "moody", fit: leaving, apply: "n=$((1 - ${n:-0})); if [ $n = 1 ]; then \(one); else \(two); fi", code: 0,
            told: "")
        try place.write("odd.sh", moody.script)
        let check = try ProgramRun.shell("cd '\(place.path)' && $fsel plugin check odd --plugin ./odd.sh 2>&1")
        #expect(check.code == 1, "\(check.text)")
        #expect(check.text.contains("by itself comes out of the operations otherwise"), "\(check.text)")
    }

    @Test func `a program that a cancelled request ended is started again for the next one`() throws {
        // The sixth request of a program is the fit that the check cancels, and takes longer than a farewell.
        let slow = #"[ "$id" = 6 ] && sleep 0.8; "# + HostileProgram.honestFit
        let place = try place(HostileProgram(name: "slow", fit: slow, code: 0, told: ""))
        let check = try ProgramRun.shell(
            "cd '\(place.path)' && chmod +x odd.sh && $fsel plugin check odd --plugin ./odd.sh 2>&1")
        #expect(check.code == 0 && check.text == "<odd> keeps all 8 promises.\n", "\(check.text)")
    }

    @Test func `a check names the first fault of a program, soon`() throws {
        let wrong = #"[ "$id" -gt 3 ] && id=99; "# + HostileProgram.honestFit
        for (fit, fault) in [(wrong, "FS727"), (#"[ "$id" -gt 3 ] || "# + HostileProgram.honestFit, "FS725")] {
            let place = try place(HostileProgram(name: "wrong", fit: fit, code: 0, told: ""))
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
        let place = try place(HostileProgram(name: "slow", fit: "sleep 1000", code: 0, told: ""))
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
        let place = try place(HostileProgram(name: "slow", fit: "sleep 1000", code: 0, told: ""))
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
