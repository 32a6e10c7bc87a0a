import Testing

@testable import SelectionBundle

struct CSVTextTests {
    private func text(_ header: [String], _ rows: [[String]]) -> String {
        String(decoding: CSVText.bytes(header: header, rows: rows), as: UTF8.self)
    }

    @Test func `only what needs quotes has them`() {
        let written = text(["a", "b c"], [["x,y", "say \"no\""], ["two\nlines", ""], ["plain", "c\rd"]])
        #expect(written == "a,b c\n\"x,y\",\"say \"\"no\"\"\"\n\"two\nlines\",\nplain,\"c\rd\"\n")
    }

    @Test func `what is written is read back, with the line of each row`() throws {
        let cells = [["", "\""], ["a\nb\nc", ","], ["\n", "\"\""], ["ü", "x"]]
        let bytes = CSVText.bytes(header: ["h", "k"], rows: cells)
        let rows = try #require(CSVText.rows(of: bytes))
        #expect(rows.map(\.fields) == [["h", "k"]] + cells)
        #expect(rows.map(\.line) == [1, 2, 3, 6, 8])
        let single = CSVText.bytes(header: ["h"], rows: [[""], ["x"]])
        #expect(CSVText.rows(of: single)?.map(\.fields) == [["h"], [""], ["x"]])
    }

    @Test(arguments: ["a,b", "\"a\n", "a\"b\n", "\"a\"b\n", "a\r\n", "\"a"])
    func `other forms are refused`(text: String) {
        #expect(CSVText.rows(of: Array(text.utf8)) == nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(CSVText.rows(of: [0xFF, 0x0A]) == nil)
    }
}
