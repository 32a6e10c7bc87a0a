import ArchiveStreams
import Testing

/// The same rows in each form that is read, made with zlib 1.2.13, libzstd 1.5.4 (with checksum), bzip2 1.0.8, xz 5.4.1.
struct CompressedRows: Sendable, CustomTestStringConvertible {
    static let plain = Array(String(repeating: "row,1.5,2.5\n", count: 200).utf8)

    let compression: Compression
    let bytes: [UInt8]

    var testDescription: String { compression.rawValue }

    static let gzip = CompressedRows(
        .gzip,
        "1f8b08000000000002032bca2fd731d433d531d233e52a1a658fb247d9a3ec51f6287b943dca1e6553cc060009efced960090000")
    static let zstd = CompressedRows(
        .zstd, "28b52ffd6460089d000060726f772c312e352c322e350a010051b95f92e74fba38")
    static let bzip2 = CompressedRows(
        .bzip2,
        "425a6839314159265359490b84c500044bd9800010000532000000908020005083262029541b53d4e08b445d08b045822e045811688b"
            + "e11688bf177245385090490b84c5")
    static let xz = CompressedRows(
        .xz,
        "fd377a585a000004e6d6b4460200210116000000742fe5a3e0095f001f5d00391bcb50ebdcab333e7162311f45642e342890249ecfd5"
            + "fe96e1f0097c2b000000febd4f81dd2348a700013be012000000787b2c7fb1c467fb020000000004595a")
    /// A folder and a file in it.
    static let zip = CompressedRows(
        .zip,
        "504b03041400000000000000210000000000000000000000000005000000646174612f504b03041400000008006b3e755d09efced922"
            + "000000600900000d000000646174612f726f77732e6373762bca2fd731d433d531d233e52a1a658fb247d9a3ec51f6287b943dca"
            + "1e6553cc0600504b0102140314000000000000002100000000000000000000000000050000000000000000000000800100000000"
            + "646174612f504b010214031400000008006b3e755d09efced922000000600900000d000000000000000000000080012300000064"
            + "6174612f726f77732e637376504b050600000000020002006e000000700000000000")
    static let all = [gzip, zstd, bzip2, xz, zip]

    private init(_ compression: Compression, _ hex: String) {
        self.compression = compression
        bytes = hexadecimal(hex)
    }
}

/// The bytes that pairs of hexadecimal digits stand for.
func hexadecimal(_ text: String) -> [UInt8] {
    let digits = text.map { UInt8($0.hexDigitValue ?? 0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
