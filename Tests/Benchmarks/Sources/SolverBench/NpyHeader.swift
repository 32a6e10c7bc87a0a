import Foundation

/// What an `.npy` file says of its values.
struct NpyHeader: Equatable {
    /// The type, such as `<f8`.
    let descriptor: String
    /// Whether the first dimension is the fastest.
    let isColumnMajor: Bool
    /// The size of each dimension.
    let shape: [Int]
    /// The bytes before the first value.
    let length: Int

    /// Reads the start of a file.
    ///
    /// - Throws: `BadFile` unless it is version 1 or 2, with the header's three entries in NumPy's own order.
    init(_ data: Data, path: String) throws {
        let bytes = [UInt8](data.prefix(12))
        guard bytes.count >= 10, bytes[0] == 0x93, bytes[1..<6].elementsEqual("NUMPY".utf8) else {
            throw BadFile(path: path, reason: "it is not an .npy file")
        }
        let lengthSize = bytes[6] == 1 ? 2 : 4
        guard (1...2).contains(bytes[6]), bytes[7] == 0, bytes.count >= 8 + lengthSize else {
            throw BadFile(path: path, reason: "it is version \(bytes[6]).\(bytes[7]) of the format, not 1.0 or 2.0")
        }
        let textLength = bytes[8..<(8 + lengthSize)].reversed().reduce(0) { $0 << 8 | Int($1) }
        length = 8 + lengthSize + textLength
        guard length <= data.count else { throw BadFile(path: path, reason: "it ends within its header") }
        let text = String(
            decoding: data[(data.startIndex + 8 + lengthSize)..<(data.startIndex + length)], as: UTF8.self)
        let pattern =
            /\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \(((?:[0-9]+, ?)*[0-9]*)\), \} *\n?/
        guard let match = text.wholeMatch(of: pattern) else {
            throw BadFile(path: path, reason: "its header is \(text.debugDescription), which NumPy does not write")
        }
        descriptor = String(match.1)
        isColumnMajor = match.2 == "True"
        let sizes = match.3.split(separator: ",").map { Int($0.drop { $0 == " " }) }
        shape = sizes.compactMap(\.self)
        guard shape.count == sizes.count else {
            throw BadFile(path: path, reason: "a dimension of its shape (\(match.3)) is too large")
        }
    }

    /// The start of a version 1 file of column-major float64, padded so that the values begin at a multiple of 64.
    static func float64(shape: [Int]) -> Data {
        let sizes = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
        let entries = "{'descr': '<f8', 'fortran_order': True, 'shape': (\(sizes)), }"
        let padding = 63 - (10 + entries.utf8.count) % 64
        let text = entries + String(repeating: " ", count: padding) + "\n"
        let length = UInt16(text.utf8.count)
        return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8))
    }
}

/// Writes float64 values, the first dimension fastest, as an `.npy` file.
func writeNpy(_ values: [Double], shape: [Int], to path: String) throws {
    precondition(shape.reduce(1, *) == values.count, "writeNpy: \(values.count) values for the shape \(shape)")
    var data = NpyHeader.float64(shape: shape)
    data.reserveCapacity(data.count + 8 * values.count)
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
    try data.write(to: URL(fileURLWithPath: path))
}
