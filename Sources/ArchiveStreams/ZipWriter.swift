import CLibArchive

/// Writes zip archives of deflated members into memory.
///
/// libarchive's own writer puts local time into the headers, so that its bytes change with the time zone.
enum ZipWriter {
    private static let madeByUnix: UInt16 = 3 << 8 | 20
    private static let versionNeeded: UInt16 = 20
    private static let deflated: UInt16 = 8
    private static let regularFile0644: UInt32 = 0o100644 << 16

    static func archive(_ entries: [ArchiveEntry], modified: Int, name: String) throws(ArchiveError) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        let stamp = dosTime(modified)
        for entry in entries {
            guard let packed = deflate(entry.bytes) else {
                throw ArchiveError(.writeFailed("zlib cannot compress it"), file: name, entry: entry.path)
            }
            let largest = max(archive.count + packed.count, entry.bytes.count, directory.count)
            guard largest < Int(UInt32.max) - 0xFFFF, entries.count < 0xFFFF else {
                throw ArchiveError(.writeFailed("a zip archive ends at 4 GiB"), file: name, entry: entry.path)
            }
            let sum = checksum(entry.bytes)
            let sizes = little(sum) + little(UInt32(packed.count)) + little(UInt32(entry.bytes.count))
            let common = little(versionNeeded) + little(0 as UInt16) + little(deflated) + little(stamp) + sizes
            let path = Array(entry.path.utf8)
            let lengths = little(UInt16(path.count)) + little(0 as UInt16)
            directory += [0x50, 0x4B, 0x01, 0x02] + little(madeByUnix) + common + lengths
            directory += little(0 as UInt32) + little(0 as UInt16) + little(regularFile0644)
            directory += little(UInt32(archive.count)) + path
            archive += [0x50, 0x4B, 0x03, 0x04] + common + lengths + path + packed
        }
        let count = little(UInt16(entries.count))
        let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + little(0 as UInt32) + count + count
        let place = little(UInt32(directory.count)) + little(UInt32(archive.count)) + little(0 as UInt16)
        return archive + directory + end + place
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }

    /// Raw deflate, without a header of zlib's own.
    private static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
        guard let available = UInt32(exactly: bytes.count) else { return nil }
        var stream = z_stream()
        let opened = deflateInit2_(
            &stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var isDone = false
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = available
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: bound)
                isDone = CLibArchive.deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = Int(stream.total_out)
            }
        }
        return isDone ? packed : nil
    }

    /// The time as MS-DOS kept it, time in the low half and date in the high half, in UTC.
    ///
    /// The civil date is that of the proleptic Gregorian calendar, by years that begin in March.
    static func dosTime(_ seconds: Int) -> UInt32 {
        let earliest = 315_532_800
        let latest = 4_354_819_199
        let time = min(max(seconds, earliest), latest)
        let (days, second) = (time / 86_400, time % 86_400)
        let shifted = days + 719_468
        let (era, dayOfEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = (year - 1980) << 9 | month << 5 | day
        let clock = (second / 3_600) << 11 | (second % 3_600 / 60) << 5 | second % 60 / 2
        return UInt32(date) << 16 | UInt32(clock)
    }
}
