import FSelCommand
import Testing

/// Input that looks wrong and is right.
struct OddInputTests {
    /// A table, as its bytes would be from different programs.
    static let tables: [(name: String, bytes: [UInt8])] = {
        let table = BadCase.table
        let quoted = "\"" + table.replacing(",", with: "\",\"").replacing("\n", with: "\"\n\"")
        return [
            ("CRLF", Array(table.replacing("\n", with: "\r\n").utf8)),
            ("CR", Array(table.replacing("\n", with: "\r").utf8)),
            ("a byte order mark", [0xEF, 0xBB, 0xBF] + Array(table.utf8)),
            ("no final newline", Array(table.utf8.dropLast())),
            ("blank lines at the end", Array((table + "\n\n\n").utf8)),
            ("blanks around numbers", Array(table.replacing(",", with: " ,  ").utf8)),
            ("quotes around all", Array(quoted.dropLast().utf8)),
            ("signs and exponents", Array(table.replacing("\n7,", with: "\n+0.7E+01,").utf8)),
        ]
    }()

    @Test(arguments: tables) func `the same table gives the same model however it is written`(
        name: String, bytes: [UInt8]
    ) async throws {
        let plain = try await bundle(of: Array(BadCase.table.utf8))
        let odd = try await bundle(of: bytes)
        #expect(odd.model == plain.model, "\(name)")
    }

    /// Runs the standard pipeline over a table, and gives the model of its bundle, which must verify.
    private func bundle(of bytes: [UInt8]) async throws -> (model: String, place: Workplace) {
        let place = try Workplace()
        try place.write("p.xml", BadCase.standard)
        try place.write("data.csv", bytes)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == .success, "\(run.error)")
        #expect(await CommandRun.fsel("verify", place.file("out.fsel.tar.gz")).status == .success)
        #expect(place.names() == ["data.csv", "out.fsel.tar.gz", "p.xml"])
        return (await CommandRun.fsel("show", place.file("out.fsel.tar.gz"), "model/model.json").output, place)
    }

    @Test(arguments: [
        "a b", "a=b", "a'b", "a,b", "a\nb", "a\r\nb", "a\tb", "😀", "__proto__", "é", "<b>", "&amp;", "a|b", "${x}",
        "../x",
        "\u{1B}[31mred", "\u{202E}abc", "NA", "1", "=1+1", "prediction", "probability:1", "class", "-->", "]]>",
        "\u{1}",
    ])
    func `a column may have any name, and no report steers a terminal by it`(name: String) async throws {
        let table = "\"\(name)\"" + BadCase.table.dropFirst(2)
        let (model, place) = try await bundle(of: Array(table.utf8))
        #expect(model.contains("inputs"))
        let path = place.file("out.fsel.tar.gz")
        let rows = await CommandRun.fsel("predict", path, place.file("data.csv"))
        #expect(rows.status == .success, "\(rows.error)")
        #expect(rows.output.split(separator: "\n").count == 31)
        for member in ["report/report.md", "README.md"] {
            let shown = await CommandRun.fsel("show", path, member).output
            #expect(
                !shown.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && ($0.value < 0x20 || $0 == "\u{202E}") })
        }
        let document = await CommandRun.fsel("show", path, "--json").output
        #expect(!document.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}") })
    }

    @Test(arguments: [
        "a,b", "a\nb", "a=b", "é", "😀", "\u{1B}[31m", "__proto__", "c=red", " ", "  x ",
    ])
    func `a level may have any name`(level: String) async throws {
        let place = try Workplace()
        let rows = (0..<24).map {
            "\($0 * 7 % 11),\"\($0 % 3 == 0 ? level : $0 % 3 == 1 ? "b" : "c")\",\($0 % 3 * 9 + $0 % 2)\n"
        }
        try place.write("data.csv", "x,c,y\n" + rows.joined())
        try place.write("p.xml", BadCase.standard.replacing("<normalize/>", with: "<encode/><normalize/>"))
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == .success, "\(run.error)")
        let scored = await CommandRun.fsel("predict", place.file("out.fsel.tar.gz"), place.file("data.csv"))
        #expect(scored.status == .success, "\(scored.error)")
        #expect(await CommandRun.fsel("verify", place.file("out.fsel.tar.gz")).status == .success)
    }
}
