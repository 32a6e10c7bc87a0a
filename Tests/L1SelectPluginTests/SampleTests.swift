import FoundationEssentials
import L1SelectPlugin
import PipelineXML
import StageKit
import StageKitTesting
import Testing

struct SampleTests {
    /// As much of the other stages as the sample has.
    private let others = [
        Self.stage("load", gives: [.table], options: [.path("path", help: "The file.")], child: "target"),
        Self.stage(
            "normalize", takes: [.table], gives: [.table],
            options: [.string("method", default: "zscore", help: "How.")],
            normalizes: true),
    ]

    private static func stage(
        _ name: String, takes: [ArtefactKind] = [], gives: [ArtefactKind], options: [Option<String>] = [],
        child: String? = nil, normalizes: Bool = false
    ) -> StageDescriptor {
        let column = Option<String>.column("column", help: "Its name.").descriptor
        let children = child.map {
            [
                ChildDescriptor(
                    ElementDescriptor(
                        name: $0,
                        summary: "A "
                            + "child.", options: [column]))
            ]
        }
        return StageDescriptor(
            ElementDescriptor(
                name: name, summary: "A stage.", options: options.map(\.descriptor), children: children ?? []),
            namespace: StageDescriptor.builtInNamespace, takes: takes, gives: gives, normalizesColumns: normalizes)
    }

    @Test func `the sample is a pipeline without faults that shows every default`() throws {
        let sample = try #require(L1SelectStage.sample)
        let document = try PipelineDocument(path: "sample.xml", bytes: Array(sample.utf8))
        let check = PipelineCheck(document, stages: others + [L1SelectStage.descriptor])
        #expect(check.diagnostics == [])
        let options = try #require(check.plan?.stage(L1SelectStage.descriptor.name)).options
        for option in L1SelectStage.descriptor.element.options {
            #expect(options.isWritten(option.name))
            if let standard = option.standard { #expect(options.values[option.name]?.value == standard) }
        }
        _ = try L1SelectStage(options: options)
    }

    @Test func `the README agrees with the descriptor`() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let readme = try String(contentsOfFile: "/\(folder)/Plugins/L1SelectPlugin/README.md", encoding: .utf8)
        #expect(StageDocumentation(L1SelectStage.self, readme: readme).violations() == [])
    }
}
