import Glibc
import StageKit
import Testing

@testable import PipelineXML

struct PipelineDocumentTests {
    private func pipeline(_ content: String) -> String {
        "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"p\">\n\(content)</pipeline>\n"
    }

    private func fragment(_ content: String) -> String {
        "<fragment xmlns=\"urn:fsel:pipeline:1\">\n\(content)</fragment>\n"
    }

    private func faults(_ folder: TemporaryFolder) throws -> [String] {
        try PipelineDocument(path: folder.path + "/p.xml").faults.map { account($0.diagnostic) }
    }

    @Test func `included elements stand in the place of their include and keep their own places`() throws {
        let folder = try TemporaryFolder([
            "p.xml": pipeline("<a/><include href=\"parts/one.xml\"/><b/>"),
            "parts/one.xml": fragment("<c/>\n<include href='more/two.xml'/><d/>"),
            "parts/more/two.xml": fragment("  <e/>"),
        ])
        let document = try PipelineDocument(path: folder.path + "/p.xml")
        #expect(document.faults.isEmpty)
        #expect(document.root.children.map(\.name) == ["a", "c", "e", "d", "b"])
        let nested = document.root.children[2].nameSpan.location
        #expect(nested.file == folder.path + "/parts/more/two.xml")
        #expect((nested.line, nested.column) == (2, 4))
        #expect(document.included.map(\.folder) == [folder.path + "/parts", folder.path + "/parts/more"])
        #expect(document.sourceLine(file: nested.file, line: 2) == "  <e/></fragment>")
        #expect(document.sourceLine(file: "elsewhere.xml", line: 1) == nil)
        let orders = document.root.children.map(\.nameSpan.order)
        #expect(zip(orders, orders.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test(arguments: [
        ("gone.xml", "FS020 2:16+8 The included file 'gone.xml' does not exist"),
        ("sub", "FS021 2:16+3 The included file 'sub' cannot be read: it is no regular file"),
        ("", "FS022 2:16+1 Cannot include ''; expected a relative path beneath the pipeline's folder"),
        (
            "/etc/hostname",
            "FS022 2:16+13 Cannot include '/etc/hostname'; expected a relative path beneath the pipeline's folder"
        ),
        (
            "file:x.xml",
            "FS022 2:16+10 Cannot include 'file:x.xml'; expected a relative path beneath the pipeline's folder"
        ),
        (
            "../outside.xml",
            "FS022 2:16+14 '../outside.xml' leads out of the pipeline's folder; expected a file beneath it"
        ),
        (
            "link.xml",
            "FS022 2:16+8 'link.xml' leads out of the pipeline's folder; expected a file beneath it"
        ),
        ("p.xml", "FS023 2:16+5 'p.xml' includes itself"),
        ("loop.xml", "FS023 2:16+5 'p.xml' includes itself"),
        (
            "other.xml",
            "FS025 1:2+8 The root of an included file is <pipeline>, expected <fragment> in namespace 'urn:fsel:pipeline:1'"
        ),
        (
            "plain.xml",
            "FS025 1:2+8 The root of an included file is <fragment>, expected <fragment> in namespace 'urn:fsel:pipeline:1'"
        ),
        (
            "broken.xml",
            "FS008 1:10+1 The XML is not well formed: The file ends inside <fragment>, which begins in line 1"
        ),
    ])
    func `an include that cannot be read is told with its place`(href: String, expected: String) throws {
        let outer = try TemporaryFolder([
            "outside.xml": fragment(""), "in/p.xml": pipeline("<include href=\"\(href)\"/>"), "in/sub/x.xml": "",
            "in/loop.xml": fragment("<include href='p.xml'/>"), "in/other.xml": pipeline(""),
            "in/plain.xml": "<fragment/>", "in/broken.xml": "<fragment>\n",
        ])
        try outer.link("in/link.xml", to: "../outside.xml")
        let document = try PipelineDocument(path: outer.path + "/in/p.xml")
        #expect(document.faults.map { account($0.diagnostic) } == [expected])
        #expect(document.faults.allSatisfy { $0.kind == .pipeline })
    }

    @Test(arguments: [
        (FileProblem.missing, "it does not exist"), (.forbidden, "permission was refused"),
        (.tooLarge, "it is larger than 4 MiB, the limit"), (.io("Is cold"), "Is cold"),
    ])
    func `why an included file cannot be read is the end of a sentence`(problem: FileProblem, reason: String) {
        #expect(IncludeResolver.reason(problem) == reason)
    }

    @Test func `32 includes are read and 33 are not`() throws {
        func text(_ count: Int) -> String { String(repeating: "<include href='x.xml'/>", count: count) }
        let folder = try TemporaryFolder(["p.xml": pipeline(text(32)), "x.xml": fragment("<a/>")])
        #expect(try PipelineDocument(path: folder.path + "/p.xml").root.children.count == 32)
        try folder.write("p.xml", pipeline(text(33)))
        #expect(try faults(folder) == ["FS024 2:752+5 There are more than 32 includes, the limit"])
    }

    @Test func `includes that double stop at the limit`() throws {
        let twice = fragment("<include href='y.xml'/><include href='y.xml'/>")
        let folder = try TemporaryFolder([
            "p.xml": pipeline(String(repeating: "<include href='x.xml'/>", count: 30)), "x.xml": twice,
            "y.xml": fragment("<a/>"),
        ])
        let document = try PipelineDocument(path: folder.path + "/p.xml")
        #expect(document.included.count == 32)
        #expect(document.faults.count > 1)
        #expect(Set(document.faults.map(\.diagnostic.code)) == ["FS024"])
    }

    @Test(arguments: [
        ("gone.xml", "FS001 There is no file 'F/gone.xml'; expected a pipeline file", StageFailure.Kind.noInput),
        ("sub", "FS002 'F/sub' is no regular file; expected a pipeline file", .noInput),
        ("pipe", "FS002 'F/pipe' is no regular file; expected a pipeline file", .noInput),
        ("big.xml", "FS004 'F/big.xml' is larger than 4 MiB, the limit for a pipeline file", .pipeline),
        ("long", "FS003 'F/long' could not be read: Too many levels of symbolic links", .io),
    ])
    func `a pipeline file that cannot be read is told so`(name: String, text: String, kind: StageFailure.Kind) throws {
        let folder = try TemporaryFolder(["sub/x": "", "big.xml": String(repeating: " ", count: 4_194_305)])
        try folder.link("long", to: "long")
        try folder.pipe("pipe")
        let failure = #expect(throws: StageFailure.self) {
            _ = try PipelineDocument(path: folder.path + "/" + name)
        }
        #expect(account(failure).replacing(folder.path, with: "F") == text)
        #expect(failure?.kind == kind)
    }

    @Test func `a pipeline file that may not be read is a matter of permission`() {
        let failure = PipelineDocument.failure(FileBytes.problem(EACCES), path: "p.xml")
        #expect(account(failure) == "FS003 'p.xml' may not be read: permission was refused")
        #expect(failure.kind == .permission)
    }
}
