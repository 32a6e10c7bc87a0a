import Testing

@testable import TableReaders

struct LevelTableTests {
    @Test func `a text keeps its number, and levels are sorted by code point`() {
        var table = LevelTable()
        let texts = ["b", "", "é", "a", "Z", "ab", "\u{FFFF}", "\u{10000}", "a\u{301}"]
        let codes = texts.map { table.code(of: Array($0.utf8).span) }
        #expect(codes == (0..<9).map { Int32($0) })
        #expect(texts.map { table.code(of: Array($0.utf8).span) } == codes)
        let (levels, places) = table.sorted()
        let expected = texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        #expect(levels.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
        #expect(zip(texts, places).allSatisfy { levels[Int($1)].utf8.elementsEqual($0.utf8) })
    }

    // A list searched from its start would compare five thousand million times.
    @Test(.timeLimit(.minutes(1))) func `a hundred thousand levels are told apart in linear time`() {
        var table = LevelTable()
        for i in 0..<100_000 { _ = table.code(of: Array("level \(i)".utf8).span) }
        #expect(table.count == 100_000)
        #expect(table.code(of: Array("level 77777".utf8).span) == 77_777)
        #expect(table.sorted().levels.prefix(3) == ["level 0", "level 1", "level 10"])
    }
}
