import ArchiveStreams
import Glibc
import SparseGLM
import StageJSON
import StageKit
import Testing

@testable import SelectionBundle

/// Changes the time zone of the process, so its tests run one after the other.
@Suite(.serialized) struct BundleContentsTests {
    @Test func `the manifest is first, the others follow by name`() async throws {
        let paths = try await BundleContents(SampleRecord.record()).members.map(\.path)
        #expect(paths[0] == "manifest.json")
        #expect(Array(paths.dropFirst()) == paths.dropFirst().sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(paths.count == 18)
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `shuffled records give the same bytes in every time zone`(format: ArchiveFormat) async throws {
        var shuffled = SampleRecord.record()
        let provenance = shuffled.provenance
        shuffled.provenance = ProvenanceRecord(
            seed: provenance.seed, parameters: provenance.parameters.reversed(),
            materials: provenance.materials.reversed(), stages: provenance.stages)
        let before = getenv("TZ").map { String(cString: $0) }
        defer {
            if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
            tzset()
        }
        var archives: Set<[UInt8]> = []
        for (zone, record) in [
            ("UTC0", SampleRecord.record()), ("Asia/Tokyo", shuffled), ("America/New_York", shuffled),
        ] {
            setenv("TZ", zone, 1)
            tzset()
            archives.insert(try await BundleContents(record).archive(format: format, modified: BundleTime.standard))
        }
        #expect(archives.count == 1)
    }

    @Test func `sha256sum accepts the digests`() async throws {
        let folder = TemporaryFolder()
        for member in try await BundleContents(SampleRecord.record()).members {
            folder.write(member.bytes, to: member.path)
        }
        let check = "cd '\(folder.path)' && sha256sum --check --strict --quiet SHA256SUMS"
        #expect(Program.run("/bin/sh", ["-c", check]) == 0)
        folder.write(Array("other".utf8), to: "features/selected.txt")
        #expect(Program.run("/bin/sh", ["-c", check + " 2>/dev/null"]) != 0)
    }

    @Test func `the content digest covers all but the run`() async throws {
        let record = SampleRecord.record()
        let contents = try await BundleContents(record)
        let sums = try #require(contents.members.first { $0.kind == .digests })
        #expect(contents.contentDigest == "sha256:\(sha256(sums.bytes))")
        let names = String(decoding: sums.bytes, as: UTF8.self).split(separator: "\n").map { String($0.dropFirst(66)) }
        let others: Set = ["manifest.json", "SHA256SUMS", "provenance/run.json"]
        #expect(Set(names) == Set(contents.members.map(\.path)).subtracting(others))

        var without = record
        without.run = nil
        let silent = try await BundleContents(without)
        #expect(silent.contentDigest == contents.contentDigest)
        #expect(!silent.members.contains { $0.kind == .run })

        var other = record
        other.report += "more"
        #expect(try await BundleContents(other).contentDigest != contents.contentDigest)
    }

    @Test func `SHA-256 is that of the standard`() {
        #expect(sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `golden rows that the model cannot score are refused`() async {
        var record = SampleRecord.record()
        let scoring = SampleRecord.scoring()
        record.model = ScoringModel(
            model: scoring.model, operations: scoring.operations, signature: scoring.signature,
            goldenRows: Table(columns: [SampleRecord.columns[0]]))
        let error = await #expect(throws: StageFailure.self) { try await BundleContents(record) }
        #expect(error?.diagnostic.code == "FS630")
    }

    @Test func `a model without features has golden rows too`() async throws {
        var record = SampleRecord.record()
        let model = Model(
            family: .gaussian, classes: nil, features: [], intercepts: [2.5], coefficients: [[]])
        let signature = Signature(inputs: [], operations: [], model: model, target: "y")
        record.model = ScoringModel(
            model: model, operations: [], signature: signature, goldenRows: Table(columns: SampleRecord.columns))
        let archive = try await BundleContents(record).archive(format: .tarGzip, modified: 0)
        let bundle = try BundleReader.read(archive, name: "b")
        #expect(try bundle.bytes(of: .golden) == Array("prediction\n2.5\n2.5\n2.5\n2.5\n2.5\n".utf8))
        #expect(try await bundle.verify().last == "5 golden rows, equal to the bit")
    }

    @Test func `a class with any name is kept apart`() async throws {
        var record = SampleRecord.record(.binomial)
        let classes = ["a,\"b\"", "line\nbreak"]
        let plain = SampleRecord.model(.binomial)
        let model = Model(
            family: .binomial, classes: classes, features: plain.features, intercepts: plain.intercepts,
            coefficients: plain.coefficients)
        let signature = Signature(
            inputs: SampleRecord.columns, operations: SampleRecord.operations, model: model, target: "y")
        record.model = ScoringModel(
            model: model, operations: SampleRecord.operations, signature: signature,
            goldenRows: Table(columns: SampleRecord.columns))
        let archive = try await BundleContents(record).archive(format: .zip, modified: 0)
        #expect(try await BundleReader.read(archive, name: "b").verify().count == 2)
    }
}
