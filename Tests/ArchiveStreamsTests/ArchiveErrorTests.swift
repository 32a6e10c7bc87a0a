import Testing

@testable import ArchiveStreams

struct ArchiveErrorTests {
    private func text(_ path: String) -> String {
        do throws(ArchiveError) {
            _ = try ByteSource(path: path).readAll()
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `a message names the file and what is wrong`() {
        #expect(text("/no/such/file.csv") == "/no/such/file.csv: there is no such file.")
        #expect(text("/tmp") == "/tmp: a regular file is needed, and this is a folder, a pipe or a device.")
    }

    @Test func `a message names the byte`() {
        let gzip = CompressedRows.gzip.bytes
        let cut = TemporaryFile(Array(gzip.dropLast()))
        #expect(text(cut.path) == "\(cut.path): the compressed data end too early; the file is cut off, at byte 51.")
        let long = TemporaryFile(gzip + [7])
        #expect(
            text(long.path) == "\(long.path): bytes follow the end of the compressed data; nothing may, at byte 52.")
    }

    @Test func `a hostile name is shown without its control characters`() {
        let error = #expect(throws: ArchiveError.self) {
            try ArchiveWriter.archive(
                [ArchiveEntry(path: "a\u{1B}[31m\n", bytes: [])], format: .zip, modified: 0, name: "out.zip")
        }
        #expect(
            error?.description
                == "out.zip: a member's name is not a plain relative path, in 'a\\u{1b}[31m\\u{a}'.")
    }

    @Test(
        arguments: [
            (.permissionDenied, "permission to read the file is refused"),
            (.readFailed("Input/output error"), "the file cannot be read: Input/output error"),
            (.corrupt("incorrect data check"), "the data are damaged: incorrect data check"),
            (.noMember, "the archive has no regular file in it; exactly one is needed"),
            (.severalMembers, "the archive has more than one regular file in it; exactly one is needed"),
            (.encrypted, "the archive is encrypted; only plain archives are read"),
            (.notRegularMember("pipe"), "a member is a pipe; only regular files are read"),
            (.duplicateName, "two members have the same name"),
            (.unknownFormat, "the bytes are neither a tar.gz nor a zip archive"),
            (.tooManyEntries(limit: 64), "there are more than 64 members; 64 is the limit"),
            (.tooLarge(limit: 10), "the data unpack to more than 10 bytes; 10 is the limit"),
            (.ratioTooLarge(limit: 9), "the data unpack to more than 9 times their size; 9 is the limit"),
            (.writeFailed("no"), "the archive cannot be written: no"),
        ] as [(ArchiveError.Kind, String)])
    func `each situation has its sentence`(kind: ArchiveError.Kind, sentence: String) {
        #expect(ArchiveError(kind, file: "f").description == "f: \(sentence).")
        #expect(
            ArchiveError(kind, file: "f", entry: "m", offset: 7).description == "f: \(sentence), in 'm', at byte 7.")
    }
}
