import Glibc
import PipelineXML
import StageKit
import StandardStages
import Testing

@testable import PipelineEngine

struct InputFileTests {
    private let place = SourceLocation(file: "p.xml", line: 3, column: 15)

    private func file(_ path: String) -> InputFile {
        InputFile(written: "data.csv", path: path, stage: "data", location: place)
    }

    /// A folder of its own with the file `data.csv` in it.
    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/fsel-input-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { for name in ["data.csv", "link.csv", ""] { remove("\(folder)/\(name)") } }
        try append("a,y\n1,2\n", to: "\(folder)/data.csv")
        try body(folder)
    }

    private func append(_ text: String, to path: String) throws {
        let stream = try #require(fopen(path, "a"))
        fputs(text, stream)
        fclose(stream)
    }

    @Test func `a missing file is told with the stage that reads it`() {
        let failure = #expect(throws: StageFailure.self) { try file("/nowhere/data.csv").check() }
        #expect(failure?.kind == .noInput)
        #expect(
            failure?.description == "p.xml:3:15: error[FS300]: There is no file 'data.csv', which stage 'data' reads.")
    }

    @Test(arguments: ["/", "/dev/zero"]) func `what is no regular file is refused`(path: String) {
        let failure = #expect(throws: StageFailure.self) { try file(path).check() }
        #expect(failure?.kind == .noInput)
        #expect(
            failure?.description
                == "p.xml:3:15: error[FS301]: 'data.csv', which stage 'data' reads, is no regular file.")
    }

    @Test func `a file that may not be read says so`() {
        let failure = file("data.csv").forbidden
        #expect(failure.kind == .permission)
        #expect(
            failure.description
                == "p.xml:3:15: error[FS302]: 'data.csv', which stage 'data' reads, may not be read: permission was refused."
        )
    }

    @Test func `a file that cannot be read says why`() {
        let failure = file("data.csv").unreadable(EIO)
        #expect(failure.kind == .io)
        #expect(failure.description == "p.xml:3:15: error[FS303]: 'data.csv' could not be read: Input/output error.")
        #expect(throws: failure) { throw failure }
    }

    @Test func `a file that grows while it is read is refused`() throws {
        try withFolder { folder in
            let file = file("\(folder)/data.csv")
            let identity = try file.identity()
            try file.requireUnchanged(since: identity)
            try append("3,4\n", to: "\(folder)/data.csv")
            let failure = #expect(throws: StageFailure.self) { try file.requireUnchanged(since: identity) }
            #expect(failure?.kind == .data)
            #expect(
                failure?.description
                    == "p.xml:3:15: error[FS304]: 'data.csv' changed while stage 'data' read it; run again when it is complete."
            )
        }
    }

    @Test func `a file that comes or goes while others of its pattern are read is refused`() throws {
        let (one, two) = (file("/a/1.csv"), file("/a/2.csv"))
        try InputFile.requireSame([one, two], as: [one, two])
        for (files, earlier) in [([one], [one, two]), ([one, two], [one])] {
            let failure = #expect(throws: StageFailure.self) { try InputFile.requireSame(files, as: earlier) }
            #expect(failure?.kind == .data)
            #expect(
                failure?.description
                    == "p.xml:3:15: error[FS304]: 'data.csv' came or went while stage 'data' read the files that match; run "
                    + "again when they are complete.")
        }
    }

    @Test func `the digest is that of the bytes`() throws {
        try withFolder { folder in
            // printf 'a,y\n1,2\n' | sha256sum
            let digest = try file("\(folder)/data.csv").sha256()
            #expect(digest == "6eca8591af4d545e49ff4fcdfb9cac5b5656b6187eace6af1d9a9af2dafa9023")
        }
    }

    @Test func `a bundle that would overwrite an input by another name is refused`() throws {
        try withFolder { folder in
            try #require(symlink("\(folder)/data.csv", "\(folder)/link.csv") == 0)
            let xml = """
                <pipeline xmlns="urn:fsel:pipeline:1" name="p"><load path="data.csv"><target column="y"/></load>
                <normalize/><l1-select/></pipeline>
                """
            var settings = Preparation.Settings()
            settings.output = "\(folder)/link.csv"
            let preparation = Preparation(
                try PipelineDocument(path: "\(folder)/p.xml", bytes: Array(xml.utf8)),
                registry: StageRegistry(StandardStages.all), settings: settings)
            #expect(preparation.pipeline == nil)
            #expect(preparation.failureKind == .pipeline)
            #expect(preparation.diagnostics.map(\.code) == ["FS305"])
            #expect(
                preparation.diagnostics[0].message == "The bundle would overwrite 'data.csv', which stage 'load' reads."
            )
            #expect(preparation.diagnostics[0].location?.line == 1)
        }
    }
}
