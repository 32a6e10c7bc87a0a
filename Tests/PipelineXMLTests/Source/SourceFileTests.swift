import StageKit
import Testing

@testable import PipelineXML

struct SourceFileTests {
    @Test func `a line is given without its end`() {
        let file = SourceFile(path: "d/p.xml", bytes: Array("one\ntwö\r\n\rfour".utf8))
        #expect((0...6).map { file.line($0) } == [nil, "one", "twö", "", "four", nil, nil])
        #expect(file.folder == "d")
    }

    @Test func `places agree with a count by hand at every offset of a long file`() {
        let text = (0..<60).map { String(repeating: "aé€😀", count: $0) }.joined(separator: "\n")
        let file = SourceFile(path: "p.xml", bytes: Array(text.utf8))
        var line = 1
        var column = 1
        var offset = 0
        for scalar in text.unicodeScalars {
            let location = file.location(at: offset, length: 1)
            #expect(location.line == line && location.column == column)
            offset += String(scalar).utf8.count
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        #expect(file.location(at: offset + 9, length: 1).column == column)
    }

    @Test func `a length ends with its line`() {
        let file = SourceFile(path: "p.xml", bytes: Array("<a b='é\nxyz'/>".utf8))
        #expect(file.location(at: 6, length: 6).length == 1)
        #expect(file.location(at: 9, length: 3).length == 3)
    }

    @Test(arguments: [
        ("p.xml", ""), ("d/p.xml", "d"), ("/p.xml", "/"), ("a/b/p.xml", "a/b"),
    ])
    func `a file's folder is what stands before its last slash`(path: String, folder: String) {
        #expect(PathText.folder(of: path) == folder)
    }

    @Test(arguments: [
        ("", "x", "x"), ("d", "x", "d/x"), ("d", "/x", "/x"), ("/", "x", "/x"), ("d", "../x", "d/../x"),
    ])
    func `a path is joined to a folder`(folder: String, path: String, joined: String) {
        #expect(PathText.join(folder, path) == joined)
    }
}
