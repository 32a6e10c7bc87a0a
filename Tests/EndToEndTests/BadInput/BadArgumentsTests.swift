import FSelCommand
import Testing

/// Command lines that are wrong.
struct BadArgumentsTests {
    /// The arguments after the verb `run p.xml`, or all of them, and the first line that is said.
    static let cases: [(arguments: String, error: String)] = [
        ("rnu p.xml", "Error: There is no verb 'rnu'; 'fsel --help' lists them; did you mean 'run'?"),
        ("frobnicate", "Error: There is no verb 'frobnicate'; 'fsel --help' lists them"),
        ("\u{1B}[31m", "Error: There is no verb '\\u{1b}[31m'; 'fsel --help' lists them"),
        ("--frob", "Error: Unknown option '--frob'"),
        ("run", "Error: Missing expected argument '<file>'"),
        ("show", "Error: Missing expected argument '<bundle>'"),
        ("run p.xml q.xml", "Error: Unexpected argument 'q.xml'"),
        ("run p.xml \u{202E}", "Error: Unexpected argument '\\u{202e}'"),
        ("run p.xml --jobs", "Error: Missing value for '--jobs <n>'"),
        ("run p.xml --jobs 0", "Error: --jobs is 0, expected a whole number from 1 to 1024."),
        ("run p.xml --jobs -1", "Error: --jobs is -1, expected a whole number from 1 to 1024."),
        ("run p.xml --jobs 1025", "Error: --jobs is 1025, expected a whole number from 1 to 1024."),
        ("run p.xml --jobs abc", "Error: The value 'abc' is invalid for '--jobs <n>'"),
        (
            "run p.xml --jobs 99999999999999999999",
            "Error: The value '99999999999999999999' is invalid for '--jobs <n>'"
        ),
        ("run p.xml --max-memory 1GB", "Error: The value '1GB' is invalid for '--max-memory <size>'"),
        ("run p.xml --lock-timeout nan", "Error: --lock-timeout is nan, expected seconds from 0 to 86400."),
        ("run p.xml --lock-timeout -1", "Error: --lock-timeout is -1, expected seconds from 0 to 86400."),
        (
            "validate p.xml --format yaml",
            "Error: The value 'yaml' is invalid for '--format <format>'. Please provide one of 'text', 'json' or 'github'."
        ),
        ("schema x", "Error: Unexpected argument 'x'"),
    ]

    @Test(arguments: cases) func `a wrong command line is named in its first line`(
        arguments: String, error: String
    ) async throws {
        let words = arguments.split(separator: " ").map(String.init)
        let run = await CommandRun.fsel(words)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(run.error.split(separator: "\n").first.map(String.init) == error)
        let document = await CommandRun.fsel(words + ["--json"])
        #expect(document.status == .usage || words.last == "--jobs")
        #expect(document.error.isEmpty)
        #expect(document.output.contains("\"code\" : \"FS701\""))
    }

    @Test func `an argument of a hundred thousand characters is not repeated whole`() async throws {
        let run = await CommandRun.fsel(String(repeating: "a", count: 100_000))
        #expect(run.status == .usage)
        #expect(run.error.utf8.count < 1_000)
    }

    @Test(arguments: [["run", "--help"], ["help", "run"], ["run", "p.xml", "-h"]])
    func `help is that of the verb`(arguments: [String]) async throws {
        let run = await CommandRun.fsel(arguments)
        #expect(run.status == .success)
        #expect(run.error.isEmpty)
        #expect(run.output.hasPrefix("OVERVIEW: Runs a pipeline and publishes its bundle; prints the bundle's path.\n"))
        #expect(run.output.contains("--lock-timeout <seconds>"))
    }

    @Test(arguments: [[], ["--help"], ["help"]])
    func `help without a verb lists the verbs`(arguments: [String]) async throws {
        let run = await CommandRun.fsel(arguments)
        #expect(run.status == .success)
        #expect(run.output.contains("SUBCOMMANDS:"))
    }

    @Test(arguments: [
        ("f", "FS130", "--set 'f' has no name and value; expected name=value or stage.option=value"),
        ("=4", "FS130", "--set '=4' has no name and value; expected name=value or stage.option=value"),
        ("g=4", "FS131", "--set g: there is no parameter 'g'"),
        ("select.x=1", "FS131", "--set select.x: there is no stage 'select'; did you mean 'l1-select'?"),
        ("normalize.zzz=1", "FS133", "--set normalize.zzz: <normalize> has no option 'zzz'"),
        (
            "normalize.method=zzz", "FS134",
            "--set normalize.method=zzz: expected one of 'zscore', 'minmax', 'maxabs', 'robust', 'none'"
        ),
        ("\u{1B}[31m=1", "FS130", "--set \\u{1b}[31m: the value holds a control character, which no pipeline can hold"),
    ])
    func `an override that fits nothing is a wrong command line`(
        override: String, code: String, text: String
    ) async throws {
        let place = try Workplace()
        try place.write("p.xml", BadCase.standard)
        try place.write("data.csv", BadCase.table)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet", "--set", override)
        #expect(run.status == .usage)
        #expect(place.errors(in: run.error) == ["error[\(code)]: \(text)"])
        #expect(place.names() == ["data.csv", "p.xml"])
    }

    @Test func `validate with the format json prints one document`() async throws {
        let place = try Workplace()
        try place.write("p.xml", BadCase.standard.replacing("<normalize/>", with: "<normalise/>"))
        let run = await CommandRun.fsel("validate", place.file("p.xml"), "--format", "json")
        #expect(run.status == .pipeline)
        #expect(run.error.isEmpty)
        #expect(run.output.hasPrefix("{\n"))
        #expect(run.output.contains("\"code\" : \"FS102\""))
    }
}
