import FSelCommand
import Glibc
import Testing

/// Paths that lead to something else than a file.
///
/// No test names an output outside its own folder: a faulty renaming would replace whatever is there.
struct BadPathTests {
    private func ready() throws -> Workplace {
        let place = try Workplace()
        try place.write("p.xml", BadCase.standard)
        try place.write("data.csv", BadCase.table)
        return place
    }

    @Test(arguments: [
        ("nope.xml", "FS001", "There is no file 'nope.xml'; expected a pipeline file"),
        ("p.xml/x", "FS001", "There is no file 'p.xml/x'; expected a pipeline file"),
        ("folder", "FS002", "'folder' is no regular file; expected a pipeline file"),
        ("pipe", "FS002", "'pipe' is no regular file; expected a pipeline file"),
        ("lost", "FS001", "There is no file 'lost'; expected a pipeline file"),
    ])
    func `a pipeline that is no file is refused without waiting`(
        name: String, code: String, text: String
    ) async throws {
        let place = try ready()
        mkdir(place.file("folder"), 0o755)
        mkfifo(place.file("pipe"), 0o600)
        symlink("nowhere", place.file("lost"))
        for verb in ["run", "plan", "validate"] {
            let run = await CommandRun.fsel(verb, place.file(name), "--quiet")
            #expect(run.status == .noInput)
            #expect(place.errors(in: run.error) == ["error[\(code)]: \(text)"])
            #expect(run.output.isEmpty)
        }
    }

    @Test(arguments: [
        ("folder", "FS301", "'folder', which stage 'load' reads, is no regular file"),
        ("pipe", "FS301", "'pipe', which stage 'load' reads, is no regular file"),
        ("/dev/zero", "FS301", "'/dev/zero', which stage 'load' reads, is no regular file"),
        ("lost", "FS300", "There is no file 'lost', which stage 'load' reads"),
        ("p.xml/x", "FS300", "There is no file 'p.xml/x', which stage 'load' reads"),
    ])
    func `data that is no file is refused without waiting`(name: String, code: String, text: String) async throws {
        let place = try ready()
        mkdir(place.file("folder"), 0o755)
        mkfifo(place.file("pipe"), 0o600)
        symlink("nowhere", place.file("lost"))
        try place.write("p.xml", BadCase.standard.replacing("data.csv", with: name))
        let before = place.names()
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == .noInput)
        #expect(place.errors(in: run.error) == ["p.xml:2:15: error[\(code)]: \(text)"])
        #expect(place.names() == before)
    }

    static let outputs: [(name: String, status: FSelCommand.ExitStatus, error: String)] = [
        (
            "folder", .pipeline,
            "error[FS657]: The bundle's path 'folder' leads to a folder, a pipe or a device, and a file is needed"
        ),
        (
            "pipe", .pipeline,
            "error[FS657]: The bundle's path 'pipe' leads to a folder, a pipe or a device, and a file is needed"
        ),
        (
            "link", .pipeline,
            "error[FS657]: The bundle's path 'link' leads to a folder, a pipe or a device, and a file is needed"
        ),
        ("folder/", .pipeline, "error[FS656]: The bundle's path 'folder/' names a folder, and a file is needed"),
        ("folder/..", .pipeline, "error[FS656]: The bundle's path 'folder/..' names a folder, and a file is needed"),
        ("data.csv", .pipeline, "error[FS305]: The bundle would overwrite 'data.csv', which stage 'load' reads"),
        (
            "folder/../data.csv", .pipeline,
            "error[FS305]: The bundle would overwrite 'data.csv', which stage 'load' reads"
        ),
        ("p.xml", .pipeline, "error[FS306]: The bundle would overwrite 'p.xml', a file of the pipeline itself"),
        ("data.csv/x", .io, "error[FS651]: data.csv cannot be used as a folder: Not a directory"),
    ]

    @Test(arguments: outputs) func `a bundle replaces neither input nor anything that is no file`(
        name: String, status: FSelCommand.ExitStatus, error: String
    ) async throws {
        let place = try ready()
        mkdir(place.file("folder"), 0o755)
        mkfifo(place.file("pipe"), 0o600)
        symlink("pipe", place.file("link"))
        let before = place.names()
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet", "--out", place.file(name))
        #expect(run.status == status)
        #expect(place.errors(in: run.error).map { $0.replacing("p.xml:5:17: ", with: "") } == [error])
        #expect(run.output.isEmpty)
        #expect(place.names() == before)
        #expect(try Workplace.read(place.file("data.csv")) == Array(BadCase.table.utf8))
        #expect(try Workplace.read(place.file("p.xml")) == Array(BadCase.standard.utf8))
        var found = stat()
        #expect(stat(place.file("pipe"), &found) == 0 && found.st_mode & S_IFMT == S_IFIFO)
    }

    @Test(arguments: ["ü é/x y.fsel.tar.gz", "a/b/c/x.fsel.tar.gz", "x"])
    func `a bundle may have any name, in folders that are made for it`(name: String) async throws {
        let place = try ready()
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet", "--out", place.file(name))
        #expect(run.status == .success)
        #expect(run.output == place.file(name) + "\n")
        #expect(await CommandRun.fsel("verify", place.file(name)).status == .success)
    }
}
