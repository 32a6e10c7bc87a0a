import FoundationEssentials
import PipelineXML
import StageKit
import StageKitTesting
import StandardStages
import Testing

/// What holds for every stage that ships.
struct StandardStagesTests {
    /// A stage as an argument of a test, shown by its name.
    struct Shipped: Sendable, CustomTestStringConvertible {
        let stage: any Stage.Type
        var name: String { stage.descriptor.name }
        var testDescription: String { name }
        /// The stage's folder: `L1SelectPlugin` for `L1SelectStage`.
        var folder: String { "\("\(stage)".dropLast("Stage".count))Plugin" }

        static let all = StandardStages.all.map(Shipped.init)
    }

    @Test func `the stages that ship are the ones of the README, in order`() throws {
        let listed = try project("README.md").matches(of: /\n\| \[`([a-z0-9-]+)`\]\(Plugins\/(\w+)\/README\.md\) \|/)
        #expect(Shipped.all.map(\.name) == listed.map { String($0.1) })
        #expect(Shipped.all.map(\.folder) == listed.map { String($0.2) })
    }

    @Test(arguments: Shipped.all) func `the sample is a pipeline without faults that writes every default out`(
        shipped: Shipped
    ) throws {
        let stage = shipped.stage
        let text: String? = stage.sample
        let sample = try #require(text)
        let document = try PipelineDocument(path: "sample.xml", bytes: Array(sample.utf8))
        let check = PipelineCheck(document, stages: StandardStages.all.map { $0.descriptor })
        #expect(check.diagnostics.filter { $0.severity == .error } == [])
        let options = try #require(check.plan?.stages.first { $0.descriptor.name == shipped.name }).options
        for option in shipped.stage.descriptor.element.options {
            guard let standard = option.standard else { continue }
            #expect(options.isWritten(option.name), "\(option.name)")
            #expect(options.values[option.name]?.value == standard, "\(option.name)")
        }
        _ = try shipped.stage.init(options: options)
    }

    @Test(arguments: Shipped.all) func `the README agrees with the descriptor`(shipped: Shipped) throws {
        let readme = try project("Plugins/\(shipped.folder)/README.md")
        #expect(StageDocumentation(shipped.stage, readme: readme).violations().map(\.message) == [])
    }

    /// The text of a file of the project.
    private func project(_ path: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try String(contentsOfFile: "/\(root)/\(path)", encoding: .utf8)
    }
}
