import Testing

/// The program as a process: exit codes, signals and streams.
struct ProgramTests {
    private func place() throws -> Workplace {
        let place = try Workplace()
        for name in ["diabetes", "hitters"] {
            try place.copy("pipelines/\(name).xml", as: "\(name).xml")
            try place.copy("pipelines/data/\(name).csv", as: "data/\(name).csv")
        }
        return place
    }

    @Test func `prints the bundle's path on standard output and all else on standard error`() throws {
        let place = try place()
        let run = try ProgramRun.shell("cd '\(place.path)' && $fsel run diabetes.xml 2>errors")
        #expect(run.code == 0)
        #expect(run.text == "out/diabetes.fsel.tar.gz\n")
        let errors = String(decoding: try Workplace.read(place.file("errors")), as: UTF8.self)
        #expect(errors.hasPrefix("[1/5] data "))
        #expect(errors.contains("\nreport    fsel show out/diabetes.fsel.tar.gz report/report.md\n"))
    }

    @Test(arguments: [("TERM", 143), ("INT", 130)])
    func `a signal ends a run with its code and leaves nothing half-written`(signal: String, code: Int32) throws {
        let place = try place()
        // Nested cross-validation takes seconds here; the signal comes well before its end.
        let run = try ProgramRun.shell(
            """
            cd '\(place.path)' && { $fsel run hitters.xml --set select.cv.folds=100 --set refit.cv.folds=100 \
            --set eval.folds=100 --jobs 1 & } 2>&1; sleep 0.7; kill -\(signal) $!; wait $!
            """)
        #expect(run.code == code, "\(run.text)")
        #expect(run.text.contains("error[FS704]: Interrupted. Nothing was published"))
        #expect(!place.has("out/hitters.fsel.tar.gz"))
        #expect(place.names(in: "out").isEmpty)
    }

    @Test func `a signal is heard while every processor is busy with folds`() throws {
        let place = try place()
        // A run that does not hear the signal is killed, which gives 137.
        let run = try ProgramRun.shell(
            """
            cd '\(place.path)' && { $fsel run diabetes.xml --set select.solver=ista --set select.tolerance=1e-12 & } 2>&1
            run=$!; sleep 1; kill -TERM $run; { sleep 20; kill -KILL $run; } >/dev/null 2>&1 & wait $run
            """)
        #expect(run.code == 143, "\(run.text)")
    }

    @Test func `a full standard output is an input-output failure`() throws {
        let place = try place()
        let run = try ProgramRun.shell("cd '\(place.path)' && $fsel stages 2>&1 >/dev/full")
        #expect(run.code == 74)
        #expect(run.text == "error[FS702]: Standard output could not be written: No space left on device.\n")
    }

    @Test func `standard input that cannot be read is an input-output failure`() throws {
        let place = try place()
        let run = try ProgramRun.shell(
            "cd '\(place.path)' && $fsel run diabetes.xml -q >/dev/null && $fsel predict out/diabetes.fsel.tar.gz 2>&1 </"
        )
        #expect(run.code == 74)
        #expect(run.text == "error[FS709]: Standard input could not be read: Is a directory\n")
    }

    @Test func `predict reads standard input`() throws {
        let place = try place()
        let run = try ProgramRun.shell(
            """
            cd '\(place.path)' && $fsel run diabetes.xml -q >/dev/null \
            && $fsel predict out/diabetes.fsel.tar.gz <data/diabetes.csv | wc -l
            """)
        #expect(run.text == "443\n")
    }
}
