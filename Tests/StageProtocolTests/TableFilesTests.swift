import Glibc
import StageJSON
import StageKit
import StageProtocol
import Testing

struct TableFilesTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private final class Folder {
        let path: String
        init() throws {
            var template = Array("/tmp/fsel-protocol-XXXXXX".utf8CString)
            _ = try #require(mkdtemp(&template))
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        deinit {
            for name in ["numbers", "codes", "rows"] { unlink("\(path)/1-\(name).npy") }
            rmdir(path)
        }
    }

    private var table: Table {
        Table(
            columns: [
                Column(name: "x", values: .numeric([1.5, -0.0, .nan, .leastNonzeroMagnitude])),
                Column(name: "c", values: .categorical(codes: [1, -1, 0, 1], levels: ["ä", "b"])),
                Column(name: "c=b", values: .numeric([1, .nan, 0, 1]), source: "c"),
                Column(name: "w", role: .weight, values: .numeric([1, 2, 3, 4])),
                Column(name: "y", role: .target, values: .numeric([0, 1, 2, 3]), holdsCounts: true),
            ], origins: RowOrigins(file: "data.csv", lines: [2, 3, 4, 5]))
    }

    /// The table as a program reads it.
    private func passed(_ table: Table) throws -> Table {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        let files = try TableFiles(table) { name throws(NumPyFile.Fault) in
            let path = "\(folder.path)/1-\(name).npy"
            descriptors.append(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
            return TableFiles.Opened(descriptor: descriptors[descriptors.count - 1], path: path)
        }
        return try Table(files.description, .message)
    }

    @Test func `a program reads the same columns`() throws {
        let found = try passed(table)
        #expect("\(found.columns)" == "\(table.columns)")
        #expect(found.columns.map(\.holdsCounts) == table.columns.map(\.holdsCounts))
        #expect((0..<4).map(found.number) == [0, 1, 2, 3])
    }

    @Test func `rows that were chosen keep their numbers`() throws {
        let found = try passed(table.rows([3, 1]))
        #expect("\(found.columns)" == "\(table.rows([3, 1]).columns)")
        #expect((0..<2).map(found.number) == [3, 1])
        #expect(found.location(ofRow: 1) == SourceLocation(file: Table.unnamedFile, line: 2))
    }

    @Test func `a table without rows or columns passes too`() throws {
        #expect(try passed(table.rows([])).columns.map(\.count) == [0, 0, 0, 0, 0])
    }

    @Test func `a file that is not what was agreed upon is refused`() throws {
        _ = try passed(table)
        let path = "\(folder.path)/1-numbers.npy"
        func reason(_ type: String = "<f8", rows: Int = 4, columns: Int = 4) -> String {
            do {
                _ = try NumPyColumns(path, type: type, rows: rows, columns: columns, followsLinks: false)
                return ""
            } catch { return error.reason }
        }
        #expect(reason() == "")
        #expect(reason(rows: 5).contains("its header is {'descr':'<f8','fortran_order':True,'shape':(4,4),}, expected"))
        #expect(reason("<i4").contains("expected {'descr':'<i4'"))
        truncate(path, 200)
        #expect(reason() == "1-numbers.npy: it has 72 bytes of numbers, expected 128")
        truncate(path, 20)
        #expect(reason().contains("no file of NumPy's, version 1.0"))
        truncate(path, 0)
        #expect(reason().contains("no file of NumPy's"))
        unlink(path)
        symlink("/etc/passwd", path)
        #expect(reason().contains("symbolic links"))
        unlink(path)
        mkfifo(path, 0o600)
        #expect(reason() == "1-numbers.npy: it is no regular file")
        unlink(path)
        #expect(reason().contains("No such file"))
    }
}
