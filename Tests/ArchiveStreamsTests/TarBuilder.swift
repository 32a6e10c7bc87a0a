import ArchiveStreams

/// Builds tar archives header by header, hostile ones too, without the library that is tested.
struct TarBuilder {
    private(set) var bytes: [UInt8] = []

    /// Adds a member with a header of the ustar format.
    ///
    /// - Parameters:
    ///   - type: The type flag: `0` a file, `1` a hard link, `2` a symbolic link, `5` a folder, `6` a pipe.
    ///   - size: The size in the header, where it is to differ from the content's.
    mutating func add(
        _ path: String, _ content: [UInt8] = [], type: Character = "0", link: String = "", size: Int? = nil
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, _ offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        func octal(_ number: Int, _ width: Int) -> String {
            let digits = String(number, radix: 8)
            return String(repeating: "0", count: width - digits.count) + digits
        }
        put(path, 0)
        put(octal(0o644, 7), 100)
        put(octal(0, 7), 108)
        put(octal(0, 7), 116)
        put(octal(size ?? content.count, 11), 124)
        put(octal(315_532_800, 11), 136)
        put("        ", 148)
        put(String(type), 156)
        put(link, 157)
        put("ustar", 257)
        put("00", 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6), 148)
        header[154] = 0
        bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// The archive with its end.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    /// Stored-block gzip of some bytes, with the checksum and length that belong to them.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, bytes.count)
            let length = UInt16(end - start)
            out += [end == bytes.count ? 1 : 0] + little(UInt32(length), 2) + little(UInt32(~length), 2)
            out += bytes[start..<end]
            start = end
        } while start < bytes.count
        return out + little(crc32(bytes), 4) + little(UInt32(bytes.count), 4)
    }

    private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static let crcTable: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// The CRC-32 of gzip and zip.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crcTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
    }
}
