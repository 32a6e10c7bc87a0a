import ArchiveStreams
import Testing

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
}
