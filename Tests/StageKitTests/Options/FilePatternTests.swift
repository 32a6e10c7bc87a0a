import Glibc
import Testing

@testable import StageKit

struct FilePatternTests {
    @Test(arguments: ["data.csv", "a*/data.csv", "?/x", "", "dir*/"])
    func `a path without signs in its last part names one file`(_ path: String) {
        #expect(FilePattern(path) == nil)
    }

    @Test(arguments: [
        ("part-*.csv", "part-1.csv", true), ("part-*.csv", "part-.csv", true), ("part-*.csv", "part-1.csv.gz", false),
        ("part-?.csv", "part-10.csv", false), ("part-??.csv", "part-10.csv", true), ("part-?.csv", "part-ü.csv", true),
        ("*", ".hidden", false), (".*", ".hidden", true), ("*a*b*c", "xaybzabc", true), ("*a*b*c", "xaybzab", false),
        ("**", "x", true), ("?*", "", false), ("a*a", "a", false), ("a[1]*", "a[1]b", true),
    ])
    func `stars stand for anything and question marks for one character`(
        _ pattern: String, name: String, isMatch: Bool
    ) {
        #expect(FilePattern("dir/" + pattern)?.matches(name) == isMatch)
    }

    @Test func `files come by the bytes of their names`() throws {
        var template = Array("/tmp/fsel-pattern-XXXXXX".utf8CString)
        let folder = try template.withUnsafeMutableBufferPointer {
            try #require($0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) })
        }
        let names = ["p-10.csv", "p-9.csv", "p-B.csv", "p-a.csv", "p-ä.csv"]
        for name in names + ["p-1.txt", ".p-1.csv"] {
            let file = try #require(fopen("\(folder)/\(name)", "w"))
            fclose(file)
        }
        defer {
            for name in names + ["p-1.txt", ".p-1.csv"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        let pattern = try #require(FilePattern("\(folder)/*.csv"))
        #expect(pattern.files() == names.map { "\(folder)/\($0)" })
        #expect(FilePattern("\(folder)/none-*")?.files() == [])
        #expect(FilePattern("\(folder)/no-folder/*")?.files() == [])
    }
}
