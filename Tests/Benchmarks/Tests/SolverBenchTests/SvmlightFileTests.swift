import Foundation
import Testing

@testable import SolverBench

struct SvmlightFileTests {
    private func file(_ text: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).svm")
        try Data(text.utf8).write(to: url)
        return url.path
    }

    @Test func `rows become columns`() throws {
        let read = try SvmlightFile(path: file("1.5 1:2 3:-1 # a comment\n\n-1 3:4\r\n0\n"))
        #expect(read.y == [1.5, -1, 0])
        #expect(read.columns == CompressedColumns(starts: [0, 1, 1, 3], rows: [0, 0, 1], values: [2, -1, 4]))
    }

    @Test(arguments: [
        ("x 1:2\n", "line 1 has the target 'x'"),
        ("1 1:2\n1 0:2\n", "line 2 has '0:2' where index:value should be"),
        ("1 2:2 2:3\n", "line 1 has '2:3' where index:value should be"),
        ("1 qid:3 1:2\n", "line 1 has 'qid:3' where index:value should be"),
        ("1 1:2:3\n", "line 1 has '1:2:3' where index:value should be"),
    ]) func `a line of another form is refused`(text: String, reason: String) throws {
        let path = try file(text)
        #expect(throws: BadFile(path: path, reason: reason)) { try SvmlightFile(path: path) }
    }
}
