import FoundationEssentials
import StageKit
import StandardStages
import Testing

@testable import FSelCommand

/// `fsel plugin new` and `fsel plugin check`.
struct PluginVerbTests {
    @Test func `new writes a package whose files hold no placeholder, and prints its folder`() async throws {
        let place = try Workplace()
        let folder = place.file("clip-outliers")
        let run = await CommandRun.fsel(
            "plugin", "new", "clip-outliers", "--out", folder, "--namespace", "urn:acme:stages", "--fsel", "/src/fsel")
        #expect(run.status == .success && run.output == "\(folder)\n")
        for path in [
            "README.md", "Package.swift", "Sources/ClipOutliersPlugin/ClipOutliersStage.swift",
            "Sources/clip-outliers-fsel/main.swift", "Tests/ClipOutliersPluginTests/ClipOutliersStageTests.swift",
            "pipeline.xml", "data.csv",
        ] {
            let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
            #expect(!text.contains("__"), "\(path)")
            #expect(run.error.contains("\(folder)/\(path)\n"))
        }
        let pipeline = try String(contentsOfFile: "\(folder)/pipeline.xml", encoding: .utf8)
        #expect(pipeline.contains("xmlns:my=\"urn:acme:stages\""))
        let manifest = try String(contentsOfFile: "\(folder)/Package.swift", encoding: .utf8)
        #expect(manifest.contains(".package(name: \"fsel\", path: \"/src/fsel\")"))
    }

    @Test func `a repository is named by its URL and version`() async throws {
        let place = try Workplace()
        let folder = place.file("clip")
        let run = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", folder, "--fsel", "https://example.org/ml/fsel-fork.git")
        #expect(run.status == .success)
        let manifest = try String(contentsOfFile: "\(folder)/Package.swift", encoding: .utf8)
        #expect(
            manifest.contains(
                ".package(url: \"https://example.org/ml/fsel-fork.git\", from: \"\(FSelProgram.version)\")"))
        #expect(manifest.contains(".product(name: \"FSel\", package: \"fsel-fork\")"))
    }

    @Test(arguments: ["Clip", "clip_outliers", "-clip", "clip-", "2clip", "", "clip--outliers", "é"])
    func `a name that is not kebab-case is refused`(name: String) async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(["plugin", "new", "--out", place.file("x"), "--fsel", "/src", "--", name])
        #expect(run.status == .usage && run.error.contains("error[FS710]"), "\(run.error)")
        #expect(!FileManager.default.fileExists(atPath: place.file("x")))
    }

    @Test(arguments: ["", "two words", "a\"b", "a&b", "urn:fsel:pipeline:1", "a\\b"])
    func `a namespace that XML or Swift would not take as it is is refused`(namespace: String) async throws {
        let place = try Workplace()
        let run = await CommandRun.fsel(
            "plugin", "new", "clip", "--out", place.file("x"), "--fsel", "/src", "--namespace", namespace)
        #expect(run.status == .usage && run.error.contains("error[FS711]"), "\(run.error)")
    }

    @Test(arguments: ["", "a\"b", "a\nb"]) func `a source that no manifest could name is refused`(source: String)
        async throws
    {
        let place = try Workplace()
        let run = await CommandRun.fsel("plugin", "new", "clip", "--out", place.file("x"), "--fsel", source)
        #expect(run.status == .usage && run.error.contains("error[FS712]"), "\(run.error)")
    }

    @Test func `nothing that is there is written over`() async throws {
        let place = try Workplace()
        let folder = place.file("clip")
        let file = try place.write("clip/notes.txt", "mine")
        let run = await CommandRun.fsel("plugin", "new", "clip", "--out", folder, "--fsel", "/src")
        #expect(run.status == .usage && run.error.contains("error[FS713]"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["notes.txt"])
        let onFile = await CommandRun.fsel("plugin", "new", "clip", "--out", file, "--fsel", "/src")
        #expect(onFile.status == .usage && onFile.error.contains("error[FS713]"))
    }

    @Test func `a folder that cannot be made is told of`() async throws {
        let run = await CommandRun.fsel("plugin", "new", "clip", "--out", "/proc/none/clip", "--fsel", "/src")
        #expect(run.status == .io && run.error.contains("error[FS714]: '/proc/none/clip' could not be written"))
    }

    @Test(arguments: ["winsorize", "encode", "normalize", "variance-filter", "correlation-filter"])
    func `check says that a stage keeps its promises`(stage: String) async throws {
        let run = await CommandRun.fsel("plugin", "check", stage)
        #expect(run.status == .success && run.output == "<\(stage)> keeps all 8 promises.\n", "\(run.error)")
    }

    @Test func `check names the promise that is broken`() async throws {
        let run = await CommandRun.fsel(
            ["plugin", "check", "peeking"], stages: StandardStages.all + [PeekingStage.self])
        #expect(run.status == .stageFailed && run.output.isEmpty)
        #expect(run.error.contains("error[FS716]: rowOrder: "), "\(run.error)")
    }

    @Test func `check takes options, and refuses what it cannot check`() async throws {
        let set = await CommandRun.fsel("plugin", "check", "normalize", "--set", "method=robust")
        #expect(set.status == .success)
        let wrong = await CommandRun.fsel("plugin", "check", "normalize", "--set", "method=robst")
        #expect(wrong.status == .pipeline && wrong.error.contains("error[FS502]"))
        let unknown = await CommandRun.fsel("plugin", "check", "normalise")
        #expect(unknown.status == .usage && unknown.error.contains("did you mean 'normalize'?"))
        let text = await CommandRun.fsel("plugin", "check", "normalize", "--set", "robust")
        #expect(text.status == .usage && text.error.contains("error[FS717]"))
        let loading = await CommandRun.fsel("plugin", "check", "load")
        #expect(loading.status == .usage && loading.error.contains("error[FS715]: <load> takes no table"))
    }
}

/// Clips at the first row's value, so that the order of rows matters.
private struct PeekingStage: LearningStage {
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "peeking", summary: "Clips every feature at its first value."),
        namespace: "urn:example:peeking", takes: [.table], gives: [.table])

    init(options: StageOptions) {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        Fit(
            operations: input.table.features.compactMap { feature in
                guard let first = feature.numbers?.first, first.isFinite else { return nil }
                return .clip(input: feature.name, output: feature.name, low: first, high: first + 1)
            })
    }
}
