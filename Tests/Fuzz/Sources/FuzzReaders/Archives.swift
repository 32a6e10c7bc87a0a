@testable import ArchiveStreams

/// Whatever the bytes are, a packed file is unpacked or refused, the same way however much is asked for at once, and so
/// is an archive in memory.
func checkArchive(_ bytes: [UInt8]) -> CInt {
    ScratchFile.write(bytes)
    let limits = ReadLimits(bytes: 1 << 22, ratio: 100, entries: 50)
    let whole = unpacked(limits, by: 1 << 18)
    for size in [1 << 12, 61] where whole.bytes.count < 1 << 16 {
        precondition(unpacked(limits, by: size) == whole, "By \(size) bytes it comes to something else")
    }
    for bytes in [bytes, gzip(bytes)] {
        do {
            let entries = try ArchiveReader.entries(of: bytes, name: "f", limits: limits)
            precondition(Set(entries.map(\.path)).count == entries.count && entries.count <= 50, "Doubled entries")
            precondition(entries.reduce(0) { $0 + $1.bytes.count } <= limits.bytes, "Entries beyond the limit")
        } catch {}
    }
    return 0
}

/// What was unpacked, and what it ended in.
private struct Unpacked: Equatable {
    var bytes: [UInt8] = []
    /// Where a fault is noticed may depend on how much was asked for, that there is one may not.
    var hasFailed = false
}

private func unpacked(_ limits: ReadLimits, by size: Int) -> Unpacked {
    var result = Unpacked()
    do throws(ArchiveError) {
        let source = try ByteSource(path: ScratchFile.path, limits: limits)
        while let block = try source.next(size) { result.bytes += block }
    } catch { result = Unpacked(hasFailed: true) }
    return result
}

/// Bytes as gzip holds them unpacked, with the right checksum, so that what is inside is looked at.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let part = bytes.prefix(0xFFFF)
    func little(_ value: UInt32, _ count: UInt32) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let size = UInt32(part.count)
    let checksum = ~part.reduce(~UInt32(0)) { crc, byte in
        (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(size, 2) + little(~size, 2) + part
        + little(checksum, 4) + little(size, 4)
}
