import FoundationEssentials
import NormalizePlugin
import PipelineXML
import StageKit
import StageKitTesting
import Testing

struct SampleTests {
    /// As much of `load` as the sample has.
    private let load = StageDescriptor(
        ElementDescriptor(
            name: "load", summary: "Reads a table.",
            options: [
                Option<String>.path("path", help: "The file.").descriptor,
                Option<String>.string("missing", default: "error", help: "What becomes of missing values.").descriptor,
            ],
            children: [
                ChildDescriptor(
                    ElementDescriptor(
                        name: "target", summary: "The target.",
                        options: [Option<String>.column("column", help: "Its name.").descriptor]))
            ]), namespace: StageDescriptor.builtInNamespace, takes: [], gives: [.table])

    @Test func `the sample is a pipeline without faults that shows every default`() throws {
        let sample = try #require(NormalizeStage.sample)
        let document = try PipelineDocument(path: "sample.xml", bytes: Array(sample.utf8))
        let check = PipelineCheck(document, stages: [load, NormalizeStage.descriptor])
        #expect(check.diagnostics == [])
        let options = try #require(check.plan?.stage(NormalizeStage.descriptor.name)).options
        for option in NormalizeStage.descriptor.element.options {
            guard let standard = option.standard else { continue }
            #expect(options.isWritten(option.name) && options.values[option.name]?.value == standard)
        }
        _ = NormalizeStage(options: options)
    }

    @Test func `the README agrees with the descriptor`() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let readme = try String(contentsOfFile: "/\(folder)/Plugins/NormalizePlugin/README.md", encoding: .utf8)
        #expect(StageDocumentation(NormalizeStage.self, readme: readme).violations() == [])
    }
}
