import FSelCommand
import Glibc
import Testing

/// Files that are no bundles, and rows that a bundle's model cannot score.
struct BadBundleTests {
    /// A bundle whose model needs the numbers `x` and `zeta` and the colour `c`.
    private func ready() async throws -> Workplace {
        let place = try Workplace()
        let rows = (0..<30).map { i in
            let (x, z, c) = (i * 7 % 11, i * 5 % 13, i % 3)
            return "\(x),\(z),\(["blue", "green", "red"][c]),\(2 * x - z + 9 * c + i % 2)\n"
        }
        try place.write("data.csv", "x,zeta,c,y\n" + rows.joined())
        try place.write("p.xml", BadCase.standard.replacing("<normalize/>", with: "<encode/><normalize/>"))
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == .success, "\(run.error)")
        return place
    }

    @Test func `a bundle cut off or changed anywhere is refused by every verb`() async throws {
        let place = try await ready()
        let bytes = try Workplace.read(place.file("out.fsel.tar.gz"))
        var damaged = [[], Array("hello\n".utf8), bytes + [0], bytes + bytes, Array(BadCase.standard.utf8)]
        damaged += [1, 10, 100, bytes.count / 2, bytes.count - 1].map { Array(bytes.prefix($0)) }
        damaged += stride(from: 10, to: bytes.count, by: bytes.count / 20).map { place in
            var changed = bytes
            changed[place] ^= 4
            return changed
        }
        for (number, content) in damaged.enumerated() {
            let path = try place.write("b", content)
            let verb = [["show", path], ["verify", path], ["predict", path, place.file("data.csv")]][number % 3]
            let run = await CommandRun.fsel(verb)
            #expect(run.status == .data || run.status == .verificationFailed, "\(number)")
            #expect(run.output.isEmpty)
            #expect(run.error.split(separator: "\n").count == 1)
            #expect(run.error.hasPrefix("error[FS6"))
        }
    }

    static let paths: [(name: String, code: String, status: FSelCommand.ExitStatus, text: String)] = [
        ("nope", "FS600", .noInput, "nope: there is no such file"),
        ("folder", "FS600", .noInput, "folder: a regular file is needed, and this is a folder, a pipe or a device"),
        ("pipe", "FS600", .noInput, "pipe: a regular file is needed, and this is a folder, a pipe or a device"),
        ("text", "FS600", .data, "text: the bytes are neither a tar.gz nor a zip archive, at byte 0"),
    ]

    @Test(arguments: paths) func `a path that leads to no bundle is named`(
        name: String, code: String, status: FSelCommand.ExitStatus, text: String
    ) async throws {
        let place = try Workplace()
        mkdir(place.file("folder"), 0o755)
        mkfifo(place.file("pipe"), 0o600)
        try place.write("text", "hello\n")
        for verb in ["show", "verify", "predict"] {
            let run = await CommandRun.fsel(verb, place.file(name))
            #expect(run.status == status)
            #expect(place.errors(in: run.error) == ["error[\(code)]: \(text)"])
            #expect(run.output.isEmpty)
        }
    }

    static let rows: [(name: String, csv: String, error: String)] = [
        ("nothing", "", "rows.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows"),
        (
            "a header", "x,zeta,c\n",
            "rows.csv:1: error[FS407]: The file has a header and no rows; expected at least one row"
        ),
        (
            "a column missing", "x,c\n1,red\n",
            "rows.csv:1: error[FS630]: The model needs the column 'zeta', which the data do not have"
        ),
        (
            "a column twice", "x,zeta,c,x\n1,2,red,1\n",
            "rows.csv:1:10: error[FS413]: Two columns are named 'x', the 1st and the 4th; expected each name once"
        ),
        (
            "text", "x,zeta,c\n1,abc,red\n",
            "rows.csv:2:3: error[FS416]: Column 'zeta' must hold numbers, and one cell is not one; the first is 'abc'"
        ),
        (
            "NaN", "x,zeta,c\n1,NaN,red\n",
            "rows.csv:2:3: error[FS416]: Column 'zeta' must hold numbers, and one cell is not one; the first is 'NaN'"
        ),
        (
            "1e999", "x,zeta,c\n1,1e999,red\n",
            "rows.csv:2:3: error[FS417]: The number '1e999' in column 'zeta' is too large; expected at most about 1.8e308 in magnitude"
        ),
        (
            "1e308", "x,zeta,c\n1e308,-1e308,red\n",
            "rows.csv:2: error[FS634]: The prediction for this row is beyond the range of a double"
        ),
        (
            "an unknown level", "x,zeta,c\n1,2,red\n1,2,mauve\n",
            "rows.csv:3: error[FS632]: Column 'c' has the level 'mauve', which the model does not know"
        ),
        (
            "a level in capitals", "x,zeta,c\n1,2,Red\n",
            "rows.csv:2: error[FS632]: Column 'c' has the level 'Red', which the model does not know"
        ),
        (
            "a missing number", "x,zeta,c\n1,,red\n",
            "rows.csv:2: error[FS633]: Column 'zeta' has no value in this row, and the model needs one"
        ),
        (
            "a missing level", "x,zeta,c\n1,2,\n",
            "rows.csv:2: error[FS633]: Column 'c' has no value in this row, and the model needs one"
        ),
        (
            "a short row", "x,zeta,c\n1,2\n",
            "rows.csv:2:1: error[FS408]: The row has 2 fields; expected 3, as many as the header has"
        ),
    ]

    @Test func `rows that cannot be scored are named with their line, and nothing is printed`() async throws {
        let place = try await ready()
        for (name, csv, error) in Self.rows {
            let path = try place.write("rows.csv", csv)
            let run = await CommandRun.fsel("predict", place.file("out.fsel.tar.gz"), path)
            #expect(run.status == .data, "\(name)")
            #expect(place.errors(in: run.error) == [error], "\(name)")
            #expect(run.output.isEmpty, "\(name)")
        }
    }

    @Test func `columns may stand in any order and among others`() async throws {
        let place = try await ready()
        let texts = ["x,zeta,c\n3,4,red\n", "c,w,zeta,x\r\nred,?,4,3\r\n", "\u{FEFF}zeta,x,c\n4,3,red"]
        var outputs: [String] = []
        for text in texts {
            let run = await CommandRun.fsel("predict", place.file("out.fsel.tar.gz"), try place.write("rows.csv", text))
            #expect(run.status == .success, "\(run.error)")
            outputs.append(run.output)
        }
        #expect(outputs == Array(repeating: outputs[0], count: 3))
    }
}
