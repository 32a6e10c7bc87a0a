import FSelCommand
import Testing

/// The verbs as a newcomer uses them, mistakes included.
struct VerbsTests {
    private func ready() async throws -> (place: Workplace, bundle: String) {
        let place = try Workplace()
        try place.copy("pipelines/diabetes.xml", as: "diabetes.xml")
        try place.copy("pipelines/data/diabetes.csv", as: "data/diabetes.csv")
        let run = await CommandRun.fsel("run", place.file("diabetes.xml"), "--quiet")
        #expect(run.status == .success)
        return (place, place.file("out/diabetes.fsel.tar.gz"))
    }

    @Test func `five different faults are told at once, each at its place`() async throws {
        let place = try Workplace()
        let file = try place.write(
            "faulty.xml",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <pipeline xmlns="urn:fsel:pipeline:1" name="faulty">
              <load id="data" path="data.csv" mising="error"><target column="y"/></load>
              <normalise id="norm"/>
              <l1-select id="select" tolerance="tight"><cv folds="1"/></l1-select>
              <l2-refit id="refit" input="nrom"/>
            </pipeline>
            """)
        let run = await CommandRun.fsel("validate", file)
        #expect(run.status == .pipeline)
        #expect(run.output.isEmpty)
        let heads = run.error.split(separator: "\n").filter { $0.contains("error[") }
            .map { String($0.dropFirst(file.count + 1).prefix { $0 != " " }) }
        #expect(heads == ["3:35:", "4:4:", "5:37:", "5:55:", "6:31:"], "\(run.error)")
        #expect(run.error.contains("did you mean 'missing'?"))
        #expect(run.error.contains("did you mean 'normalize'?"))
        #expect(run.error.hasSuffix("5 errors. Nothing was run.\n"))
        #expect(
            run.error.contains(
                "    3 |   <load id=\"data\" path=\"data.csv\" mising=\"error\"><target column=\"y\"/></load>\n"))
        #expect(run.error.contains("      |                                   ^~~~~~ did you mean 'missing'?\n"))
    }

    @Test func `validate says that a pipeline is valid and reads no data`() async throws {
        let place = try Workplace()
        let file = try place.copy("pipelines/diabetes.xml", as: "diabetes.xml")
        _ = file
        let run = await CommandRun.fsel("validate", place.file("diabetes.xml"))
        #expect(run.status == .success)
        #expect(run.output == "\(place.file("diabetes.xml")): valid\n")
        let withFiles = await CommandRun.fsel("validate", place.file("diabetes.xml"), "--with-environment")
        #expect(withFiles.status == .noInput)
        #expect(
            withFiles.error.contains("error[FS300]: There is no file 'data/diabetes.csv', which stage 'data' reads"))
    }

    @Test func `validate writes annotations for a workflow`() async throws {
        let place = try Workplace()
        let file = try place.write(
            "p.xml", "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"p\"><normalise/></pipeline>")
        let run = await CommandRun.fsel("validate", file, "--format", "github")
        #expect(run.status == .pipeline)
        #expect(run.output.hasPrefix("::error file=\(file),line=1,col=49,title=FS"), "\(run.output)")
    }

    @Test func `plan shows every option and where it comes from`() async throws {
        let (place, _) = try await ready()
        let run = await CommandRun.fsel(
            "plan", place.file("diabetes.xml"), "--set", "folds=5", "--set", "select.l1-ratio=0.5")
        #expect(run.status == .success)
        #expect(run.output.contains("  folds = 5   (--set)"))
        #expect(run.output.contains("= 0.5   (--set)"))
        #expect(run.output.contains("= zscore   (written)"))
        #expect(run.output.contains("(parameter data)"))
        #expect(await CommandRun.fsel("plan", place.file("diabetes.xml"), "--detailed-exitcode").status == .pending)
    }

    @Test func `an unknown --set is a wrong command line, with the nearest name`() async throws {
        let (place, _) = try await ready()
        let run = await CommandRun.fsel("run", place.file("diabetes.xml"), "--set", "fold=5")
        #expect(run.status == .usage)
        #expect(run.error.contains("there is no parameter 'fold'"), "\(run.error)")
        #expect(run.error.contains("did you mean 'folds'?"))
    }

    @Test(arguments: ["run", "validate", "plan"]) func `a failure is one JSON document where JSON is asked for`(
        verb: String
    ) async throws {
        let run = await CommandRun.fsel(verb, "/nowhere/pipeline.xml", "--json")
        #expect(run.status == .noInput)
        #expect(run.error.isEmpty)
        #expect(run.output.hasPrefix("{\n"))
        #expect(run.output.contains("\"ok\" : false"))
        #expect(run.output.contains("\"code\" : \"FS"))
    }

    @Test func `a wrong command line is one JSON document too`() async {
        let run = await CommandRun.fsel("run", "--jsn", "--json")
        #expect(run.status == .usage)
        #expect(run.error.isEmpty)
        #expect(run.output.contains("\"code\" : \"FS701\""))
    }

    @Test func `a wrong command line says so on standard error`() async {
        let run = await CommandRun.fsel("run", "p.xml", "--jobs", "0")
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(run.error.contains("--jobs is 0, expected a whole number from 1 to 1024"))
    }

    @Test func `run prints JSON with the bundle and its digest`() async throws {
        let (place, bundle) = try await ready()
        let run = await CommandRun.fsel("run", place.file("diabetes.xml"), "--json")
        #expect(run.status == .success)
        #expect(run.error.isEmpty)
        #expect(run.output.contains("\"bundle\" : \"\(bundle)\""))
        #expect(run.output.contains("\"contentDigest\" : \"sha256:"))
        withExtendedLifetime(place) {}
    }

    @Test func `show lists members and prints one as it is`() async throws {
        let (place, bundle) = try await ready()
        let summary = await CommandRun.fsel("show", bundle)
        #expect(summary.output.contains("status    accepted"))
        let selected = await CommandRun.fsel("show", bundle, "features/selected.txt")
        #expect(selected.output.split(separator: "\n").contains("bmi"))
        let unknown = await CommandRun.fsel("show", bundle, "features/selcted.txt")
        #expect(unknown.status == .usage)
        #expect(unknown.error.contains("error[FS707]: The bundle has no member 'features/selcted.txt'"))
        #expect(unknown.error.contains("did you mean 'features/selected.txt'?"))
        #expect(await CommandRun.fsel("show", bundle, "--json").output.contains("\"members\" : ["))
        #expect(await CommandRun.fsel("show", bundle, "manifest.json", "--json").output.contains("\"content\" : "))
        withExtendedLifetime(place) {}
    }

    @Test func `a column that is not read is among the dropped ones`() async throws {
        let (place, bundle) = try await ready()
        let less = String(decoding: try Workplace.read(place.file("diabetes.xml")), as: UTF8.self)
            .replacing(
                "<target column=\"target\"/>", with: "<target column=\"target\"/><column name=\"age\" role=\"ignore\"/>"
            )
        _ = await CommandRun.fsel("run", try place.write("diabetes.xml", less), "--quiet")
        let dropped = await CommandRun.fsel("show", bundle, "features/dropped.csv")
        #expect(dropped.output.contains("age,excluded-by-role,role ignore\n"), "\(dropped.output)")
        withExtendedLifetime(place) {}
    }

    @Test func `verify refuses another digest than the expected one`() async throws {
        let (place, bundle) = try await ready()
        let run = await CommandRun.fsel("verify", bundle, "--expect", "sha256:" + String(repeating: "0", count: 64))
        #expect(run.status == .verificationFailed)
        #expect(run.error.contains("error[FS617]"))
        #expect(await CommandRun.fsel("verify", bundle, "--json").output.contains("\"checks\" : ["))
        withExtendedLifetime(place) {}
    }

    @Test func `predict is strict on the signature and ignores other columns`() async throws {
        let (place, bundle) = try await ready()
        let short = try place.write("short.csv", "bmi,bp\n30,100\n")
        let refused = await CommandRun.fsel("predict", bundle, short)
        #expect(refused.status == .data)
        #expect(refused.output.isEmpty)
        #expect(
            refused.error.contains(
                "short.csv:1: error[FS630]: The model needs the column 's3', which the data do not have"))
        let misspelt = try place.write("misspelt.csv", "BMI,bp,s3,s5,s6\n30,100,38,4.8,87\n")
        let suggested = await CommandRun.fsel("predict", bundle, misspelt)
        #expect(suggested.status == .data)
        #expect(
            suggested.error.contains(
                "The model needs the column 'bmi', which the data do not have; is it called 'BMI' there?"))
        let all = await CommandRun.fsel("predict", bundle, place.file("data/diabetes.csv"))
        #expect(all.status == .success, "\(all.error)")
        #expect(all.output.split(separator: "\n").count == 443)
        #expect(
            await CommandRun.fsel("predict", bundle, place.file("data/diabetes.csv"), "--json").output.contains(
                "\"rows\" : ["))
    }

    @Test func `predict reads rows with the delimiter that is asked for, and no database`() async throws {
        let (place, bundle) = try await ready()
        let rows = String(decoding: try Workplace.read(place.file("data/diabetes.csv")), as: UTF8.self)
        let other = try place.write("other.csv", rows.replacing(",", with: ";"))
        let expected = await CommandRun.fsel("predict", bundle, place.file("data/diabetes.csv"))
        let found = await CommandRun.fsel("predict", bundle, other, "--delimiter", ";")
        #expect(found.status == .success && found.output == expected.output)
        let wrong = await CommandRun.fsel("predict", bundle, other, "--delimiter", "ab")
        #expect(
            wrong.status == .usage && wrong.error.contains("--delimiter is 'ab', expected 'tab' or one ASCII character")
        )
        let useless = await CommandRun.fsel("predict", bundle, place.file("x.npy"), "--delimiter", ";")
        #expect(useless.status == .usage && useless.error.contains("--delimiter is for CSV and TSV"))
        let database = await CommandRun.fsel("predict", bundle, place.file("rows.db"))
        #expect(database.status == .data)
        #expect(
            database.error.contains(
                "rows.db:1: error[FS735]: The rows are in a database, which takes a query, and predict has none; expected what "
                    + "the query gives as CSV"))
    }

    @Test func `predict warns of a rejected bundle`() async throws {
        let (place, _) = try await ready()
        let strict = String(decoding: try Workplace.read(place.file("diabetes.xml")), as: UTF8.self)
            .replacing("min=\"3\"", with: "min=\"11\"")
        _ = await CommandRun.fsel("run", try place.write("diabetes.xml", strict), "--quiet")
        let run = await CommandRun.fsel(
            "predict", place.file("out/diabetes.rejected.fsel.tar.gz"), place.file("data/diabetes.csv"))
        #expect(run.status == .success)
        #expect(run.error.contains("warning[FS708]"))
    }

    @Test func `stages lists what ships and tells all about one`() async {
        let list = await CommandRun.fsel("stages")
        for name in ["load", "impute", "encode", "normalize", "l1-select", "l2-refit", "evaluate"] {
            #expect(list.output.contains(name))
        }
        let one = await CommandRun.fsel("stages", "normalize")
        #expect(one.output.contains("one of 'zscore'"))
        #expect(one.output.contains("default zscore"))
        let unknown = await CommandRun.fsel("stages", "normalise")
        #expect(unknown.status == .usage)
        #expect(
            unknown.error
                == "error[FS705]: There is no stage 'normalise'; 'fsel stages' lists them; did you mean 'normalize'?\n")
        #expect(await CommandRun.fsel("stages", "--json").output.contains("\"stages\" : ["))
    }

    @Test func `schema prints an XSD with every stage`() async {
        let run = await CommandRun.fsel("schema")
        #expect(run.status == .success)
        #expect(run.output.contains("targetNamespace=\"urn:fsel:pipeline:1\""))
        #expect(run.output.contains("l1-select"))
    }

    @Test func `a gate on a metric that its stage does not have is refused with the nearest name`() async throws {
        let (place, _) = try await ready()
        let wrong = String(decoding: try Workplace.read(place.file("diabetes.xml")), as: UTF8.self)
            .replacing("metric=\"rmse\"", with: "metric=\"rmsd\"")
        let run = await CommandRun.fsel("run", try place.write("diabetes.xml", wrong))
        #expect(run.status == .pipeline)
        #expect(
            run.error.contains("error[FS316]: Stage 'eval' has no metric 'rmsd'; it has rmse, mae, r2"), "\(run.error)")
    }

    @Test func `help and version go to standard output`() async {
        let help = await CommandRun.fsel("--help")
        #expect(help.status == .success)
        #expect(help.output.contains("USAGE: fsel <subcommand>"))
        let version = await CommandRun.fsel("--version")
        #expect(version.status == .success)
        #expect(version.output == "0.1.0\n")
        #expect(await CommandRun.fsel().output.contains("USAGE: fsel <subcommand>"))
    }
}
