import StageKit
import Testing

@testable import TableReaders

struct DelimitedReaderTests {
    @Test func `numbers and texts become columns with exact values`() throws {
        let table = try read("x,label,y\n1.5,b,-0.0\n-2,a,5e-324\n+3,b,.5\n")
        #expect(table.header.names == ["x", "label", "y"])
        #expect(table.columns[0].values == .numeric([1.5, -2, 3]))
        #expect(table.columns[1].values == .categorical(codes: [1, 0, 1], levels: ["a", "b"]))
        #expect(table.columns[2].values == .numeric([-0.0, .leastNonzeroMagnitude, 0.5]))
        guard case .numeric(let y) = table.columns[2].values else { return }
        #expect(y[0].sign == .minus)
        #expect(table.lines == [2, 3, 4])
    }

    @Test(arguments: ["\n", "\r\n", "\r"], ["", "LAST", "LAST LAST LAST"])
    func `every line break will do, and the last may be left out or be followed by blank lines`(
        lineBreak: String, end: String
    ) throws {
        let text = ["x,y", "1,a", "2,b"].joined(separator: lineBreak) + end.replacing("LAST", with: lineBreak)
        let table = try read(text.replacing(" ", with: ""))
        #expect(table.columns.map(\.values) == [.numeric([1, 2]), .categorical(codes: [0, 1], levels: ["a", "b"])])
        #expect(table.lines == [2, 3])
    }

    @Test func `a byte order mark is no part of the first name`() throws {
        let table = try read("\u{FEFF}x,y\n1,2\n")
        #expect(table.header.names == ["x", "y"])
        #expect(table.header.positions.map(\.column) == [1, 3])
        #expect(try read("\u{FEFF}\"x\",y\n1,2\n").header.names == ["x", "y"])
    }

    @Test(arguments: [",x,y\nMazda,1,2\n", "\"\",\"x\",\"y\"\nMazda,1,2\n", " ,x,y\nMazda,1,2\n"])
    func `a first column without a name, the only one, is that of row names`(_ text: String) throws {
        let table = try read(text)
        #expect(table.header.names == ["row.names", "x", "y"])
        #expect(table.header.roles == ["row.names": .id])
        #expect(table.cells("row.names") == ["Mazda"])
        #expect(try read("row.names,x\nMazda,1\n").header.roles.isEmpty)
    }

    @Test(arguments: [",x,\n1,2,3\n", ",row.names\n1,2\n", "\"\"\n1\n"])
    func `no other name may be empty, nor the name for it be taken`(_ text: String) {
        #expect(failure { try read(text) }?.diagnostic.code == "FS414")
    }

    @Test func `quoted fields hold delimiters, line breaks and quotes`() throws {
        let table = try read(
            "name,\"a \"\"b\"\", c\"\n\"one\r\ntwo\nthree\rfour\",1\n\"say \"\"hi\"\"\",2\n\"\"\"\",3\n")
        #expect(table.header.names == ["name", "a \"b\", c"])
        #expect(table.cells("name") == ["one\r\ntwo\nthree\rfour", "say \"hi\"", "\""])
        #expect(table.lines == [2, 6, 7])
    }

    @Test func `quoting changes nothing but blanks`() throws {
        let table = try read("x,y\n\"1\",\"NA\"\n 2\t,\"b\"\n3, c \n\"\",\" c \"\n  ,NA \n")
        #expect(table.cells("x") == ["1.0", "2.0", "3.0", nil, nil])
        #expect(table.cells("y") == [nil, "b", " c ", " c ", nil])
    }

    @Test func `missing tokens may be several, and may be numbers`() throws {
        let format = DelimitedFormat(delimiter: UInt8(ascii: ","), missingTokens: ["?", "-999", "n/a"])
        let table = try read("x,y\n1,-999\n-999,?\n?,n/a\n-999.0,NA\n", format)
        #expect(table.cells("x") == ["1.0", nil, nil, "-999.0"])
        #expect(table.cells("y") == [nil, nil, nil, "NA"])
        #expect(table.columns.map(\.missingCount) == [2, 3])
        #expect(
            table.columns.map(\.firstMissing) == [
                SourceLocation(file: "data.csv", line: 3, column: 1),
                SourceLocation(file: "data.csv", line: 2, column: 3),
            ])
    }

    @Test func `a column without any value is numeric and missing`() throws {
        #expect(try read("x,y\nNA,1\n,2\n").cells("x") == [nil, nil])
    }

    @Test func `a column that begins with missing cells becomes what its first value is`() throws {
        let table = try read("x,y\nNA,\n,NA\nb,7\na,\n")
        #expect(table.cells("x") == [nil, nil, "b", "a"])
        #expect(table.cells("y") == [nil, nil, "7.0", nil])
    }

    @Test func `a column is read as it is asked`() throws {
        let table = try read(
            "a,b,c\n1,x,1\nNA,3,2\n1e999,\"\",NA\n", as: ["a": .text, "b": .skip, "c": .numeric])
        #expect(table.columns.map(\.name) == ["a", "c"])
        #expect(table.columns.map(\.place) == [0, 2])
        #expect(table.cells("a") == ["1", nil, "1e999"])
        #expect(table.cells("c") == ["1.0", "2.0", nil])
    }

    @Test func `a skipped column may hold anything`() throws {
        #expect(try read("a,b\n1,x\n2,3\n", as: ["b": .skip]).columns.count == 1)
    }

    @Test(arguments: [(";", UInt8(ascii: ";")), ("\t", UInt8(ascii: "\t")), ("|", UInt8(ascii: "|"))])
    func `the delimiter may be chosen`(_ delimiter: String, byte: UInt8) throws {
        let text = "x|y,z|t\n1|\"a|b\"|,\n 2 |c|d\n".replacing("|", with: delimiter)
        let table = try read(text, DelimitedFormat(delimiter: byte))
        #expect(table.header.names == ["x", "y,z", "t"])
        #expect(table.cells("x") == ["1.0", "2.0"])
        #expect(table.cells("y,z") == ["a\(delimiter)b", "c"])
        #expect(table.cells("t") == [",", "d"])
    }

    @Test(arguments: [
        ("a.tsv", true), ("a.TAB", true), ("dir.csv/a.tsv.gz", true), ("a.tsv.zst", true), ("a.csv", false),
        ("tsv", false),
        ("a.tsv.csv", false), ("a.tsv.gz.gz", false), ("", false), ("a.gz", false),
    ])
    func `a name tells whether tabs separate`(_ name: String, isTabSeparated: Bool) {
        #expect(DelimitedFormat.isTabSeparated(name: name) == isTabSeparated)
    }

    @Test func `levels are sorted by code point, not by what they look like`() throws {
        let table = try read("x\nb\nB\né\nz\n\u{10000}\n\u{FFFD}\n")
        guard case .categorical(_, let levels) = table.columns[0].values else { return }
        #expect(levels == ["B", "b", "z", "é", "\u{FFFD}", "\u{10000}"])
    }

    @Test func `a name may have blanks around it`() throws {
        #expect(try read(" x , \" y\"\n".replacing(", ", with: ",") + "1,2\n").header.names == ["x", " y"])
    }

    @Test(.timeLimit(.minutes(1))) func `a wide file with its first missing cells anywhere is read in linear time`()
        throws
    {
        let width = 20_000
        var text = (0..<width).map { "c\($0)" }.joined(separator: ",") + "\n"
        for row in 0..<4 {
            text += (0..<width).map { $0 % 4 == row ? "" : "\($0)" }.joined(separator: ",") + "\n"
        }
        let table = try read(text)
        #expect(table.columns.allSatisfy { $0.missingCount == 1 && $0.firstMissing?.line == 2 + $0.place % 4 })
        #expect(table.columns[19_998].firstMissing?.line == 4)
    }
}
