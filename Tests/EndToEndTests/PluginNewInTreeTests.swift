import StageKit
import Testing

@testable import FSelCommand

/// `fsel plugin new --in-tree`: one more stage among those that ship.
struct PluginNewInTreeTests {
    private static let changed = ["Package.swift", "Plugins/StandardStages/StandardStages.swift", "README.md"]

    /// A folder with the files of the project that a new stage changes.
    private func checkout() throws -> Workplace {
        let place = try Workplace()
        for path in Self.changed { try place.copy(path, as: path) }
        return place
    }

    @Test func `the stage's files are written and nothing but its lines is added elsewhere`() async throws {
        let place = try checkout()
        let run = await CommandRun.fsel("plugin", "new", "pull-in", "--in-tree", "--directory", place.file("Plugins"))
        #expect(run.status == .success && run.output == "\(place.path)/Plugins/PullInPlugin\n", "\(run.error)")
        #expect(place.names(in: "Plugins/PullInPlugin") == ["PullInStage.swift", "README.md", "sample.xml"])
        #expect(place.names(in: "Tests/PullInPluginTests") == ["PullInStageTests.swift"])
        for path in ["Plugins/PullInPlugin/README.md", "Plugins/PullInPlugin/PullInStage.swift"] {
            #expect(!text(place.file(path)).contains("__"), "\(path)")
        }
        let added = Self.changed.map { path in
            let old = lines(Workplace.project + "/" + path)
            let new = lines(place.file(path))
            #expect(new.filter(Set(old).contains) == old)
            return new.filter { !old.contains($0) }
        }
        #expect(
            added == [
                ["    plugin(\"PullIn\"),"], ["import PullInPlugin", "        PullInStage.self,"],
                [
                    "| [`pull-in`](Plugins/PullInPlugin/README.md) | table → table | "
                        + "clips features at some standard deviations from their mean |"
                ],
            ])
        let list = lines(place.file(Self.changed[1]))
        let imports = list.filter { $0.contains("import ") }.compactMap { $0.split(separator: " ").last }
        #expect(imports == imports.sorted())
        // The places are still marked.
        let second = await CommandRun.fsel("plugin", "new", "a-third", "--in-tree", "--directory", place.path)
        #expect(second.status == .success, "\(second.error)")
        #expect(lines(place.file("Package.swift")).contains("    plugin(\"AThird\"),"))
    }

    @Test func `it is in the built-in namespace, or in the author's`() async throws {
        let place = try checkout()
        _ = await CommandRun.fsel("plugin", "new", "one", "--in-tree", "--directory", place.path)
        _ = await CommandRun.fsel(
            "plugin", "new", "two", "--in-tree", "--directory", place.path, "--namespace", "urn:acme:stages")
        #expect(text(place.file("Plugins/OnePlugin/sample.xml")).contains("<one deviations=\"3\"/>"))
        #expect(
            text(place.file("Plugins/OnePlugin/OneStage.swift")).contains("namespace: StageDescriptor.builtInNamespace")
        )
        #expect(text(place.file("Plugins/TwoPlugin/sample.xml")).contains("xmlns:my=\"urn:acme:stages\""))
        #expect(text(place.file("Plugins/TwoPlugin/sample.xml")).contains("<my:two deviations=\"3\"/>"))
        #expect(text(place.file("Plugins/TwoPlugin/TwoStage.swift")).contains("namespace: \"urn:acme:stages\""))
    }

    @Test func `a folder that is in no checkout is refused`() async throws {
        let place = try Workplace()
        try place.write("Package.swift", "let package = Package(\n    name: \"other\",\n)\n")
        let run = await CommandRun.fsel("plugin", "new", "clip", "--in-tree", "--directory", place.path)
        #expect(run.status == .usage)
        #expect(
            run.error.hasPrefix("error[FS750]: '\(place.path)' is in no checkout of fsel; expected"), "\(run.error)")
        #expect(place.names() == ["Package.swift"])
    }

    @Test(arguments: [
        ("Package.swift", "adds its stage above this line", "has the line"),
        ("Plugins/StandardStages/StandardStages.swift", "adds its stage above this line", "has the line"),
        ("Plugins/StandardStages/StandardStages.swift", "import ", "imports nothing"),
        ("README.md", "](Plugins/", "has no table of stages"),
    ])
    func `a file without a place for the line is refused, and nothing is written`(
        path: String, mark: String, text: String
    ) async throws {
        let place = try checkout()
        try place.write(path, self.text(place.file(path)).replacing(mark, with: "…"))
        let before = Self.changed.map { self.text(place.file($0)) }
        let run = await CommandRun.fsel("plugin", "new", "clip", "--in-tree", "--directory", place.path)
        #expect(run.status == .usage)
        #expect(run.error.hasPrefix("error[FS751]: '\(path)' of the checkout \(text)"), "\(run.error)")
        #expect(Self.changed.map { self.text(place.file($0)) } == before && !place.has("Plugins/ClipPlugin"))
    }

    @Test func `a stage that the checkout has already is refused`() async throws {
        let place = try checkout()
        try place.write("Plugins/ClipPlugin/notes.txt", "mine")
        let taken = await CommandRun.fsel("plugin", "new", "clip", "--in-tree", "--directory", place.path)
        #expect(taken.status == .usage && taken.error.contains("error[FS713]"), "\(taken.error)")
        let listed = await CommandRun.fsel("plugin", "new", "winsorize", "--in-tree", "--directory", place.path)
        #expect(listed.status == .usage && listed.error.contains("error[FS751]"), "\(listed.error)")
        #expect(!place.has("Plugins/WinsorizePlugin"))
    }

    @Test(arguments: [
        ["--in-tree", "--out", "x"], ["--in-tree", "--fsel", "https://a/b"], ["--in-tree", "--fsel-version", "1.0.0"],
        ["--directory", "."],
    ])
    func `options of a package and of a checkout do not go together`(arguments: [String]) async {
        let run = await CommandRun.fsel(["plugin", "new", "clip"] + arguments)
        #expect(run.status == .usage && run.error.contains("--in-tree"), "\(run.error)")
    }

    private func text(_ path: String) -> String {
        (try? Workplace.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func lines(_ path: String) -> [String] {
        text(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
