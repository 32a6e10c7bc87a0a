import ArchiveStreams
import Testing

struct ArchiveReaderTests {
    private static let entries = [
        ArchiveEntry(path: "a.txt", bytes: Array("first\n".utf8)),
        ArchiveEntry(path: "folder/b.txt", bytes: Array(String(repeating: "second ", count: 500).utf8)),
        ArchiveEntry(path: "folder/empty", bytes: []),
    ]

    private static func written(_ format: ArchiveFormat) throws -> [UInt8] {
        try ArchiveWriter.archive(entries, format: format, modified: 315_532_800, name: "a")
    }

    private func refusal(_ bytes: [UInt8], limits: ReadLimits = .none) -> ArchiveError? {
        do throws(ArchiveError) {
            _ = try ArchiveReader.entries(of: bytes, name: "a.tar.gz", limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ build: (inout TarBuilder) -> Void) -> ArchiveError? {
        var tar = TarBuilder()
        build(&tar)
        return refusal(TarBuilder.gzip(tar.finished))
    }

    @Test func `an archive built by hand is read`() throws {
        var tar = TarBuilder()
        for entry in Self.entries { tar.add(entry.path, entry.bytes) }
        let read = try ArchiveReader.entries(of: TarBuilder.gzip(tar.finished), name: "a", limits: .none)
        #expect(read == Self.entries)
    }

    @Test func `members that are no regular files are refused`() {
        let types: [(Character, String)] = [
            ("1", "hard link"), ("2", "symbolic link"), ("5", "folder"), ("6", "pipe"), ("3", "device"),
            ("4", "device"),
        ]
        for (type, name) in types {
            let error = refusal { tar in
                tar.add("fine", [1])
                tar.add("bad", type: type, link: "/etc/passwd")
            }
            #expect(error?.kind == .notRegularMember(name))
            #expect(error?.entry?.hasPrefix("bad") == true)
        }
    }

    @Test(arguments: ["/etc/passwd", "../up", "a/../../b", "a/./b", "a//b", "..", "a\\b", "C:x", "tab\there", "ü"])
    func `a name that is no plain relative path is refused`(name: String) {
        #expect(refusal { $0.add(name, [1]) }?.kind == .unsafeName)
    }

    @Test func `two members of one name are refused`() {
        let error = refusal { tar in
            tar.add("same", [1])
            tar.add("same", [2])
        }
        #expect(error?.kind == .duplicateName)
        #expect(error?.entry == "same")
    }

    @Test func `limits on count, size and ratio hold`() {
        var many = TarBuilder()
        for index in 0..<10_000 { many.add("m\(index)") }
        let packed = TarBuilder.gzip(many.finished)
        #expect(refusal(packed, limits: ReadLimits(entries: 9_999))?.kind == .tooManyEntries(limit: 9_999))
        #expect(refusal(packed, limits: ReadLimits(entries: 10_000)) == nil)
        var large = TarBuilder()
        large.add("large", [UInt8](repeating: 7, count: 5_000))
        #expect(
            refusal(TarBuilder.gzip(large.finished), limits: ReadLimits(bytes: 4_999))?.kind == .tooLarge(limit: 4_999))
        #expect(refusal(TarBuilder.gzip(large.finished), limits: ReadLimits(bytes: 5_000)) == nil)
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `a bomb is refused by its ratio`(format: ArchiveFormat) throws {
        let zeros = [ArchiveEntry(path: "zeros", bytes: [UInt8](repeating: 0, count: 4 << 20))]
        let bomb = try ArchiveWriter.archive(zeros, format: format, modified: 0, name: "bomb")
        #expect(refusal(bomb, limits: ReadLimits(ratio: 100))?.kind == .ratioTooLarge(limit: 100))
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `an archive cut off anywhere is refused`(format: ArchiveFormat) throws {
        let whole = try Self.written(format)
        for length in whole.indices { #expect(refusal(Array(whole[..<length])) != nil, "\(length) bytes") }
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `a flipped bit is refused or changes nothing`(format: ArchiveFormat) throws {
        let whole = try Self.written(format)
        for offset in whole.indices {
            for bit in [0, 5] as [UInt8] {
                var damaged = whole
                damaged[offset] ^= 1 << bit
                guard let read = try? ArchiveReader.entries(of: damaged, name: "a", limits: .none) else { continue }
                // A zip archive does not check the names in its directory; the bundle's own list does.
                let isSame = format == .zip ? read.map(\.bytes) == Self.entries.map(\.bytes) : read == Self.entries
                #expect(isSame, "byte \(offset), bit \(bit)")
            }
        }
    }

    @Test(arguments: ArchiveFormat.allCases)
    func `bytes after the end are refused`(format: ArchiveFormat) throws {
        let whole = try Self.written(format)
        for tail in [[0], Array("more".utf8), whole, [0x1F, 0x8B]] {
            #expect(refusal(whole + tail)?.kind == .trailingBytes, "\(tail.count) bytes")
        }
    }

    @Test func `bytes after the end of the tar archive are refused`() {
        var tar = TarBuilder()
        tar.add("fine", [1])
        let padded = tar.finished + [UInt8](repeating: 0, count: 8_192)
        #expect(refusal(TarBuilder.gzip(padded)) == nil)
        #expect(refusal(TarBuilder.gzip(padded + [1]))?.kind == .trailingBytes)
        #expect(refusal(TarBuilder.gzip(padded + tar.finished))?.kind == .trailingBytes)
        #expect(refusal(TarBuilder.gzip(tar.finished + tar.finished))?.kind == .trailingBytes)
        #expect(refusal(TarBuilder.gzip(padded + [UInt8](repeating: 0, count: 10_240)))?.kind == .trailingBytes)
    }

    @Test func `an archive without its end is refused`() {
        var tar = TarBuilder()
        tar.add("fine", [1])
        #expect(refusal(TarBuilder.gzip(tar.bytes))?.kind == .truncated)
        #expect(refusal(TarBuilder.gzip(tar.bytes + [UInt8](repeating: 0, count: 512)))?.kind == .truncated)
    }

    @Test func `a header that promises more than there is is refused`() {
        #expect(refusal { $0.add("short", [1], size: 1 << 30) }?.kind == .truncated)
    }

    @Test func `other formats are not read`() {
        #expect(refusal(CompressedRows.zstd.bytes)?.kind == .unknownFormat)
        #expect(refusal([])?.kind == .unknownFormat)
        #expect(refusal(Array("<html>".utf8))?.kind == .unknownFormat)
        #expect(refusal(CompressedRows.gzip.bytes) != nil)
    }
}
