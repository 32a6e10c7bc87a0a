import StageKit
import StandardStages
import Testing

@testable import FSelCommand

/// `fsel plugin check`.
struct PluginCheckTests {
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

    @Test func `check with --json is one document with the promises that are kept and those that are not`() async throws
    {
        let kept = await CommandRun.fsel("plugin", "check", "winsorize", "--json")
        #expect(kept.status == .success && kept.error.isEmpty && kept.output.contains("\"ok\" : true"))
        #expect(kept.output.contains("\"broken\" : [\n\n  ]"), "\(kept.output)")
        #expect(kept.output.contains("\"namespace\" : \"urn:fsel:pipeline:1\""))
        let broken = await CommandRun.fsel(
            ["plugin", "check", "peeking", "--json"], stages: StandardStages.all + [PeekingStage.self])
        #expect(broken.status == .stageFailed && broken.error.isEmpty && broken.output.contains("\"ok\" : false"))
        #expect(broken.output.contains("\"broken\" : [\n    \"rowOrder\"\n  ]"), "\(broken.output)")
        #expect(broken.output.contains("\"code\" : \"FS716\""))
    }

    @Test func `a verb of plugin that there is not is named`() async {
        let run = await CommandRun.fsel("plugin", "chek", "winsorize")
        #expect(run.status == .usage)
        #expect(
            run.error
                == "Error: There is no verb 'plugin chek'; 'fsel plugin --help' lists them; did you mean 'plugin check'?\n",
            "\(run.error)")
        let document = await CommandRun.fsel("plugin", "nope", "--json")
        #expect(document.status == .usage && document.output.contains("There is no verb 'plugin nope'"))
    }

    @Test func `check takes options, and refuses what it cannot check`() async throws {
        let set = await CommandRun.fsel("plugin", "check", "normalize", "--set", "method=robust")
        #expect(set.status == .success)
        let wrong = await CommandRun.fsel("plugin", "check", "normalize", "--set", "method=robst")
        #expect(wrong.status == .pipeline && wrong.error.contains("error[FS502]"))
        let unknown = await CommandRun.fsel("plugin", "check", "normalise")
        #expect(unknown.status == .usage && unknown.error.contains("did you mean 'normalize'?"))
        let strange = await CommandRun.fsel("plugin", "check", "my-own")
        #expect(
            strange.error
                == "error[FS705]: There is no stage 'my-own'; 'fsel stages' lists them; a program that holds it is named with --plugin\n"
        )
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
