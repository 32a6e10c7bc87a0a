import StageKit
import Testing

@testable import TableReaders

/// Reads text as the file `data.svm`, cut into blocks of a given size.
func readSvmLight(
    _ bytes: [UInt8], as readings: [String: ColumnReading] = [:], featureCount: Int = 0, block: Int = 1 << 16
) throws -> SourceTable {
    var rest = bytes[...]
    return try SvmLightReader(file: "data.svm", featureCount: featureCount).read(
        columns: { header in header.names.map { readings[$0] ?? .automatic } }
    ) {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(block) }
        return Array(rest.prefix(block))
    }
}

func readSvmLight(_ text: String, as readings: [String: ColumnReading] = [:]) throws -> SourceTable {
    try readSvmLight(Array(text.utf8), as: readings)
}

struct SvmLightReaderTests {
    private static let text = """
        # made for this test
        1.5 1:0.1 3:-2e3 # first

        -1\t2:+7  5:.5\r
        0 # nothing but zeros
          +2.5 1:3 2:0 4:1e-400 5:-0

        """

    private func numbers(_ table: SourceTable, _ name: String) -> [Double]? {
        table.columns.first { $0.name == name }?.content.numbers
    }

    @Test func `a line is a row, and what is not written is 0`() throws {
        let table = try readSvmLight(Self.text)
        #expect(table.header.names == ["f1", "f2", "f3", "f4", "f5", "target"])
        #expect(numbers(table, "f1") == [0.1, 0, 0, 3] && numbers(table, "f2") == [0, 7, 0, 0])
        #expect(numbers(table, "f3") == [-2000, 0, 0, 0] && numbers(table, "f4") == [0, 0, 0, 0])
        #expect(numbers(table, "f5") == [0, 0.5, 0, 0] && numbers(table, "target") == [1.5, -1, 0, 2.5])
        #expect(table.origins.lines == [2, 4, 5, 6] && table.rowCount == 4)
        #expect(table.columns.allSatisfy { $0.missingCount == 0 })
    }

    @Test func `columns store the values other than 0 alone`() throws {
        let table = try readSvmLight(Self.text)
        #expect(table.columns[1].content.sparseNumbers?.rows == [1])
        #expect(table.columns[3].content.sparseNumbers?.rows == [])
        #expect(table.columns[5].content.sparseNumbers == nil)
    }

    @Test(arguments: 1...9) func `where blocks end makes no difference`(block: Int) throws {
        let (whole, cut) = (
            try readSvmLight(Self.text), try readSvmLight(Array(("\u{FEFF}" + Self.text).utf8), block: block)
        )
        #expect(whole.columns.map(\.content) == cut.columns.map(\.content) && whole.origins == cut.origins)
    }

    @Test func `the last line needs no end, and a line may end in CRLF`() throws {
        for text in ["1 1:2\n2 1:3", "1 1:2\r\n2 1:3\r\n", "1 1:2\n2 1:3#", "\n1 1:2\n\n2 1:3\n\n"] {
            #expect(numbers(try readSvmLight(text), "f1") == [2, 3], "\(text.debugDescription)")
        }
    }

    @Test func `numbers are correctly rounded`() throws {
        let texts = [
            "0.1", "1.7976931348623157e308", "4.9e-324", "9007199254740993", "123456789012345678901234567890e-10",
        ]
        let table = try readSvmLight(texts.map { "1 1:\($0)" }.joined(separator: "\n"))
        #expect(numbers(table, "f1")?.map(\.bitPattern) == texts.compactMap { Double($0)?.bitPattern })
    }

    @Test func `queries are a column whose use is that of a group`() throws {
        let table = try readSvmLight("1 qid:3 1:2\n0 qid:3 2:1\n2 qid:70 1:1 # x\n")
        #expect(table.header.names == ["f1", "f2", "qid", "target"] && table.header.roles == ["qid": .group])
        #expect(numbers(table, "qid") == [3, 3, 70])
        #expect(try readSvmLight("1 1:2\n").header.roles.isEmpty)
    }

    @Test func `a column that is read as text has a level for each number, and a skipped one is not there`() throws {
        let table = try readSvmLight(
            "+1 1:2 2:5\n-1 2:5\n1.0 3:1\n-0 1:10\n0 1:2\n", as: ["target": .text, "f1": .text, "f2": .skip])
        #expect(table.columns.map(\.name) == ["f1", "f3", "target"] && table.columns.map(\.place) == [0, 2, 3])
        #expect(table.columns[0].values == .categorical(codes: [2, 0, 0, 1, 2], levels: ["0", "10", "2"]))
        #expect(table.columns[2].values == .categorical(codes: [2, 0, 2, 1, 1], levels: ["-1", "0", "1"]))
    }

    @Test func `a file need not name the last features`() throws {
        let table = try readSvmLight(Array("1 2:3\n".utf8), featureCount: 4)
        #expect(table.header.names == ["f1", "f2", "f3", "f4", "target"] && numbers(table, "f4") == [0])
        #expect(try readSvmLight(Array("1 2:3\n".utf8), featureCount: 1).header.names == ["f1", "f2", "target"])
    }

    @Test func `a file's name tells the format, and a feature's name its number`() {
        for name in ["a.svm", "b.SVMLIGHT", "c.libsvm", "d.svm.gz", "e.x.libsvm.zst"] {
            #expect(SvmLightReader.isSvmLight(name: name), "\(name)")
        }
        for name in ["svm", "a.csv", "svm.gz", "a.svm.csv", "a.gz"] { #expect(!SvmLightReader.isSvmLight(name: name)) }
        #expect(
            ["f1", "f12", "f0", "f-1", "f01", "f", "g1", "f1x", "F1"].map(SvmLightReader.index) == [1, 12]
                + Array(repeating: nil, count: 7))
    }

    @Test func `numbers of random rows come back as they were written`() throws {
        var random = SplitMix(seed: 5)
        var text = ""
        var expected = [[Double]](repeating: [Double](repeating: 0, count: 200), count: 30)
        for row in 0..<200 {
            text += "\(row)"
            for column in 0..<30 where random.next() % 5 == 0 {
                let value = Double(Int64(bitPattern: random.next()) >> 20) * 0x1p-13
                expected[column][row] = value
                text += " \(column + 1):\(value)"
            }
            text += "\n"
        }
        let table = try readSvmLight(text)
        #expect(table.columns.dropLast().map(\.content.numbers) == expected.map(Optional.some))
    }
}
