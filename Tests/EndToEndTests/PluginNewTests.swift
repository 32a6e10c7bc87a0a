import StageKit
import Testing

@testable import FSelCommand

/// `fsel plugin new`: a package of its own.
struct PluginNewTests {
    @Test func `new writes a package whose files hold no placeholder, and prints its folder`() async throws {
        let place = try Workplace()
        let folder = place.file("clip-outliers")
        let run = await CommandRun.fsel(
            "plugin", "new", "clip-outliers", "--out", folder, "--namespace", "urn:acme:stages", "--fsel",
            Workplace.project)
        #expect(run.status == .success && run.output == "\(folder)\n", "\(run.error)")
        for path in [
            "README.md", "Package.swift", "Sources/ClipOutliersStages/ClipOutliersStage.swift",
            "Sources/clip-outliers-fsel/main.swift", "Sources/clip-outliers-program/main.swift",
            "Tests/ClipOutliersStagesTests/ClipOutliersStageTests.swift",
            "pipeline.xml", "data.csv",
        ] {
            #expect(!(try text("\(folder)/\(path)")).contains("__"), "\(path)")
            #expect(run.error.contains("\(folder)/\(path)\n"))
        }
        #expect(try text("\(folder)/pipeline.xml").contains("xmlns:my=\"urn:acme:stages\""))
        #expect(
            try text("\(folder)/Package.swift").contains(".package(name: \"fsel\", path: \"\(Workplace.project)\")"))
    }

    @Test func `a stage may have the name of one that ships, since its modules are called otherwise`() async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(
            "plugin", "new", "winsorize", "--out", place.file("w"), "--fsel", Workplace.project)
        #expect(run.status == .success)
        #expect(place.names(in: "w/Sources") == ["WinsorizeStages", "winsorize-fsel", "winsorize-program"])
    }

    @Test(arguments: [
        ("https://example.org/ml/fsel-fork.git", "fsel-fork"), ("git@example.org:fsel.git", "fsel"),
        ("file:///srv/git/fsel/", "fsel"),
    ])
    func `a repository is named by its URL and a version`(url: String, identity: String) async throws {
        let place = try Workplace()
        for (folder, version) in [("a", nil), ("b", "1.20.3")] {
            let run = await CommandRun.fsel(
                ["plugin", "new", "clip", "--out", place.file(folder), "--fsel", url]
                    + (version.map { ["--fsel-version", $0] } ?? []))
            #expect(run.status == .success, "\(run.error)")
            let manifest = try text(place.file("\(folder)/Package.swift"))
            let least = version ?? FSelProgram.version
            #expect(manifest.contains(".package(url: \"\(url)\", from: \"\(least)\")"))
            #expect(manifest.contains(".product(name: \"FSel\", package: \"\(identity)\")"))
        }
    }

    @Test(arguments: [
        "Clip", "clip_outliers", "-clip", "clip-", "2clip", "", "clip--outliers", "é", "clip outliers", "../clip",
        "learning", "standard", String(repeating: "a", count: 65),
    ])
    func `a name that cannot be a stage's is refused`(name: String) async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(
            ["plugin", "new", "--out", place.file("x"), "--fsel", Workplace.project, "--", name])
        #expect(run.status == .usage && run.error.hasPrefix("error[FS710]: A stage cannot be named"), "\(run.error)")
        #expect(!place.has("x"))
    }

    @Test(arguments: [
        "", "stages", ":stages", "urn:", "1:a", "two words:x", "urn:a\"b", "urn:a&b", "urn:fsel:pipeline:1",
    ])
    func `a namespace that is no URI of one's own is refused`(namespace: String) async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", place.file("x"), "--fsel", Workplace.project, "--namespace", namespace)
        #expect(run.status == .usage && run.error.hasPrefix("error[FS711]: The namespace"), "\(run.error)")
        #expect(!place.has("x"))
    }

    @Test(arguments: [
        (["--fsel", ""], "expected the folder of a checkout"),
        (["--fsel", "/usr"], "expected the folder of a checkout"),
        (["--fsel", "https://a\"b/c"], "expected no quotes"), (["--fsel", "https://a/b\nc"], "expected no quotes"),
        (["--fsel", "https://a/b", "--fsel-version", "1.2"], "expected a version such as"),
        (["--fsel", "https://a/b", "--fsel-version", "1.2.x"], "expected a version such as"),
        (["--fsel", "https://a/b", "--fsel-version", "01.2.3"], "expected a version such as"),
        (["--fsel-version", "1.2.3"], "expected --fsel with that of a repository"),
    ])
    func `a source of fsel that no manifest could name is refused`(arguments: [String], text: String) async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(["plugin", "new", "clip", "--out", place.file("x")] + arguments)
        #expect(run.status == .usage && run.error.hasPrefix("error[FS712]") && run.error.contains(text), "\(run.error)")
        #expect(!place.has("x"))
    }

    @Test func `nothing that is there is written over`() async throws {
        let place = try Workplace()
        let file = try place.write("clip/notes.txt", "mine")
        for taken in [place.file("clip"), file] {
            let run = await CommandRun.fsel("plugin", "new", "clip", "--out", taken, "--fsel", Workplace.project)
            #expect(run.status == .usage)
            #expect(run.error == "error[FS713]: '\(taken)' is there already; expected a folder that is new or empty\n")
        }
        #expect(place.names(in: "clip") == ["notes.txt"])
    }

    @Test func `a folder that is called like the package of fsel is refused`() async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", place.file("Fsel"), "--fsel", "https://example.org/fsel.git")
        #expect(run.status == .usage && run.error.contains("error[FS713]: The package manager cannot tell"))
        #expect(!place.has("Fsel"))
    }

    @Test func `a folder that cannot be made is told of`() async throws {
        let run = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", "/proc/none/clip", "--fsel", Workplace.project)
        #expect(run.status == .io)
        #expect(run.error == "error[FS714]: '/proc/none/clip' could not be written: No such file or directory\n")
    }

    @Test func `with --json one document tells what was written`() async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", place.file("clip"), "--fsel", Workplace.project, "--json")
        #expect(run.status == .success && run.error.isEmpty)
        #expect(run.output.hasPrefix("{\n") && run.output.contains("\"folder\" : \"\(place.file("clip"))\""))
        #expect(run.output.contains("\"\(place.file("clip"))/pipeline.xml\"") && run.output.contains("\"ok\" : true"))
        let again = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", place.file("clip"), "--fsel", Workplace.project, "--json")
        #expect(again.status == .usage && again.output.contains("\"code\" : \"FS713\"") && again.error.isEmpty)
    }

    private func text(_ path: String) throws -> String { String(decoding: try Workplace.read(path), as: UTF8.self) }
}
