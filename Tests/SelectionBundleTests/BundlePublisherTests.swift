import ArchiveStreams
import Glibc
import StageKit
import Testing

@testable import SelectionBundle

struct BundlePublisherTests {
    private static func contents(_ report: String = "r", gateMax: Double = 60) async throws -> (BundleContents, [UInt8])
    {
        var record = SampleRecord.record(gateMax: gateMax)
        record.report = report
        let contents = try await BundleContents(record)
        return (contents, try contents.archive(format: .tarGzip, modified: BundleTime.standard))
    }

    private static func publish(_ path: String, _ report: String = "r", gateMax: Double = 60) async throws -> String {
        let (contents, archive) = try await contents(report, gateMax: gateMax)
        return try BundlePublisher(path: path, lockTimeout: 0.05).publish(archive, of: contents)
    }

    private static func failure(_ path: String) async throws -> StageFailure? {
        let (contents, archive) = try await contents("new")
        do throws(StageFailure) {
            _ = try BundlePublisher(path: path, lockTimeout: 0.05).publish(archive, of: contents)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a bundle is published, with its folders, and nothing else stays`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/out/deep/a.fsel.tar.gz"
        #expect(try await Self.publish(path) == path)
        #expect(TemporaryFolder.names("\(folder.path)/out/deep") == ["a.fsel.tar.gz"])
        #expect(folder.read("out/deep/a.fsel.tar.gz") == (try await Self.contents().1))
        #expect(try await BundleReader.read(path: path).verify().count == 2)
    }

    @Test func `a newer bundle takes the place of the older one`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/a.fsel.tar.gz"
        _ = try await Self.publish(path, "old")
        _ = try await Self.publish(path, "new")
        #expect(try BundleReader.read(path: path).bytes(at: "report/report.md") == Array("new".utf8))
        #expect(folder.names == ["a.fsel.tar.gz"])
    }

    @Test func `a rejected bundle goes beside the accepted one`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/a.fsel.tar.gz"
        _ = try await Self.publish(path, "good")
        #expect(try await Self.publish(path, "bad", gateMax: 1) == "\(folder.path)/a.rejected.fsel.tar.gz")
        #expect(try BundleReader.read(path: path).bytes(at: "report/report.md") == Array("good".utf8))
        #expect(folder.names == ["a.fsel.tar.gz", "a.rejected.fsel.tar.gz"])
    }

    @Test func `what dead runs left is removed, what others left stays`() async throws {
        let folder = TemporaryFolder()
        for name in [".a.fsel.tar.gz.tmp-17", ".a.fsel.tar.gz.tmp-\(getpid())", ".b.fsel.tar.gz.tmp-3", "a.tmp-1"] {
            folder.write([1], to: name)
        }
        _ = try await Self.publish("\(folder.path)/a.fsel.tar.gz")
        #expect(folder.names == [".b.fsel.tar.gz.tmp-3", "a.fsel.tar.gz", "a.tmp-1"])
    }

    @Test func `a lock that is held is waited for and then told`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/a.fsel.tar.gz"
        _ = try await Self.publish(path, "old")
        let held = try BundleLock(target: path, timeout: 0)
        let error = try await Self.failure(path)
        #expect(error?.kind == .lock)
        #expect(
            error?.description
                == "error[FS650]: \(path) is being written by another run, which holds \(folder.path)/.a.fsel.tar.gz.lock; "
                + "waited 0.05 s.")
        #expect(try BundleReader.read(path: path).bytes(at: "report/report.md") == Array("old".utf8))
        held.release()
        #expect(try await Self.failure(path) == nil)
        #expect(folder.names == ["a.fsel.tar.gz"])
    }

    @Test func `a lock left by a dead run holds nobody up`() async throws {
        let folder = TemporaryFolder()
        folder.write([], to: ".a.fsel.tar.gz.lock")
        _ = try await Self.publish("\(folder.path)/a.fsel.tar.gz")
        #expect(folder.names == ["a.fsel.tar.gz"])
    }

    @Test func `a path that names no file or leads through a file is refused`() async throws {
        let folder = TemporaryFolder()
        let empty = try await Self.failure("\(folder.path)/")
        #expect(empty?.kind == .pipeline)
        #expect(
            empty?.description
                == "error[FS656]: The bundle's path '\(folder.path)/' names a folder, and a file is needed.")
        folder.write([1], to: "file")
        let through = try await Self.failure("\(folder.path)/file/a.fsel.tar.gz")
        #expect(through?.kind == .io)
        #expect(
            through?.description == "error[FS651]: \(folder.path)/file cannot be used as a folder: Not a directory.")
        mkdir("\(folder.path)/a.fsel.tar.gz", 0o755)
        let occupied = try await Self.failure("\(folder.path)/a.fsel.tar.gz")
        #expect(occupied?.kind == .pipeline)
        #expect(occupied?.description == Self.notAFile("\(folder.path)/a.fsel.tar.gz"))
        #expect(folder.names == ["a.fsel.tar.gz", "file"])
    }

    private static func notAFile(_ path: String) -> String {
        "error[FS657]: The bundle's path '\(path)' leads to a folder, a pipe or a device, and a file is needed."
    }

    @Test func `a pipe at the bundle's path, or a link to one, stays`() async throws {
        let folder = TemporaryFolder()
        let pipe = "\(folder.path)/pipe"
        mkfifo(pipe, 0o600)
        symlink(pipe, "\(folder.path)/link")
        #expect(try await Self.failure(pipe)?.description == Self.notAFile(pipe))
        #expect(try await Self.failure("\(folder.path)/link")?.description == Self.notAFile("\(folder.path)/link"))
        #expect(folder.names == ["link", "pipe"])
    }

    @Test func `a file-size limit comes back as an error and leaves the old bundle`() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let path = "\(folder.path)/a.fsel.tar.gz"
            _ = try await Self.publish(path, "old")
            // As a shell starts a program, rather than as the test's parent does.
            signal(SIGXFSZ, SIG_DFL)
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            limit.rlim_cur = 1000
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let error = try await Self.failure(path)
            // What measures coverage writes its own file when the process ends.
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try #require(error?.kind == .io)
            try #require(error?.diagnostic.code == "FS651")
            try #require(error?.diagnostic.message.hasSuffix("cannot be written: File too large.") == true)
            try #require(folder.names == ["a.fsel.tar.gz"])
            try #require(BundleReader.read(path: path).bytes(at: "report/report.md") == Array("old".utf8))
        }
    }

    @Test func `a folder that may not be written to comes back as refused permission`() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let path = "\(folder.path)/a.fsel.tar.gz"
            _ = try await Self.publish(path, "old")
            chmod(folder.path, 0o555)
            chmod(path, 0o444)
            // Root may write anywhere, so the test goes on as nobody.
            if geteuid() == 0 { try #require(seteuid(65534) == 0) }
            let error = try await Self.failure(path)
            try #require(error?.kind == .permission)
            try #require(
                error?.description
                    == "error[FS652]: \(folder.path)/.a.fsel.tar.gz.lock cannot be created: Permission denied.")
            try #require(BundleReader.read(path: path).bytes(at: "report/report.md") == Array("old".utf8))
            if getuid() == 0 { seteuid(0) }
            chmod(folder.path, 0o755)
        }
    }

    @Test func `many runs at once publish one after the other`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/a.fsel.tar.gz"
        var prepared: [(BundleContents, [UInt8])] = []
        for run in 0..<6 { prepared.append(try await Self.contents("run \(run)")) }
        try await withThrowingTaskGroup(of: String.self) { group in
            for (contents, archive) in prepared {
                group.addTask { try BundlePublisher(path: path, lockTimeout: 30).publish(archive, of: contents) }
            }
            for try await published in group { #expect(published == path) }
        }
        #expect(try await BundleReader.read(path: path).verify().count == 2)
        #expect(folder.names == ["a.fsel.tar.gz"])
    }

    @Test func `what does not read back as it was written is not published`() async throws {
        let folder = TemporaryFolder()
        let (contents, _) = try await Self.contents()
        let (_, other) = try await Self.contents("other")
        let error = #expect(throws: StageFailure.self) {
            try BundlePublisher(path: "\(folder.path)/a.fsel.tar.gz").publish(other, of: contents)
        }
        #expect(
            error?.description
                == "error[FS653]: \(folder.path)/.a.fsel.tar.gz.tmp-\(getpid()) does not read back as it was written; the "
                + "disk is faulty.")
        #expect(folder.names.isEmpty)
    }
}
