import StageKit
import Testing

@testable import LoadPlugin

struct ShardLoadTests {
    private let element = "<load path=\"part-*.csv\"><target column=\"y\"/></load>"

    private func folder(_ texts: [String]) throws -> LoadingFolder {
        let folder = try LoadingFolder()
        for (place, text) in texts.enumerated() { try folder.write(text, to: "part-\(place + 1).csv") }
        return folder
    }

    @Test func `a pattern loads the files that match as one table, in the order of their names`() async throws {
        let folder = try folder(["x,y\n1,2\n2,3\n", "x,y\n3,5\n"])
        try folder.write("x,y\n4,6\n", to: "part-10.csv")
        let loaded = try await folder.run(element)
        #expect(loaded.table.column("x")?.numbers == [1, 2, 4, 3])
        #expect(loaded.table.origins?.parts.map(\.rowCount) == [2, 1, 1])
        #expect(loaded.table.location(ofRow: 2)?.file == "\(folder.path)/part-10.csv")
    }

    @Test func `the first gap is that of the first file, whatever its line`() async throws {
        let folder = try folder(["x,z,y\n1,1,1\n2,2,2\n3,,3\n", "x,z,y\n,1,2\n"])
        let found = try await failure(element, in: folder)
        #expect(
            found.text
                == "part-1.csv:4:3: error[FS451]: Column 'z' has no value here, and 1 more value is missing in the file; "
                + "expected a value in each row, as missing=\"error\" demands.")
    }

    @Test func `an empty file among several is refused by its name`() async throws {
        let folder = try folder(["x,y\n1,2\n2,3\n", "", "x,y\n3,5\n"])
        let found = try await failure(element, in: folder)
        #expect(
            found.text
                == "part-2.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows.")
    }

    @Test(arguments: ["part-*.npy", "part-?.sqlite"])
    func `formats of one file refuse a pattern`(_ path: String) async throws {
        let format = path.split(separator: ".")[1]
        let found = try await failure("<load path=\"\(path)\"><target column=\"y\"/></load>")
        #expect(
            found.text
                == "pipeline.xml:2:13: error[FS447]: <load> reads the format '\(format)', which makes no use of '*' and '?' "
                + "in 'path'; expected it not to be written.")
    }
}
