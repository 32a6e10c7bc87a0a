import Testing

@testable import FSelCommand

/// Plugins/README.md, the guide to stages of one's own; Tests/Newcomer builds what it shows and runs its commands.
struct PluginGuideTests {
    @Test func `the Swift that the guide shows is what its first command writes`() async throws {
        let guide = String(decoding: try Workplace.read(Workplace.project + "/Plugins/README.md"), as: UTF8.self)
        #expect(guide.contains("\nfsel plugin new clip-outliers --namespace urn:example:stages\n"))
        let place = try Workplace()
        let folder = place.file("clip-outliers")
        let run = await CommandRun.fsel(
            "plugin", "new", "clip-outliers", "--namespace", "urn:example:stages", "--out", folder, "--fsel",
            Workplace.project)
        #expect(run.status == .success)
        var shown: [String] = []
        for block in guide.matches(of: /\n```\w+ writes=(\S+)\n(?s:(.*?)\n)```\n/) {
            let path = String(block.1)
            shown.append(path)
            let written = String(decoding: try Workplace.read("\(folder)/\(path)"), as: UTF8.self)
            #expect(written == "\(block.2)\n", "\(path)")
        }
        let stage = "Sources/ClipOutliersStages/ClipOutliersStage.swift"
        let tests = "Tests/ClipOutliersStagesTests/ClipOutliersStageTests.swift"
        let mains = ["fsel", "program"].map { "Sources/clip-outliers-\($0)/main.swift" }
        #expect(shown == [stage, tests, mains[0], "pipeline.xml", mains[1]])
    }
}
