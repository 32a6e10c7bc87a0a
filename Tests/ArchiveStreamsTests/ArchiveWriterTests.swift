import ArchiveStreams
import Glibc
import Testing

/// Changes the time zone of the process, so its tests run one after the other.
@Suite(.serialized) struct ArchiveWriterTests {
    private static let entries = (0..<20).map { index in
        ArchiveEntry(path: "member-\(index)", bytes: Array(String(repeating: "value \(index),", count: 300).utf8))
    }

    private func written(_ format: ArchiveFormat, modified: Int = 1_700_000_001) throws -> [UInt8] {
        try ArchiveWriter.archive(Self.entries, format: format, modified: modified, name: "a")
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `what is written is read back`(format: ArchiveFormat) throws {
        let read = try ArchiveReader.entries(of: try written(format), name: "a", limits: .none)
        #expect(read == Self.entries)
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `the bytes are the same in every time zone`(format: ArchiveFormat) throws {
        let before = getenv("TZ").map { String(cString: $0) }
        defer {
            if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
            tzset()
        }
        let inZones = try ["UTC0", "Asia/Tokyo", "America/St_Johns", "XXX-14"].map { zone in
            setenv("TZ", zone, 1)
            tzset()
            return try written(format)
        }
        #expect(Set(inZones).count == 1)
    }

    @Test func `a gzip header carries no time and no name`() throws {
        #expect(Array(try written(.tarGzip).prefix(8)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    }

    @Test func `a tar member is a regular file of nobody with the time given`() throws {
        let file = TemporaryFile(try written(.tarGzip))
        let tar = try ByteSource(path: file.path).readAll()
        func field(_ offset: Int, _ length: Int) -> String {
            let bytes = tar[offset..<offset + length].prefix { $0 != 0 && $0 != 0x20 }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(field(0, 100) == "member-0")
        #expect(field(100, 8) == "000644")
        #expect(field(108, 8) == "000000")
        #expect(field(116, 8) == "000000")
        #expect(Int(field(136, 12), radix: 8) == 1_700_000_001)
        #expect(field(156, 1) == "0")
        #expect(field(265, 32).isEmpty)
        #expect(field(297, 32).isEmpty)
    }

    @Test func `a zip member has the time given, in UTC`() throws {
        let zip = try written(.zip)
        // 2023-11-14 22:13:20, in steps of two seconds.
        let expected = (2023 - 1980) << 25 | 11 << 21 | 14 << 16 | 22 << 11 | 13 << 5 | 10
        let found = (0..<4).reduce(0) { $0 | Int(zip[10 + $1]) << ($1 * 8) }
        #expect(found == expected)
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `a name that is not plain or not new is refused`(format: ArchiveFormat) {
        func kind(_ paths: [String]) -> ArchiveError.Kind? {
            do throws(ArchiveError) {
                let entries = paths.map { ArchiveEntry(path: $0, bytes: []) }
                _ = try ArchiveWriter.archive(entries, format: format, modified: 0, name: "a")
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(kind(["/a"]) == .unsafeName)
        #expect(kind(["ü"]) == .unsafeName)
        #expect(kind(["a", "a"]) == .duplicateName)
    }
}
