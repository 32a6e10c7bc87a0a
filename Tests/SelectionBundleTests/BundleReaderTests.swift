import ArchiveStreams
import SparseGLM
import StageJSON
import StageKit
import Testing

@testable import SelectionBundle

struct BundleReaderTests {
    private static func contents(gateMax: Double = 60) async throws -> BundleContents {
        try await BundleContents(SampleRecord.record(.binomial, gateMax: gateMax))
    }

    private static func archive(_ members: [BundleMember]) throws -> [UInt8] {
        try archive(members.map { ArchiveEntry(path: $0.path, bytes: $0.bytes) })
    }

    private static func archive(_ entries: [ArchiveEntry], _ format: ArchiveFormat = .tarGzip) throws -> [UInt8] {
        try ArchiveWriter.archive(entries, format: format, modified: BundleTime.standard, name: "forged")
    }

    /// A bundle whose members are changed and whose digests and manifest are made anew, so that they fit.
    private static func forged(
        status: BundleStatus = .accepted, _ change: (inout [BundleMember]) -> Void
    ) async throws -> [UInt8] {
        var members = try await contents().members.filter { $0.kind != .manifest && $0.kind != .digests }
        change(&members)
        let sums = BundleMember(.digests, DigestsMember.bytes(members))
        let record = SampleRecord.record(gateMax: status == .accepted ? 60 : 0)
        let manifest = ManifestMember(
            record, members: members + [sums], contentDigest: "sha256:\(sha256(sums.bytes))")
        return try archive([BundleMember(.manifest, manifest.bytes)] + members + [sums])
    }

    private func failure(_ bytes: [UInt8]) async -> String? {
        do {
            let bundle = try BundleReader.read(bytes, name: "b")
            _ = try await bundle.verify()
            return nil
        } catch {
            return (error as? StageFailure).map { "\($0.kind.rawValue) \($0.description)" } ?? "\(error)"
        }
    }

    /// The failure after one member's bytes were changed, and nothing else.
    private func failure(_ kind: MemberKind, _ change: (inout [UInt8]) -> Void) async throws -> String? {
        let members = try await Self.contents().members.map { member in
            var bytes = member.bytes
            if member.kind == kind { change(&bytes) }
            return BundleMember(member.kind, bytes)
        }
        return await failure(try Self.archive(members))
    }

    private func replace(_ old: String, _ new: String) -> (inout [UInt8]) -> Void {
        { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let place = text.firstRange(of: old) else { return }
            bytes = Array((text[..<place.lowerBound] + new + text[place.upperBound...]).utf8)
        }
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `what was written is read back and verified`(format: ArchiveFormat) async throws {
        let contents = try await Self.contents()
        let archive = try contents.archive(format: format, modified: BundleTime.standard)
        let bundle = try BundleReader.read(archive, name: "b")
        #expect(bundle.members == contents.members)
        #expect(bundle.pipeline == "sample")
        #expect(bundle.status == .accepted)
        #expect(bundle.contentDigest == contents.contentDigest)
        #expect(bundle.toolVersion == "0.1.0")
        #expect(bundle.bytes(at: "features/selected.txt") == Array("body, mass\nLeague=N\nage\n".utf8))
        #expect(
            try await bundle.verify(expecting: contents.contentDigest) == [
                "18 members, each with the SHA-256 that the manifest lists", "the content digest is the expected one",
                "5 golden rows, equal to the bit",
            ])
    }

    @Test func `the model that is read back gives the same bits`() async throws {
        let scoring = SampleRecord.scoring(.binomial)
        let archive = try await Self.contents().archive(format: .tarGzip, modified: 0)
        let scorer = try BundleReader.read(archive, name: "b").scorer()
        let document = ModelDocument(
            inputs: scoring.signature.inputs.map(\.name), operations: scoring.operations, model: scoring.model)
        let direct = try await Scorer(document, signature: scoring.signature).predict(scoring.goldenRows)
        #expect(try await scorer.predict(scoring.goldenRows) == direct)
    }

    @Test func `a rejected bundle says so`() async throws {
        let archive = try await Self.contents(gateMax: 1).archive(format: .tarGzip, modified: 0)
        #expect(try BundleReader.read(archive, name: "b").status == .rejected)
    }

    @Test func `bytes that are no archive are unreadable`() async throws {
        #expect(
            await failure(Array("hello".utf8))
                == "data error[FS600]: b: the bytes are neither a tar.gz nor a zip archive, at byte 0.")
        #expect(
            await failure(try Self.archive([ArchiveEntry(path: "other", bytes: [])]))
                == "data error[FS601]: b is no bundle: its first member is 'other', and it must be 'manifest.json'.")
        #expect(
            await failure(try Self.archive([ArchiveEntry]()))
                == "data error[FS601]: b is no bundle: its first member is not there, and it must be 'manifest.json'.")
    }

    @Test func `a manifest of another form or version is unreadable`() async throws {
        let form = "data error[FS603]: b: manifest.json has the wrong form at "
        #expect(
            try await failure(.manifest, replace("\"formatVersion\": 1", "\"formatVersion\": 2"))
                == "data error[FS604]: b: manifest.json has format version 2; this program reads version 1.")
        #expect(
            try await failure(.manifest, replace("fsel-bundle", "bundle")) == form + "format: 'fsel-bundle' is needed.")
        #expect(
            try await failure(.manifest, replace("\"accepted\"", "\"fine\"")) == form
                + "status: 'accepted' or 'rejected' is needed.")
        #expect(
            try await failure(.manifest, replace("\"name\": \"fsel\"", "\"name\": \"x\"")) == form
                + "tool.name: 'fsel' is needed.")
        #expect(
            try await failure(.manifest, replace("\"tool\"", "\"x\": 1, \"tool\"")) == form + "its top: 'x' is unknown."
        )
        #expect(
            try await failure(.manifest, replace("\"role\": \"card\"", "\"role\": \"model\""))
                == form + "files: the role of README.md is 'model', and 'card' is needed.")
        #expect(
            try await failure(.manifest) { $0 = Array("{".utf8) }
                == "data error[FS602]: b: manifest.json is not valid JSON at 1:2: a name in quotes is needed.")
    }

    @Test func `a member with other bytes is named`() async throws {
        #expect(
            try await failure(.selected) { $0[0] ^= 1 }
                == "verification error[FS610]: b: features/selected.txt does not have the SHA-256 that manifest.json lists."
        )
        #expect(
            try await failure(.report) { $0.append(10) }
                == "verification error[FS611]: b: report/report.md has 24 bytes, and manifest.json lists 23.")
    }

    @Test func `a member too many or too few is named`() async throws {
        let members = try await Self.contents().members
        let entries = members.map { ArchiveEntry(path: $0.path, bytes: $0.bytes) }
        #expect(
            await failure(try Self.archive(entries + [ArchiveEntry(path: "report/report.html", bytes: [])]))
                == "verification error[FS612]: b: report/report.html is there, and manifest.json does not list it.")
        #expect(
            await failure(try Self.archive(entries.filter { $0.path != "model/golden.csv" }))
                == "verification error[FS613]: b: manifest.json lists model/golden.csv, which is not there.")
    }

    @Test func `a listed member that no bundle has is refused`() async throws {
        let contents = try await Self.contents()
        let entries = contents.members.map { member in
            var bytes = member.bytes
            if member.kind == .selected { return ArchiveEntry(path: "features/chosen.txt", bytes: bytes) }
            if member.kind == .manifest { replace("features/selected.txt", "features/chosen.txt")(&bytes) }
            return ArchiveEntry(path: member.path, bytes: bytes)
        }
        #expect(
            await failure(try Self.archive(entries))
                == "data error[FS605]: b: no bundle has a member named 'features/chosen.txt'.")
    }

    @Test(arguments: [MemberKind.readme, .pipelineXML, .signature, .golden, .path, .gates, .statement])
    func `a bundle without a member that belongs to it is refused`(kind: MemberKind) async throws {
        let archive = try await Self.forged { $0.removeAll { $0.kind == kind } }
        #expect(await failure(archive) == "data error[FS607]: b has no member '\(kind.path)', which this needs.")
    }

    @Test func `digests that disagree are refused`() async throws {
        let contents = try await Self.contents()
        let record = SampleRecord.record()
        let sums = BundleMember(.digests, Array("nothing\n".utf8))
        let others = contents.members.filter { $0.kind != .manifest && $0.kind != .digests } + [sums]
        let manifest = ManifestMember(record, members: others, contentDigest: "sha256:\(sha256(sums.bytes))")
        #expect(
            await failure(try Self.archive([BundleMember(.manifest, manifest.bytes)] + others))
                == "verification error[FS614]: b: SHA256SUMS disagrees with the members: its lines are not those of the "
                + "members, in their order.")
        let digest = contents.contentDigest
        let wrong = "sha256:" + String(repeating: "0", count: 64)
        #expect(
            try await failure(.manifest, replace(digest, wrong))
                == "verification error[FS615]: b: the content digest is \(digest), and manifest.json says \(wrong).")
    }

    @Test func `a status that the gates do not give is refused`() async throws {
        #expect(
            await failure(try await Self.forged(status: .rejected) { _ in })
                == "verification error[FS616]: b: manifest.json says 'rejected', and metrics/gates.json says 'accepted'."
        )
        let lying = try await Self.forged { members in
            for index in members.indices where members[index].kind == .gates {
                var bytes = members[index].bytes
                replace("\"max\": 60", "\"max\": 6")(&bytes)
                members[index] = BundleMember(.gates, bytes)
            }
        }
        #expect(
            await failure(lying)
                == "data error[FS603]: b: metrics/gates.json has the wrong form at gates[0].passed: 'false' follows from "
                + "its numbers.")
    }

    @Test func `another digest than the expected one is refused`() async throws {
        let archive = try await Self.contents().archive(format: .tarGzip, modified: 0)
        let bundle = try BundleReader.read(archive, name: "b")
        let error = await #expect(throws: StageFailure.self) { try await bundle.verify(expecting: "00ff") }
        #expect(error?.kind == .verification)
        #expect(
            error?.description
                == "error[FS617]: b: the content digest is \(bundle.contentDigest), and sha256:00ff was expected.")
        #expect(try await bundle.verify(expecting: String(bundle.contentDigest.dropFirst(7).uppercased())).count == 3)
    }

    @Test func `a golden row that the model does not give is named`() async throws {
        func golden(_ change: @escaping (inout [UInt8]) -> Void) async throws -> String? {
            await failure(
                try await Self.forged { members in
                    for index in members.indices where members[index].kind == .golden {
                        var bytes = members[index].bytes
                        change(&bytes)
                        members[index] = BundleMember(.golden, bytes)
                    }
                })
        }
        let scoring = SampleRecord.scoring(.binomial)
        let document = ModelDocument(
            inputs: scoring.signature.inputs.map(\.name), operations: scoring.operations, model: scoring.model)
        let first = try await Scorer(document, signature: scoring.signature).predict(scoring.goldenRows).columns[1]
            .exactTexts[0]
        let digit = first.last == "1" ? "2" : "1"
        let nearly = String(first.dropLast()) + digit
        #expect(
            try await golden(replace(first, nearly))
                == "verification error[FS618]: b: model/golden.csv, line 2: the model gives \(first) for 'probability:no', "
                + "and \(nearly) is listed.")
        #expect(
            try await golden(replace("League,prediction", "League,score"))
                == "verification error[FS619]: b: model/golden.csv has the columns age, body, mass, League, score, "
                + "probability:no, probability:yes, and the signature gives age, body, mass, League, prediction, "
                + "probability:no, probability:yes.")
        #expect(
            try await golden { $0 += Array("1,2\n".utf8) }
                == "data error[FS608]: b: model/golden.csv is not a table in the form of a bundle.")
        #expect(
            try await golden { bytes in bytes = Array(bytes.prefix { $0 != UInt8(ascii: "\n") }) + [UInt8(ascii: "\n")]
            }
                == "data error[FS608]: b: model/golden.csv is not a table in the form of a bundle.")
        #expect(
            try await golden(replace("\n30,", "\nold,"))
                == "data error[FS608]: b: model/golden.csv is not a table in the form of a bundle.")
        #expect(
            try await golden(replace("1.5,A,", "1.5,Z,"))
                == "data b/model/golden.csv:2: error[FS632]: Column 'League' has the level 'Z', which the model does not "
                + "know.")
    }

    @Test func `a file that cannot be opened has its own kind`() {
        let error = #expect(throws: StageFailure.self) { try BundleReader.read(path: "/no/such.fsel.tar.gz") }
        #expect(error?.kind == .noInput)
        #expect(error?.description == "error[FS600]: /no/such.fsel.tar.gz: there is no such file.")
        #expect(throws: StageFailure.self) { try BundleReader.read(path: "/tmp") }
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `a bundle cut off or with a flipped bit is refused or the same`(format: ArchiveFormat) async throws {
        let contents = try await Self.contents()
        let whole = try contents.archive(format: format, modified: 0)
        for offset in stride(from: 0, to: whole.count, by: 53) {
            #expect(await failure(Array(whole[..<offset])) != nil, "\(offset) bytes")
            var damaged = whole
            damaged[offset] ^= 0x04
            let members = (try? BundleReader.read(damaged, name: "b"))?.members
            #expect(members == nil || members == contents.members, "byte \(offset)")
        }
        #expect(await failure(whole + [0])?.hasPrefix("data error[FS600]") == true)
    }

    @Test func `ten thousand members or a bomb are refused without being unpacked`() async throws {
        let many = (0..<10_000).map { ArchiveEntry(path: "m\($0)", bytes: []) }
        #expect(
            await failure(try Self.archive(many, .zip))
                == "data error[FS600]: b: there are more than 64 members; 64 is the limit.")
        let zeros = [ArchiveEntry(path: "manifest.json", bytes: [UInt8](repeating: 0, count: 8 << 20))]
        #expect(
            await failure(try Self.archive(zeros))
                == "data error[FS600]: b: the data unpack to more than 1000 times their size; 1000 is the limit.")
    }
}
