import FSelCommand
import Testing

/// Data in several files, and data that memory may not hold.
struct ShardTests {
    private static let pipeline = """
        <pipeline xmlns="urn:fsel:pipeline:1" name="p" seed="1">
          <load path="data/part-*.csv"><target column="y"/></load>
          <normalize/>
          <l1-select><cv folds="3"/></l1-select>
          <bundle path="p.tar.gz"/>
        </pipeline>
        """

    private func ready() throws -> Workplace {
        let place = try Workplace()
        try place.write("p.xml", Self.pipeline)
        return place
    }

    private func write(_ rows: Range<Int>, to name: String, in place: Workplace) throws {
        let lines = rows.map { "\($0 % 7).25,\($0 * 37 % 11),\($0 % 7 + $0 % 3)" }
        try place.write(name, "a,b,y\n" + lines.joined(separator: "\n") + "\n")
    }

    @Test func `a run on several files names the digest of each`() async throws {
        let place = try ready()
        try write(0..<20, to: "data/part-1.csv", in: place)
        try write(20..<40, to: "data/part-2.csv", in: place)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--max-memory", "1G", "--json")
        #expect(run.status == .success, "\(run.output)")
        let statement = await CommandRun.fsel("show", place.file("p.tar.gz"), "provenance/statement.json")
        #expect(statement.output.contains("data/part-1.csv"))
        #expect(statement.output.contains("data/part-2.csv"))
        withExtendedLifetime(place) {}
    }

    @Test func `a pattern that nothing matches is missing input`() async throws {
        let place = try ready()
        try write(0..<20, to: "data/other.csv", in: place)
        let run = await CommandRun.fsel("run", place.file("p.xml"))
        #expect(run.status == .noInput)
        #expect(run.error.contains("error[FS300]: There is no file 'data/part-*.csv', which stage 'load' reads"))
        withExtendedLifetime(place) {}
    }

    @Test func `data beyond the memory that is allowed are refused with what they need`() async throws {
        let place = try ready()
        try write(0..<50_000, to: "data/part-1.csv", in: place)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--max-memory", "1M")
        #expect(run.status == .resource)
        #expect(run.error.contains("error[FS422]: The table needs about 1.7 MB for "))
        #expect(run.error.contains("rows of 3 columns, and it may take at most 1.1 MB;"))
        #expect(!place.has("p.tar.gz"))
    }
}
