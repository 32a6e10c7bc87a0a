import FSelCommand
import Testing

/// Files made to take all the time or memory there is.
struct BadSizeTests {
    static let long = String(repeating: "a", count: 3_000_000)
    static let shorter = String(repeating: "a", count: 200_000)

    static let cases: [(old: String, new: String, status: FSelCommand.ExitStatus, code: String)] = [
        ("data.csv", shorter, .noInput, "FS300"), ("column=\"y\"", "column=\"\(shorter)\"", .data, "FS450"),
        ("name=\"bad\"", "name=\"\(shorter)\"", .pipeline, "FS110"),
        ("<normalize/>", "<normalize method=\"\(long)\"/>", .pipeline, "FS109"),
        ("<normalize/>", "<normalize \(shorter)=\"\"/>", .pipeline, "FS008"),
        ("<normalize/>", "<!--\(long)\(long)--><normalize/>", .pipeline, "FS004"),
        ("<normalize/>", String(repeating: "<a>", count: 100_000), .pipeline, "FS012"),
        ("<normalize/>", String(repeating: "<normalize/>", count: 2_000), .pipeline, "FS111"),
    ]

    @Test(arguments: cases) func `a pipeline of megabytes is refused in a few words`(
        old: String, new: String, status: FSelCommand.ExitStatus, code: String
    ) async throws {
        let place = try Workplace()
        try place.write("p.xml", BadCase.standard.replacing(old, with: new))
        try place.write("data.csv", BadCase.table)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == status)
        #expect(run.error.contains("error[\(code)]: "))
        #expect(run.error.utf8.count < 3_000)
        #expect(run.output.isEmpty)
        #expect(place.names() == ["data.csv", "p.xml"])
    }

    @Test func `a hundred thousand levels are refused before they become columns`() async throws {
        let place = try Workplace()
        try place.write("p.xml", BadCase.standard.replacing("<normalize/>", with: "<encode/><normalize/>"))
        try place.write(
            "data.csv", "x,c,y\n" + (0..<100_000).map { "\($0 % 17),L\($0),\($0 * 7919 % 1000)\n" }.joined())
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == .resource)
        #expect(
            place.errors(in: run.error) == [
                "p.xml:3:4: error[FS530]: Feature 'c' has 100000 levels, which makes 99999 columns, expected at most 10000 in "
                    + "all: give it another role, or fewer levels"
            ])
        #expect(place.names() == ["data.csv", "p.xml"])
    }
}
