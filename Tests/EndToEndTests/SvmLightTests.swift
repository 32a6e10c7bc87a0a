import FSelCommand
import SelectionBundle
import StageKit
import Testing

/// A sparse file from the pipeline to predictions.
struct SvmLightTests {
    private static let pipeline = """
        <?xml version="1.0" encoding="UTF-8"?>
        <pipeline xmlns="urn:fsel:pipeline:1" name="sparse" seed="7">
          <load path="rows.svm.gz" format="svmlight"><target column="target"/><split method="random" test="0.25"/></load>
          <normalize/>
          <l1-select id="select"><cv folds="4" rule="min"/></l1-select>
          <l2-refit><cv folds="4" rule="min"/></l2-refit>
          <evaluate id="eval"/>
          <bundle path="sparse.fsel.tar.gz"/>
        </pipeline>
        """

    /// Rows of 60 features of which a tenth is not 0, the first three making the label: as svmlight and as CSV.
    private static let rows: (svmlight: String, csv: String) = {
        var state: UInt64 = 42
        func draw() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53
        }
        var svmlight = ""
        var csv = (1...60).map { "f\($0)," }.joined() + "target\n"
        for _ in 0..<120 {
            let values = (0..<60).map { _ -> Double in draw() < 0.1 ? draw() * 4 - 1 : 0 }
            let label: Double = 3 * values[0] - 2 * values[1] + 2 * values[2] + draw()
            let items = values.enumerated().filter { $0.element != 0 }.map { " \($0.offset + 1):\($0.element)" }
            svmlight += "\(label)\(items.joined())\n"
            csv += values.map { "\($0)," }.joined() + "\(label)\n"
        }
        return (svmlight, csv)
    }()

    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write("sparse.xml", Self.pipeline)
        try place.write("rows.svm", Self.rows.svmlight)
        try place.write("rows.csv", Self.rows.csv)
        let packing = try ProgramRun.shell("gzip -k '\(place.file("rows.svm"))'")
        try #require(packing.code == 0, "\(packing.text)")
        return place
    }

    private func lines(_ text: String) -> [[Double]] {
        text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
    }

    @Test func `a sparse file gives the bundle that the same numbers in CSV give, and predictions by name`()
        async throws
    {
        let place = try place()
        let bundle = place.file("sparse.fsel.tar.gz")
        let sparse = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet")
        try #require(sparse.status == .success, "\(sparse.error)")
        let first = try BundleReader.read(path: bundle)
        let predicted = await CommandRun.fsel("predict", bundle, place.file("rows.svm"))
        let fromCSV = await CommandRun.fsel("predict", bundle, place.file("rows.csv"))
        #expect(predicted.status == .success && predicted.output == fromCSV.output, "\(predicted.error)")
        #expect((await CommandRun.fsel("verify", bundle)).status == .success)

        let text = Self.pipeline.replacing("rows.svm.gz", with: "rows.csv").replacing(" format=\"svmlight\"", with: "")
        try place.write("sparse.xml", text)
        let dense = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet")
        try #require(dense.status == .success, "\(dense.error)")
        let second = try BundleReader.read(path: bundle)
        for member in ["features/selected.txt", "features/dropped.csv"] {
            #expect(first.bytes(at: member) == second.bytes(at: member), "\(member)")
        }
        let again = await CommandRun.fsel("predict", bundle, place.file("rows.csv"))
        let (a, b) = (lines(predicted.output), lines(again.output))
        #expect(a.count == 120 && zip(a, b).allSatisfy { abs($0[0] - $1[0]) < 1e-5 })
    }

    @Test func `features that a new file does not reach are 0 in it`() async throws {
        let place = try place()
        let run = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet")
        try #require(run.status == .success, "\(run.error)")
        try place.write("new.libsvm", "0 1:2\n0 # nothing\n")
        try place.write(
            "new.csv",
            (1...60).map { "f\($0)" }.joined(separator: ",") + "\n2" + String(repeating: ",0", count: 59)
                + "\n0" + String(repeating: ",0", count: 59) + "\n")
        let bundle = place.file("sparse.fsel.tar.gz")
        let found = await CommandRun.fsel("predict", bundle, place.file("new.libsvm"))
        let expected = await CommandRun.fsel("predict", bundle, place.file("new.csv"))
        #expect(found.status == .success && found.output == expected.output, "\(found.error)")
    }

    @Test func `shards are read as one, and what is no name of the format is read where it is asked for`()
        async throws
    {
        let place = try place()
        let whole = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet")
        try #require(whole.status == .success, "\(whole.error)")
        let bundle = place.file("sparse.fsel.tar.gz")
        let expected = try BundleReader.read(path: bundle).bytes(at: "model/model.json")
        let lines = Self.rows.svmlight.split(separator: "\n").map { $0 + "\n" }
        try place.write("part-1.txt", lines[..<50].joined())
        try place.write("part-2.txt", lines[50...].joined())
        try place.write("sparse.xml", Self.pipeline.replacing("rows.svm.gz", with: "part-?.txt"))
        let run = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet", "--max-memory", "1M")
        try #require(run.status == .success, "\(run.error)")
        #expect(try BundleReader.read(path: bundle).bytes(at: "model/model.json") == expected)

        let asked = await CommandRun.fsel("predict", bundle, place.file("part-1.txt"), "--format", "svmlight")
        let named = await CommandRun.fsel("predict", bundle, place.file("rows.svm"))
        #expect(asked.status == .success && named.output.hasPrefix(asked.output), "\(asked.error)")
        #expect((await CommandRun.fsel("predict", bundle, "--format", "npy")).status == .usage)

        let tight = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet", "--max-memory", "10K")
        #expect(tight.status == .resource && tight.error.contains("part-1.txt:1: error[FS422]"), "\(tight.error)")
    }

    @Test func `a hostile index ends as a matter of resources`() async throws {
        let place = try place()
        try place.write("rows.svm.gz", "1 1:2\n2 2147483647:1\n")
        let run = await CommandRun.fsel("run", place.file("sparse.xml"), "--quiet")
        #expect(run.status.rawValue == 71 && run.error.contains("rows.svm.gz:2:3: error[FS494]"), "\(run.error)")
    }
}
