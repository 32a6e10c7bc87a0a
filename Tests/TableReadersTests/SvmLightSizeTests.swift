import StageKit
import Testing

@testable import TableReaders

struct SvmLightSizeTests {
    private func read(_ texts: [String], memory: Int? = nil) throws -> (table: SourceTable, files: [TemporaryFile]) {
        let files = texts.enumerated().map { TemporaryFile("part-\($0).svm", Array($1.utf8)) }
        let reader = SvmLightReader(.files(files.map(\.path))).using(threads: 1, memory: memory)
        return (try reader.read { header in header.names.map { _ in .automatic } }, files)
    }

    /// What a reading fails with, without the folders.
    private func failure(_ texts: [String], memory: Int? = nil) -> (text: String, kind: StageFailure.Kind)? {
        do {
            _ = try read(texts, memory: memory)
            return nil
        } catch {
            guard let failure = error as? StageFailure else { return nil }
            return (failure.description.replacing(#//tmp/fsel-table-[^/]*//#, with: ""), failure.kind)
        }
    }

    @Test func `several files make one table, each row with its file and line`() throws {
        let (table, files) = try read(["1 2:3\n\n2 1:4\n", "", "\u{FEFF}# nothing\n3 4:5"])
        #expect(table.header.names == ["f1", "f2", "f3", "f4", "target"])
        #expect(table.columns.map(\.content.numbers) == [[0, 4, 0], [3, 0, 0], [0, 0, 0], [0, 0, 5], [1, 2, 3]])
        #expect(table.origins.parts.map(\.file) == files.map(\.path))
        #expect(table.origins.parts.map(\.rowCount) == [2, 0, 1])
        #expect((0..<3).map { table.origins.location(ofRow: $0).line } == [1, 3, 2])
        #expect(table.origins.location(ofRow: 2).file == files[2].path)
    }

    @Test(arguments: [
        (
            ["1 1:2\n", "1 1:2\n\n1 0:2\n"],
            "part-1.svm:3:3: error[FS492]: The index 0 stands here; expected indices from 1, as svmlight counts "
                + "features and scikit-learn writes them with zero_based=False."
        ),
        (
            ["1 qid:1 1:2\n", "1 1:2\n"],
            "part-1.svm:1:1: error[FS495]: The row has no qid, and the rows before it have one; expected one in each row "
                + "or none."
        ),
        (
            ["1 1:2\n", "1 1048577:2\n"],
            "part-1.svm:1:3: error[FS494]: The index 1048577 asks for as many columns; expected at most 1048576, or as "
                + "many as the file has values."
        ),
        (
            ["", "# nothing\n"],
            "part-0.svm:1:1: error[FS406]: The file has no row; expected a label and index:value items on each line."
        ),
    ])
    func `a fault is named with its file`(_ texts: [String], message: String) {
        #expect(failure(texts)?.text == message)
    }

    @Test func `a pattern stands for the files that match`() throws {
        let file = TemporaryFile("a.svm", Array("1 1:2\n".utf8))
        let folder = file.path.dropLast("a.svm".count)
        let pattern = try #require(FilePattern(folder + "?.svm"))
        let table = try SvmLightReader(pattern: pattern).read { $0.names.map { _ in .automatic } }
        #expect(table.origins.parts.map(\.file) == [file.path])
        let none = try #require(FilePattern(folder + "*.none"))
        let found = TableReadersTests.failure {
            try SvmLightReader(pattern: none).read { $0.names.map { _ in .automatic } }
        }
        #expect(found?.kind == .noInput)
    }

    @Test func `a table is refused by its estimated size, long before all of it is read`() throws {
        let rows = (0..<100_000).map { "\($0) 1:1 2:2 3:3\n" }.joined()
        let found = try #require(failure([rows], memory: 5_000_000))
        #expect(found.kind == .resource)
        // 24 bytes a value and a row; an estimate from the first 256 KiB, whose numbers are shorter.
        let expected =
            #/^part-0.svm:1: error\[FS422\]: The table needs about (9|10)(\.\d)? MB for 1\d{5} rows of 4 columns/#
        #expect(found.text.firstMatch(of: expected) != nil, "\(found.text)")
        #expect(found.text.hasSuffix("and it may take at most 5.0 MB."), "\(found.text)")
        #expect(failure([rows], memory: 12_000_000) == nil)
        #expect(failure([rows, rows], memory: 12_000_000) != nil)
    }

    @Test func `a short file with a large index counts by its columns`() {
        #expect(failure(["1 1000000:1\n"], memory: 100_000_000)?.kind == .resource)
        #expect(failure(["1 10000:1\n"], memory: 100_000_000) == nil)
        // What can be no table at all is told as such.
        #expect(failure(["1 2000000:1\n"], memory: 1 << 40)?.text.contains("FS494") == true)
    }
}
