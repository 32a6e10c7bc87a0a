import ArchiveStreams
import Glibc
import Testing

struct ByteSourceTests {
    private func read(_ bytes: [UInt8], limits: ReadLimits = .none, block: Int = 1 << 18) throws -> [UInt8] {
        let file = TemporaryFile(bytes)
        let source = try ByteSource(path: file.path, limits: limits)
        var all: [UInt8] = []
        while let next = try source.next(block) { all += next }
        return all
    }

    /// The situation in which reading these bytes is refused, and where.
    private func refusal(_ bytes: [UInt8], limits: ReadLimits = .none) -> ArchiveError? {
        do throws(ArchiveError) {
            let file = TemporaryFile(bytes)
            _ = try ByteSource(path: file.path, limits: limits).readAll()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: CompressedRows.all)
    func `every form gives the same bytes`(rows: CompressedRows) throws {
        let file = TemporaryFile(rows.bytes)
        let source = try ByteSource(path: file.path)
        #expect(source.compression == rows.compression)
        #expect(try source.readAll() == CompressedRows.plain)
        #expect(source.position == CompressedRows.plain.count)
        #expect(source.storedSize == rows.bytes.count)
    }

    @Test(arguments: CompressedRows.all, [1, 7, 4096])
    func `the block's size does not matter`(rows: CompressedRows, block: Int) throws {
        #expect(try read(rows.bytes, block: block) == CompressedRows.plain)
    }

    @Test func `a plain file is read as it is, an empty one too`() throws {
        #expect(try read(CompressedRows.plain) == CompressedRows.plain)
        #expect(try read([]).isEmpty)
        #expect(try read([0x1F]) == [0x1F])
    }

    @Test func `several gzip members are read one after the other`() throws {
        let twice = CompressedRows.gzip.bytes + CompressedRows.gzip.bytes
        #expect(try read(twice) == CompressedRows.plain + CompressedRows.plain)
        #expect(try read(CompressedRows.zstd.bytes + CompressedRows.zstd.bytes).count == 4800)
    }

    @Test(arguments: CompressedRows.all)
    func `a file cut off anywhere is refused`(rows: CompressedRows) {
        for length in Compression.shortestTell(rows.compression)..<rows.bytes.count {
            let error = refusal(Array(rows.bytes[..<length]))
            #expect(error?.kind == .truncated || error?.isCorrupt == true, "\(length): \(String(describing: error))")
        }
    }

    @Test(arguments: CompressedRows.all)
    func `a flipped bit is refused or changes nothing`(rows: CompressedRows) throws {
        for offset in rows.bytes.indices {
            var damaged = rows.bytes
            damaged[offset] ^= 0x10
            let file = TemporaryFile(damaged)
            guard let source = try? ByteSource(path: file.path), source.compression != .none else { continue }
            if let bytes = try? source.readAll() {
                let isSame = bytes == CompressedRows.plain
                #expect(isSame, "byte \(offset)")
            }
        }
    }

    @Test func `each bit of a gzip checksum and length is checked`() {
        let gzip = CompressedRows.gzip.bytes
        for bit in 0..<64 {
            var damaged = gzip
            damaged[gzip.count - 8 + bit / 8] ^= 1 << (bit % 8)
            let message = bit < 32 ? "incorrect data check" : "incorrect length check"
            #expect(refusal(damaged)?.kind == .corrupt(message))
        }
    }

    @Test(arguments: CompressedRows.all, [[0], Array("more".utf8), [0x1F, 0x00, 0x00]] as [[UInt8]])
    func `bytes after the end are refused`(rows: CompressedRows, tail: [UInt8]) {
        let error = refusal(rows.bytes + tail)
        if rows.compression == .zstd || rows.compression == .xz {
            // Both allow a further stream there, so that the decoder reports a damaged one.
            #expect(error?.kind == .trailingBytes || error?.isCorrupt == true)
        } else {
            #expect(error?.kind == .trailingBytes)
            #expect(error?.offset == rows.bytes.count)
        }
    }

    @Test func `what cannot be opened is told apart`() throws {
        func kind(_ path: String) -> ArchiveError.Kind? {
            do throws(ArchiveError) {
                _ = try ByteSource(path: path)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(kind("/no/such/file") == .missing)
        #expect(kind("/tmp") == .notRegularFile)
        #expect(kind("/dev/null") == .notRegularFile)
        let file = TemporaryFile([])
        let pipe = file.path + ".pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        #expect(kind(pipe) == .notRegularFile)
    }

    @Test func `limits count what is really decoded`() {
        #expect(refusal(CompressedRows.gzip.bytes, limits: ReadLimits(bytes: 2399))?.kind == .tooLarge(limit: 2399))
        #expect(refusal(CompressedRows.gzip.bytes, limits: ReadLimits(bytes: 2400)) == nil)
        #expect(refusal(CompressedRows.plain, limits: ReadLimits(bytes: 2399))?.kind == .tooLarge(limit: 2399))
        let bomb = (0..<1000).flatMap { _ in CompressedRows.gzip.bytes }
        #expect(refusal(bomb, limits: ReadLimits(ratio: 20))?.kind == .ratioTooLarge(limit: 20))
        #expect(refusal(bomb, limits: ReadLimits(ratio: 50)) == nil)
    }
}

extension ArchiveError {
    fileprivate var isCorrupt: Bool {
        if case .corrupt = kind { true } else { false }
    }
}

extension Compression {
    /// The length from which a file cut off is still known for what it is.
    fileprivate static func shortestTell(_ compression: Compression) -> Int {
        switch compression {
        case .none: 0
        case .gzip: 2
        case .bzip2: 3
        case .zstd, .zip: 4
        case .xz: 6
        }
    }
}
