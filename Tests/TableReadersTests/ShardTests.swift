import Glibc
import StageKit
import Testing

@testable import TableReaders

/// A folder of files that is removed with them.
private final class ShardFolder {
    let path: String
    private(set) var files: [String] = []

    init(_ texts: [String]) throws {
        var template = Array("/tmp/fsel-shards-XXXXXX".utf8CString)
        path = try template.withUnsafeMutableBufferPointer {
            try #require($0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) })
        }
        for (place, text) in texts.enumerated() {
            files.append("\(path)/part-\(place).csv")
            let file = try #require(fopen(files[place], "w"))
            fwrite(text, 1, text.utf8.count, file)
            fclose(file)
        }
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    func read(threads: Int = 2) throws -> SourceTable {
        try DelimitedReader(.files(files)).using(threads: threads, memory: nil).read {
            $0.names.map { _ in .automatic }
        }
    }

    /// What a reading fails with, the folder left out.
    func message() -> String? {
        failure { try read() }?.description.replacing(path + "/", with: "")
    }
}

struct ShardTests {
    @Test(arguments: [1, 2, 3]) func `several files make one table, each row with its file and line`(_ threads: Int)
        throws
    {
        let folder = try ShardFolder(["x,y\n1,a\n2,b\n", "\u{FEFF}x,\"y\"\r\n\"3\",c\r\n\r\n", "x,y\n", "x,y\n4,a"])
        let table = try folder.read(threads: threads)
        #expect(table.header.file == folder.files[0])
        #expect(table.cells("x") == ["1.0", "2.0", "3.0", "4.0"])
        #expect(table.cells("y") == ["a", "b", "c", "a"])
        #expect(table.origins.parts.map(\.file) == folder.files)
        #expect(table.origins.parts.map(\.rowCount) == [2, 1, 0, 1])
        #expect((0..<4).map { table.origins.location(ofRow: $0).line } == [2, 3, 2, 2])
        #expect(table.origins.location(ofRow: 3).file == folder.files[3])
    }

    @Test func `types and first missing cells are decided over all files`() throws {
        let folder = try ShardFolder(["x,y\nNA,1\n", "x,y\nred,\n,2\n"])
        let table = try folder.read()
        #expect(table.cells("x") == [nil, "red", nil])
        #expect(table.columns.map(\.missingCount) == [2, 1])
        #expect(table.columns[1].firstMissing == SourceLocation(file: folder.files[1], line: 2, column: 5))
    }

    @Test func `a pattern is read as the files that match, and refused where none does`() throws {
        let folder = try ShardFolder(["x\n1\n", "x\n2\n"])
        let pattern = try #require(FilePattern("\(folder.path)/part-?.csv"))
        let table = try DelimitedReader(pattern: pattern).read { $0.names.map { _ in .automatic } }
        #expect(table.cells("x") == ["1.0", "2.0"])
        #expect(table.origins.parts.map(\.file) == folder.files)
        let none = try #require(FilePattern("\(folder.path)/none-*"))
        let found = failure { try DelimitedReader(pattern: none).read { $0.names.map { _ in .automatic } } }
        #expect(found?.kind == .noInput)
        #expect(
            found?.description == "error[FS400]: The data cannot be read: no file matches '\(folder.path)/none-*'.")
    }

    @Test(arguments: [
        (
            "x,z\n1,2\n",
            "part-1.csv:1:3: error[FS421]: The header differs from that of the first file: column 2 is 'z' where "
                + "'part-0.csv' has 'y'; expected the same names in each file."
        ),
        (
            "x\n1\n",
            "part-1.csv:1:1: error[FS421]: The header differs from that of the first file: it has 1 column where "
                + "'part-0.csv' has 2; expected the same names in each file."
        ),
        ("", "part-1.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows."),
        ("x,y\n1\n", "part-1.csv:2:1: error[FS408]: The row has 1 field; expected 2, as many as the header has."),
        (
            "x,y\n7,8\n1,\"a\n",
            "part-1.csv:3:3: error[FS410]: The quoted field that begins here has no closing quote."
        ),
        (
            "x,y\n\n1,2\n",
            "part-1.csv:2:1: error[FS409]: The line is blank, and rows follow it; expected blank lines at the end of the "
                + "file alone."
        ),
        (
            "x,y\n1,a\n",
            "part-1.csv:2:3: error[FS415]: Column 'y' has 1 number, and one cell of the other kind; the first, 'a', is "
                + "not a number. Expected numbers only or texts only."
        ),
    ])
    func `a fault is named with its file`(_ text: String, message: String) throws {
        #expect(try ShardFolder(["x,y\n5,6\n\n", text]).message() == message)
    }
}
