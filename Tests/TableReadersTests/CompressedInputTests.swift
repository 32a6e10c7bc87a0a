import Glibc
import StageKit
import Testing

@testable import ArchiveStreams
@testable import TableReaders

/// A folder that is removed with its files.
private final class Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/fsel-data-XXXXXX".utf8CString)
        path = try template.withUnsafeMutableBufferPointer {
            try #require($0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) })
        }
    }

    deinit {
        chmod(path + "/file", 0o600)
        unlink(path + "/file")
        rmdir(path)
    }

    /// Writes the one file of the folder.
    func write(_ bytes: [UInt8]) throws -> String {
        let file = try #require(fopen(path + "/file", "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return path + "/file"
    }
}

struct CompressedInputTests {
    /// `x,label,target` and three rows, as gzip, zstd and zip pack them.
    static let packed: [(name: String, bytes: [UInt8])] = [
        ("plain", Array("x,label,target\n1,a,2.5\n-2,b,3\n0.5,a,1e3\n".utf8)),
        (
            "gzip",
            [
                0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0xD0, 0xC9, 0x49, 0x4C, 0x4A, 0xCD,
                0xD1,
                0x29, 0x49, 0x2C, 0x4A, 0x4F, 0x2D, 0xE1, 0x32, 0xD4, 0x49, 0xD4, 0x31, 0xD2, 0x33, 0xE5, 0xD2, 0x35,
                0xD2,
                0x49, 0xD2, 0x31, 0xE6, 0x32, 0xD0, 0x33, 0x05, 0x0A, 0x18, 0xA6, 0x1A, 0x73, 0x01, 0x00, 0xE7, 0xD8,
                0x32,
                0xC7, 0x28, 0x00, 0x00, 0x00,
            ]
        ),
        (
            "zstd",
            [
                0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x41, 0x01, 0x00, 0x78, 0x2C, 0x6C, 0x61, 0x62, 0x65, 0x6C, 0x2C,
                0x74,
                0x61, 0x72, 0x67, 0x65, 0x74, 0x0A, 0x31, 0x2C, 0x61, 0x2C, 0x32, 0x2E, 0x35, 0x0A, 0x2D, 0x32, 0x2C,
                0x62,
                0x2C, 0x33, 0x0A, 0x30, 0x2E, 0x35, 0x2C, 0x61, 0x2C, 0x31, 0x65, 0x33, 0x0A, 0xCF, 0xA5, 0x25, 0xD5,
            ]
        ),
        (
            "zip",
            [
                0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x21, 0x00, 0xE7, 0xD8, 0x32,
                0xC7,
                0x29, 0x00, 0x00, 0x00, 0x28, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x74, 0x2E, 0x63, 0x73, 0x76,
                0xAB,
                0xD0, 0xC9, 0x49, 0x4C, 0x4A, 0xCD, 0xD1, 0x29, 0x49, 0x2C, 0x4A, 0x4F, 0x2D, 0xE1, 0x32, 0xD4, 0x49,
                0xD4,
                0x31, 0xD2, 0x33, 0xE5, 0xD2, 0x35, 0xD2, 0x49, 0xD2, 0x31, 0xE6, 0x32, 0xD0, 0x33, 0x05, 0x0A, 0x18,
                0xA6,
                0x1A, 0x73, 0x01, 0x00, 0x50, 0x4B, 0x01, 0x02, 0x14, 0x03, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00,
                0x00,
                0x21, 0x00, 0xE7, 0xD8, 0x32, 0xC7, 0x29, 0x00, 0x00, 0x00, 0x28, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00,
                0x00,
                0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x74, 0x2E, 0x63,
                0x73,
                0x76, 0x50, 0x4B, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x33, 0x00, 0x00, 0x00,
                0x4C,
                0x00, 0x00, 0x00, 0x00, 0x00,
            ]
        ),
    ]

    private func open(_ path: String) throws -> SourceTable {
        try DelimitedReader(file: path).read { header in header.names.map { _ in .automatic } }
    }

    @Test(arguments: packed) func `a packed file is read like a plain one`(_ file: (name: String, bytes: [UInt8]))
        throws
    {
        let folder = try Folder()
        let table = try open(folder.write(file.bytes))
        #expect(table.cells("x") == ["1.0", "-2.0", "0.5"])
        #expect(table.cells("label") == ["a", "b", "a"])
        #expect(table.cells("target") == ["2.5", "3.0", "1000.0"])
    }

    @Test(arguments: packed) func `memory is refused before it is taken`(_ file: (name: String, bytes: [UInt8])) throws
    {
        let folder = try Folder()
        let reader = DelimitedReader(file: try folder.write(file.bytes)).using(threads: 1, memory: 10)
        let found = failure { try reader.read { $0.names.map { _ in .automatic } } }
        #expect(found?.kind == .resource && found?.diagnostic.code == "FS422")
    }

    @Test(arguments: packed.dropFirst(), [1, 5, 12])
    func `a packed file that is cut off is bad data`(_ file: (name: String, bytes: [UInt8]), cut: Int) throws {
        let folder = try Folder()
        let path = try folder.write(file.bytes.dropLast(cut))
        let found = try #require(failure { try open(path) })
        #expect(found.kind == .data && found.diagnostic.code == "FS402")
        #expect(found.diagnostic.message.hasPrefix("The data cannot be read: \(path): "))
    }

    @Test(arguments: packed) func `progress is told where the size is known`(_ file: (name: String, bytes: [UInt8]))
        throws
    {
        let folder = try Folder()
        var told: [[Int]] = []
        _ = try DelimitedReader(file: folder.write(file.bytes)).read(progress: { told.append([$0, $1]) }) { header in
            header.names.map { _ in .automatic }
        }
        #expect(told == (file.name == "plain" ? [[file.bytes.count, file.bytes.count]] : []))
    }

    @Test func `a file that is not there is missing input`() throws {
        let folder = try Folder()
        let found = failure { try open(folder.path + "/none.csv") }
        #expect(found?.kind == .noInput)
        #expect(
            found?.description
                == "error[FS400]: The data cannot be read: \(folder.path)/none.csv: there is no such file.")
    }

    @Test(
        arguments: [
            (.missing, .noInput, "FS400", "there is no such file"),
            (.notRegularFile, .noInput, "FS400", "a regular file is needed, and this is a folder, a pipe or a device"),
            (.permissionDenied, .permission, "FS401", "permission to read the file is refused"),
            (.readFailed("Input/output error"), .io, "FS402", "the file cannot be read: Input/output error"),
            (.truncated, .data, "FS402", "the compressed data end too early; the file is cut off"),
            (
                .severalMembers, .data, "FS402",
                "the archive has more than one regular file in it; exactly one is needed"
            ),
            (.tooLarge(limit: 9), .resource, "FS402", "the data unpack to more than 9 bytes; 9 is the limit"),
        ] as [(ArchiveError.Kind, StageFailure.Kind, String, String)])
    func `what is wrong with a file decides the exit`(
        _ situation: ArchiveError.Kind, kind: StageFailure.Kind, code: String, sentence: String
    ) {
        let failure = ArchiveError(situation, file: "data.csv.gz").inputFailure
        #expect(failure.kind == kind)
        #expect(failure.description == "error[\(code)]: The data cannot be read: data.csv.gz: \(sentence).")
    }

    @Test func `a folder is no input`() throws {
        let folder = try Folder()
        let found = failure { try open(folder.path) }
        #expect(found?.kind == .noInput && found?.diagnostic.code == "FS400")
    }

    @Test func `a file that may not be read is a refused permission`() throws {
        let folder = try Folder()
        let path = try folder.write(Array("x\n1\n".utf8))
        chmod(path, 0)
        let found = failure { try open(path) }
        // The superuser reads every file.
        if geteuid() == 0 {
            #expect(found == nil)
        } else {
            #expect(found?.kind == .permission && found?.diagnostic.code == "FS401")
        }
    }
}
