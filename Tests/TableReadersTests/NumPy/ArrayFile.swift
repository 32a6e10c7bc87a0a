import StageKit

@testable import ArchiveStreams
@testable import TableReaders

/// The bytes of a `.npy` file, as NumPy writes it.
func npy(
    _ type: String, _ shape: String, _ data: [UInt8], isColumnMajor: Bool = false, version: UInt8 = 1
) -> [UInt8] {
    npy(
        header: "{'descr': '\(type)', 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': \(shape), }", data,
        version: version)
}

/// The same with a header of one's own, padded to a multiple of 64 bytes.
func npy(header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let before = version == 1 ? 10 : 12
    let length = (before + header.utf8.count + 1 + 63) / 64 * 64 - before
    let text = Array(header.utf8) + Array(repeating: UInt8(ascii: " "), count: length - header.utf8.count - 1) + [0x0A]
    let size = [UInt8(length & 0xFF), UInt8(length >> 8)] + (version == 1 ? [] : [0, 0])
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + size + text + data
}

/// Numbers as elements of a type.
func elements(_ numbers: [Double], _ type: String) -> [UInt8] {
    numbers.flatMap { number -> [UInt8] in
        let size = type.last?.wholeNumberValue ?? 0
        let word: UInt64 =
            switch type.dropFirst().first {
            case "f": size == 8 ? number.bitPattern : UInt64(Float(number).bitPattern)
            case "u", "b": UInt64(number)
            default: UInt64(bitPattern: Int64(number))
            }
        let little = (0..<size).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
        return type.first == ">" ? little.reversed() : little
    }
}

/// Texts as elements of the type `<U` or `>U` with a length, or `|S`.
func elements(texts: [String], _ type: String) -> [UInt8] {
    let length = Int(type.dropFirst(2)) ?? 0
    return texts.flatMap { text -> [UInt8] in
        if type.dropFirst().first == "S" {
            return Array(text.utf8) + Array(repeating: 0, count: length - text.utf8.count)
        }
        let scalars = text.unicodeScalars.map(\.value) + Array(repeating: 0, count: length - text.unicodeScalars.count)
        return scalars.flatMap { value in
            let little = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
            return type.first == ">" ? little.reversed() : little
        }
    }
}

/// An `.npz` archive.
func npz(_ members: [(String, [UInt8])]) throws -> [UInt8] {
    try ArchiveWriter.archive(
        members.map { ArchiveEntry(path: $0.0, bytes: $0.1) }, format: .zip, modified: 1_000_000_000, name: "test")
}

/// Reads bytes as a file of a name.
func readArray(
    _ bytes: [UInt8], name: String = "data.npy", as readings: [String: ColumnReading] = [:]
) throws -> SourceTable {
    let file = TemporaryFile(name, bytes)
    return try NumPyReader(file: file.path).read { header in header.names.map { readings[$0] ?? .automatic } }
}

/// What reading bytes fails with, without the folder; empty where it does not.
func arrayFailure(_ bytes: [UInt8], name: String = "data.npy", as readings: [String: ColumnReading] = [:]) -> String {
    let file = TemporaryFile(name, bytes)
    let failure = failure {
        try NumPyReader(file: file.path).read { header in header.names.map { readings[$0] ?? .automatic } }
    }
    return failure.map { $0.description.replacing(file.path, with: name) } ?? ""
}
