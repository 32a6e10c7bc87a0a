import FSelCommand
import SelectionBundle
import Testing

/// Every pipeline in `pipelines/` runs, and leaves a bundle that holds.
struct PipelinesTests {
    static let names = ["diabetes", "breast-cancer", "claims", "hitters", "penguins"]

    /// Options that make a run short where what is tested is not the cross-validation.
    private static func fewerFolds(_ name: String) -> [String] {
        let outer = name == "hitters" ? ["--set", "eval.folds=2"] : []
        return ["--set", "select.cv.folds=3", "--set", "refit.cv.folds=3"] + outer
    }

    private func place() throws -> Workplace {
        let place = try Workplace()
        for name in Self.names { try place.copy("pipelines/\(name).xml", as: "\(name).xml") }
        for data in ["diabetes", "breast_cancer", "claims", "hitters", "penguins"] {
            try place.copy("pipelines/data/\(data).csv", as: "data/\(data).csv")
        }
        return place
    }

    @Test func `the list of pipelines is complete`() {
        let files = Workplace.names(at: Workplace.project + "/pipelines")
        #expect(files.filter { $0.hasSuffix(".xml") } == Self.names.map { "\($0).xml" }.sorted())
    }

    @Test(arguments: names) func `runs, verifies and predicts its own golden rows`(name: String) async throws {
        let place = try place()
        let run = await CommandRun.fsel("run", place.file("\(name).xml"))
        #expect(run.status == .success, "\(run.error)")
        let bundle = place.file("out/\(name).fsel.tar.gz")
        #expect(run.output == bundle + "\n")
        #expect(run.error.contains("selected  "))
        #expect(place.names(in: "out") == ["\(name).fsel.tar.gz"])

        let verified = await CommandRun.fsel("verify", bundle)
        #expect(verified.status == .success, "\(verified.error)")
        #expect(verified.output.contains("20 golden rows, equal to the bit"))

        let golden = await CommandRun.fsel("show", bundle, "model/golden.csv")
        let rows = try place.write("golden.csv", golden.output)
        let predicted = await CommandRun.fsel("predict", bundle, rows)
        #expect(predicted.status == .success, "\(predicted.error)")
        #expect(lines(predicted.output) == lines(golden.output).map { lastFields($0, like: predicted.output) })
        withExtendedLifetime(place) {}
    }

    @Test(arguments: ["diabetes", "claims", "penguins"])
    func `the same inputs give the same archive in another folder and with other workers`(name: String) async throws {
        var archives: [[UInt8]] = []
        for workers in ["1", "2", "8"] {
            let place = try place()
            let run = await CommandRun.fsel(
                ["run", place.file("\(name).xml"), "--jobs", workers, "--no-run-record", "--quiet"]
                    + Self.fewerFolds(name))
            #expect(run.status == .success && run.error.isEmpty, "\(run.error)")
            archives.append(try Workplace.read(place.file("out/\(name).fsel.tar.gz")))
        }
        #expect(archives[0] == archives[1])
        #expect(archives[0] == archives[2])
    }

    @Test func `no member names the folder in which it was made`() async throws {
        let place = try place()
        _ = await CommandRun.fsel(["run", place.file("hitters.xml"), "--quiet"] + Self.fewerFolds("hitters"))
        let bundle = try BundleReader.read(path: place.file("out/hitters.fsel.tar.gz"))
        for member in bundle.members {
            #expect(!String(decoding: member.bytes, as: UTF8.self).contains(place.path), "\(member.path)")
        }
    }

    @Test func `a failed gate leaves the old bundle and writes a rejected one beside it`() async throws {
        let place = try place()
        _ = await CommandRun.fsel("run", place.file("diabetes.xml"), "--quiet", "--no-run-record")
        let old = try Workplace.read(place.file("out/diabetes.fsel.tar.gz"))
        let strict = String(decoding: try Workplace.read(place.file("diabetes.xml")), as: UTF8.self)
            .replacing("max=\"65\"", with: "max=\"1\"")
        let run = await CommandRun.fsel("run", try place.write("diabetes.xml", strict), "--no-run-record")
        #expect(run.status == .gateFailed)
        #expect(run.output == place.file("out/diabetes.rejected.fsel.tar.gz") + "\n")
        #expect(run.error.contains("diabetes.xml:21: error[FS706]: A gate failed: rmse of 'eval' is "))
        #expect(try Workplace.read(place.file("out/diabetes.fsel.tar.gz")) == old)
        let rejected = try BundleReader.read(path: place.file("out/diabetes.rejected.fsel.tar.gz"))
        #expect(rejected.status == .rejected)
    }

    @Test(arguments: names) func `the resolved pipeline gives the same selection and model`(name: String) async throws {
        let place = try place()
        _ = await CommandRun.fsel(["run", place.file("\(name).xml"), "--quiet"] + Self.fewerFolds(name))
        let first = place.file("out/\(name).fsel.tar.gz")
        let resolved = await CommandRun.fsel("show", first, "config/resolved.xml")
        let again = await CommandRun.fsel(
            "run", try place.write("again.xml", resolved.output), "--quiet", "--out", place.file("again.fsel.tar.gz"))
        #expect(again.status == .success, "\(again.error)")
        for member in ["features/features.csv", "model/model.json", "metrics/metrics.json"] {
            let a = try BundleReader.read(path: first).bytes(at: member)
            #expect(try BundleReader.read(path: place.file("again.fsel.tar.gz")).bytes(at: member) == a)
        }
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// As many fields from the end as a prediction has: no field of these files has a comma in it.
    private func lastFields(_ line: String, like predictions: String) -> String {
        let count = lines(predictions)[0].split(separator: ",").count
        return line.split(separator: ",", omittingEmptySubsequences: false).suffix(count).joined(separator: ",")
    }
}
