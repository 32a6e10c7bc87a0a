import Testing

/// Files that cannot be started as programs of stages: each is one sentence that says what is wrong with the file.
struct ProgramStartTests {
    /// A file, and what is said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the shell does to make `odd`.
        let made: String
        let code: String
        let told: String
    }

    static let cases = [
        Case(testDescription: "a folder", made: "mkdir odd", code: "FS720", told: "is a folder; expected the file of"),
        Case(
            testDescription: "no permission", made: "echo '#!/bin/sh' >odd", code: "FS720",
            told: "is not executable; expected a file with permission for it, as 'chmod +x' gives it"),
        Case(
            testDescription: "lines of Windows", made: "printf '#!/usr/bin/env python3\\r\\n' >odd && chmod +x odd",
            code: "FS722", told: "its first line ends with a carriage return, as lines do on Windows"),
        Case(
            testDescription: "an interpreter that is not there",
            made: "echo '#!/opt/none/python3' >odd && chmod +x odd",
            code: "FS722", told: "its first line names the interpreter '/opt/none/python3', which is not there"),
        Case(
            testDescription: "an interpreter that PATH does not have",
            made: "echo '#!/usr/bin/env python9' >odd && chmod +x odd",
            code: "FS722", told: "its first line asks for 'python9', which is in no folder of PATH"),
        Case(
            testDescription: "a first line without an interpreter", made: "echo '#!' >odd && chmod +x odd",
            code: "FS722",
            told: "its first line names no interpreter"),
        Case(
            testDescription: "a script without a first line", made: "echo 'import fsel_stage' >odd && chmod +x odd",
            code: "FS722", told: "it is no program of this machine, nor a script, which begins such as"),
        Case(
            testDescription: "an empty file", made: ": >odd && chmod +x odd", code: "FS722",
            told: "it is no program of this machine"),
    ]

    @Test(arguments: cases) func `what cannot be started is told in one sentence`(bad: Case) throws {
        let place = try Workplace()
        let run = try ProgramRun.shell("cd '\(place.path)' && \(bad.made) && $fsel stages --plugin ./odd 2>&1")
        #expect(run.code == 69, "\(run.text)")
        #expect(run.text.split(separator: "\n").count == 1, "\(run.text)")
        #expect(
            run.text.hasPrefix("error[\(bad.code)]: The program './odd' ") && run.text.contains(bad.told), "\(run.text)"
        )
    }
}
